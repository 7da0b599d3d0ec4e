/**
 * Whether a value of a secret can be a part of an access key: visible ASCII. A line break, easily pasted along with a
 * key, would break the header that holds the key.
 */
export function isKeyPart(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value);
}
