import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { TokenKey } from '../domain/report-token.ts';

/** How long a secret is kept in a warm function, in milliseconds: a rotation is seen within this time. */
const freshForMs = 5 * 60 * 1000;

const client = new SecretsManagerClient({});
const cache = new Map<string, { value: Promise<string>; readAt: number }>();

async function fetchSecret(secretArn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  if (SecretString === undefined) throw new Error('the secret holds no string');
  return SecretString;
}

/** A secret's JSON, read at most once in five minutes. */
async function secretJson<T>(secretArn: string): Promise<T> {
  const known = cache.get(secretArn);
  if (known && Date.now() - known.readAt < freshForMs) return JSON.parse(await known.value);
  const value = fetchSecret(secretArn);
  cache.set(secretArn, { value, readAt: Date.now() });
  try {
    return JSON.parse(await value);
  } catch (error) {
    cache.delete(secretArn);
    throw error;
  }
}

/** The key that tokens are signed with: `{ "kid": "…", "secret": "…" }`. */
export async function tokenKey(secretArn: string): Promise<TokenKey> {
  const { kid, secret } = await secretJson<{ kid: string; secret: string }>(secretArn);
  return { kid, secret: new TextEncoder().encode(secret) };
}

/** The access key that the links to PDFs are signed with: `{ "accessKeyId": "…", "secretAccessKey": "…" }`. */
export function linkSignerKey(secretArn: string): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  return secretJson(secretArn);
}
