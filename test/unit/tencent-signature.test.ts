import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { authorizationOf, timestampOf } from '../../packages/providers/tencent/signature.ts';

describe('TC3-HMAC-SHA256', () => {
  /** "Signature v3" of the vendor's documentation: DescribeInstances, with the result that it prints. */
  it("TC3-HMAC-SHA256 signature equals the vendor's own example", () => {
    const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
    const authorization = authorizationOf(
      {
        host: 'cvm.tencentcloudapi.com',
        contentType: 'application/json; charset=utf-8',
        body,
        service: 'cvm',
        at: new Date(1551113065_000),
      },
      { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' },
    );
    expect(authorization).toBe(
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, ' +
        'SignedHeaders=content-type;host, ' +
        'Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    );
  });

  it('TC3-HMAC-SHA256 signature equals the definition, step by step, for a name in Chinese', () => {
    const body = '{"Name":"买买提·吐尔逊","IdCard":"11010519491231002X"}';
    const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
    const mac = (key: string | Buffer, text: string) =>
      createHmac('sha256', key).update(text, 'utf8').digest();
    const canonical =
      'POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:faceid.tencentcloudapi.com\n\n' +
      `content-type;host\n${hash(body)}`;
    const toSign = `TC3-HMAC-SHA256\n1795478400\n2026-11-24/faceid/tc3_request\n${hash(canonical)}`;
    const secretDate = mac('TC3the key', '2026-11-24');
    const secretService = mac(secretDate, 'faceid');
    const secretSigning = mac(secretService, 'tc3_request');
    const signature = mac(secretSigning, toSign).toString('hex');

    const at = new Date('2026-11-24T00:00:00.999Z');
    expect(timestampOf(at)).toBe('1795478400');
    const authorization = authorizationOf(
      {
        host: 'FaceID.tencentcloudapi.com',
        contentType: 'application/json; charset=utf-8',
        body,
        service: 'faceid',
        at,
      },
      { secretId: 'the id', secretKey: 'the key' },
    );
    expect(authorization).toBe(
      `TC3-HMAC-SHA256 Credential=the id/2026-11-24/faceid/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
    );
  });
});
