import { isObject, type JsonObject } from '@kyc-china/core/json';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';

/**
 * Returns whether a value of a secret can be a part of an access key: visible ASCII. A line break, easily pasted along
 * with a key, would break the header that holds the key.
 */
export function isKeyPart(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value);
}

/**
 * Reads the secret of a provider and checks its form, because an operator wrote it.
 * @param read is called for each request; the caller of the adapter caches.
 * @param parse returns undefined for a secret of another form.
 * @param form what the secret has to be, for the error message.
 * @throws UpstreamNotProcessedError if the secret is missing or faulty: nothing was sent.
 */
export async function readCredentials<Credentials>(
  read: () => Promise<unknown>,
  parse: (secret: JsonObject) => Credentials | undefined,
  form: string,
): Promise<Credentials> {
  let secret: unknown;
  try {
    secret = await read();
  } catch {
    throw new UpstreamNotProcessedError('the credentials for the source could not be read');
  }
  const credentials = isObject(secret) ? parse(secret) : undefined;
  if (credentials === undefined) throw new UpstreamNotProcessedError(`the secret is not ${form}`);
  return credentials;
}
