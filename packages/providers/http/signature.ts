import { createHash, createHmac, getHashes } from 'node:crypto';
import type { SignatureDescription } from './description.ts';
import { fillIn } from './template.ts';

/** Whether this build of Node has the digest: SM3 is left out of some. */
export function hasDigest(algorithm: string): boolean {
  return getHashes().includes(algorithm);
}

/** Signs what the description says, out of the values of a request. */
export function sign(
  { algorithm, key, signs, encoding }: SignatureDescription,
  values: Readonly<Record<string, string>>,
): string {
  const digest = key === undefined ? createHash(algorithm) : createHmac(algorithm, fillIn(key, values));
  digest.update(fillIn(signs, values), 'utf8');
  if (encoding === 'base64') return digest.digest('base64');
  const hex = digest.digest('hex');
  return encoding === 'hex-upper' ? hex.toUpperCase() : hex;
}

/** Fields in the order of their names as `name=value` joined by `&`, unencoded: what many vendors sign. */
export function sortedFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.keys(fields)
    .sort()
    .map((name) => `${name}=${textOf(fields[name])}`)
    .join('&');
}

/** A field's value as text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
