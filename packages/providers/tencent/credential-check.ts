import { isObject } from '@kyc-china/core/json';
import { type CredentialCheckSettings, type CredentialVerdict, verdictOf } from '../credential-verdict.ts';
import { readCredentials } from '../read-credentials.ts';
import { send } from '../wire.ts';
import { authorizationOf, timestampOf } from './signature.ts';
import { accessKeyForm, accessKeyIn } from './tencent.ts';

const contentType = 'application/json; charset=utf-8';

/**
 * Asks Tencent Cloud whose key this is: GetCallerIdentity of STS (2018-08-13), which takes no parameters and which no
 * document lists a price of (https://cloud.tencent.com/document/api/1312/66098). It proves the key, not what it may do.
 */
export function checkTencentCredentials({
  secret,
  signal,
  endpoint = 'https://sts.tencentcloudapi.com',
  tls,
  clock = () => new Date(),
}: CredentialCheckSettings): Promise<CredentialVerdict> {
  const ask = async () => {
    const key = await readCredentials(async () => secret, accessKeyIn, accessKeyForm);
    const { host, origin } = new URL(endpoint);
    const at = clock();
    const body = '{}';
    return send({
      method: 'POST',
      url: `${origin}/`,
      headers: {
        host,
        'content-type': contentType,
        authorization: authorizationOf({ host, contentType, body, service: 'sts', at }, key),
        'x-tc-action': 'GetCallerIdentity',
        'x-tc-version': '2018-08-13',
        // Required, though the answer does not depend on it.
        'x-tc-region': 'ap-guangzhou',
        'x-tc-timestamp': timestampOf(at),
      },
      body,
      signal,
      ...(tls && { tls }),
    });
  };
  return verdictOf(ask, ({ Response: response }) => {
    if (!isObject(response)) return undefined;
    const { Error: error, AccountId: account } = response;
    if (isObject(error) && typeof error.Code === 'string') return error.Code;
    return typeof account === 'string' ? null : undefined;
  });
}
