import { isObject, type JsonObject } from '@kyc-china/core/json';
import { OwnFaultError } from '@kyc-china/core/own-fault';
import { StorageThrottledError } from '@kyc-china/core/storage-throttled-error';

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
 * @throws OwnFaultError if the secret is missing or faulty; StorageThrottledError if its store was too busy. Nothing was
 * sent.
 */
export async function readCredentials<Credentials>(
  read: () => Promise<unknown>,
  parse: (secret: JsonObject) => Credentials | undefined,
  form: string,
): Promise<Credentials> {
  let secret: unknown;
  try {
    secret = await read();
  } catch (error) {
    if (error instanceof StorageThrottledError) throw error;
    throw new OwnFaultError('credentials-unreadable', 'the credentials for the source could not be read');
  }
  const credentials = isObject(secret) ? parse(secret) : undefined;
  if (credentials === undefined)
    throw new OwnFaultError('credentials-malformed', `the secret is not ${form}`);
  return credentials;
}
