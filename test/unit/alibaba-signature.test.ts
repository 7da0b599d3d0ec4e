import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { authorizationOf, encodeParameters, sha256 } from '../../packages/providers/alibaba/signature.ts';

describe('The ACS3-HMAC-SHA256 signature', () => {
  it('ACS3-HMAC-SHA256 signature equals the example of the documentation', () => {
    const query = encodeParameters({
      RegionId: 'cn-shanghai',
      ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
    });
    const headers = {
      'x-acs-version': '2014-05-26',
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    };
    const key = { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' };
    expect(authorizationOf(query, headers, key)).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
        'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
        'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  it('ACS3-HMAC-SHA256 signature of a form equals the one computed by hand', () => {
    const form = encodeParameters({
      UserName: '张三',
      ParamType: 'normal',
      IdentifyNum: '11010519491231002X',
    });
    expect(form).toBe('IdentifyNum=11010519491231002X&ParamType=normal&UserName=%E5%BC%A0%E4%B8%89');
    const bodyHash = createHash('sha256').update(form).digest('hex');
    const canonicalRequest = `POST
/

content-type:application/x-www-form-urlencoded
host:cloudauth.aliyuncs.com
x-acs-action:Id2MetaVerify
x-acs-content-sha256:${bodyHash}
x-acs-date:2026-11-24T08:00:00Z
x-acs-signature-nonce:one
x-acs-version:2019-03-07

content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version
${bodyHash}`;
    const stringToSign = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonicalRequest).digest('hex')}`;
    const signature = createHmac('sha256', 'secret').update(stringToSign).digest('hex');

    const headers = {
      host: 'cloudauth.aliyuncs.com',
      'content-type': 'application/x-www-form-urlencoded',
      'x-acs-action': 'Id2MetaVerify',
      'x-acs-version': '2019-03-07',
      'x-acs-date': '2026-11-24T08:00:00Z',
      'x-acs-signature-nonce': 'one',
      'x-acs-content-sha256': sha256(form),
    };
    const authorization = authorizationOf('', headers, { accessKeyId: 'id', accessKeySecret: 'secret' });
    expect(authorization.split('Signature=')[1]).toBe(signature);
  });

  it('ACS3-HMAC-SHA256 signature encodes the characters that RFC 3986 reserves', () => {
    expect(encodeParameters({ b: "a b*~!'()+/=&", a: '·' })).toBe(
      'a=%C2%B7&b=a%20b%2A~%21%27%28%29%2B%2F%3D%26',
    );
  });
});
