import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { EncryptionDescription } from './description.ts';

/** The bytes of key and initialisation vector that each cipher takes. */
export const keySizes = {
  'aes-128-ecb': { key: 16, iv: 0 },
  'aes-128-cbc': { key: 16, iv: 16 },
  'aes-256-ecb': { key: 32, iv: 0 },
  'aes-256-cbc': { key: 32, iv: 16 },
  'sm4-ecb': { key: 16, iv: 0 },
  'sm4-cbc': { key: 16, iv: 16 },
} as const satisfies Record<EncryptionDescription['cipher'], { key: number; iv: number }>;

type Secret = Readonly<Record<string, string>>;

function keysOf({ cipher, key, iv }: EncryptionDescription, secret: Secret): [Buffer, Buffer | null] {
  const size = keySizes[cipher];
  const keyBytes = Buffer.from(secret[key] ?? '', 'utf8');
  const ivBytes = iv === undefined ? null : Buffer.from(secret[iv] ?? '', 'utf8');
  if (keyBytes.length !== size.key) throw new RangeError(`the secret's ${key} must have ${size.key} bytes`);
  if ((ivBytes?.length ?? 0) !== size.iv)
    throw new RangeError(`the secret's ${iv} must have ${size.iv} bytes`);
  return [keyBytes, ivBytes];
}

/** A request's body, encrypted with PKCS #7 padding. */
export function encrypt(text: string, description: EncryptionDescription, secret: Secret): string {
  const [key, iv] = keysOf(description, secret);
  const cipher = createCipheriv(description.cipher, key, iv);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString(description.encoding);
}

/** An answer's text. @throws when it is not what the vendor encrypted for us. */
export function decrypt(text: string, description: EncryptionDescription, secret: Secret): string {
  const [key, iv] = keysOf(description, secret);
  const cipher = createDecipheriv(description.cipher, key, iv);
  const bytes = Buffer.from(text.trim(), description.encoding);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('utf8');
}
