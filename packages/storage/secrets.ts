import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keyNamed, type RecordKey, recordKeyNamed, type TokenKey } from '@kyc-china/core/report-token';
import { CachedSecret } from './cached-secret.ts';
import { clientSettings } from './client-settings.ts';
import { parseSecret } from './parse-secret.ts';
import { readTokenKeyRing } from './token-key-secret.ts';

const client = new SecretsManagerClient(clientSettings);

async function fetchSecret(secretArn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  if (SecretString === undefined) throw new Error('the secret holds no string');
  return SecretString;
}

/** Secrets of one form, each cached by its ARN. */
function secretsOf<T>(read: (text: string) => T): (secretArn: string) => CachedSecret<T> {
  const cache = new Map<string, CachedSecret<T>>();
  return (secretArn) => {
    const known = cache.get(secretArn) ?? new CachedSecret(async () => read(await fetchSecret(secretArn)));
    cache.set(secretArn, known);
    return known;
  };
}

const tokenKeyRings = secretsOf(readTokenKeyRing);
const linkSignerKeys = secretsOf(
  (text) => parseSecret(text) as { accessKeyId: string; secretAccessKey: string },
);

/** The key that tokens are signed with. */
export async function tokenKey(secretArn: string): Promise<TokenKey> {
  return (await tokenKeyRings(secretArn).value()).current;
}

/**
 * The key that a token's header names, if its tokens can still be good. One that is not known may be younger
 * than the copy of the ring that we hold: then the ring is read again, within bounds.
 */
export async function tokenKeyNamed(secretArn: string, kid: string): Promise<TokenKey | undefined> {
  const rings = tokenKeyRings(secretArn);
  const now = new Date();
  return keyNamed(await rings.value(), kid, now) ?? keyNamed(await rings.newerValue(), kid, now);
}

/** The key of an idempotency record, read again as above when it is not known. */
export async function tokenKeyOfRecord(secretArn: string, kid: string): Promise<RecordKey | undefined> {
  const rings = tokenKeyRings(secretArn);
  const now = new Date();
  return recordKeyNamed(await rings.value(), kid, now) ?? recordKeyNamed(await rings.newerValue(), kid, now);
}

/** The access key that the links to PDFs are signed with: `{ "accessKeyId": "…", "secretAccessKey": "…" }`. */
export function linkSignerKey(secretArn: string): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  return linkSignerKeys(secretArn).value();
}

const credentials = secretsOf(parseSecret);

/** The credentials of an upstream provider: a JSON object, of the form that its adapter names. */
export async function upstreamCredentials(secretArn: string): Promise<unknown> {
  return credentials(secretArn).value();
}
