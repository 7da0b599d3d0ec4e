import { randomUUID } from 'node:crypto';
import { type CredentialCheckSettings, type CredentialVerdict, verdictOf } from '../credential-verdict.ts';
import { readCredentials } from '../read-credentials.ts';
import { send } from '../wire.ts';
import { accessKeyForm, accessKeyIn } from './alibaba.ts';
import { authorizationOf, sha256 } from './signature.ts';

/**
 * Asks Alibaba Cloud whose key this is: GetCallerIdentity of STS (2015-04-01), which takes no parameters and needs no
 * permission (https://help.aliyun.com/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity). It proves the key,
 * not what it may do.
 */
export function checkAlibabaCredentials({
  secret,
  signal,
  endpoint = 'https://sts.aliyuncs.com',
  tls,
  clock = () => new Date(),
}: CredentialCheckSettings): Promise<CredentialVerdict> {
  const ask = async () => {
    const key = await readCredentials(async () => secret, accessKeyIn, accessKeyForm);
    const { host, origin } = new URL(endpoint);
    const headers = {
      host,
      'x-acs-action': 'GetCallerIdentity',
      'x-acs-version': '2015-04-01',
      'x-acs-date': clock()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      'x-acs-signature-nonce': randomUUID(),
      'x-acs-content-sha256': sha256(''),
    };
    return send({
      method: 'POST',
      url: `${origin}/`,
      headers: { ...headers, accept: 'application/json', authorization: authorizationOf('', headers, key) },
      body: '',
      signal,
      ...(tls && { tls }),
    });
  };
  return verdictOf(ask, ({ Code: code, AccountId: account }) => {
    if (typeof code === 'string') return code;
    return typeof account === 'string' ? null : undefined;
  });
}
