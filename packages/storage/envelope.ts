import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Tells this form from one that may come after it. */
const version = 1;
const keyIdBytes = 16;
const headerBytes = 1 + keyIdBytes;

/** A key for one report's data, by the id under which its wrapped form is kept. 32 bytes. */
export interface DataKey {
  /** 32 hexadecimal digits. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** What was sealed cannot be opened: it was changed, or belongs to another report, or the key is another. */
export class SealBrokenError extends Error {
  override name = 'SealBrokenError';
}

/** A fresh id of a data key. */
export function newKeyId(): string {
  return randomBytes(keyIdBytes).toString('hex');
}

/** The part of a report's data that a seal is for: one cannot be opened as the other. */
export type SealedPart = 'fields' | 'photo';

/** The id of the report and the part are bound in: what is moved to another place opens nothing there. */
function boundTo(header: Uint8Array, reportId: string, part: SealedPart): Buffer {
  return Buffer.concat([header, Buffer.from(`${reportId}/${part}`)]);
}

/**
 * Seals with AES-256-GCM. A data key seals each part once, so its nonces need no counting.
 * @returns version (1 byte), key id (16), nonce (12), ciphertext, tag (16).
 */
export function seal(key: DataKey, reportId: string, part: SealedPart, plain: Uint8Array): Buffer {
  const header = Buffer.from([version, ...Buffer.from(key.keyId, 'hex')]);
  const nonce = randomBytes(nonceBytes);
  const sealer = createCipheriv(cipher, key.bytes, nonce).setAAD(boundTo(header, reportId, part));
  return Buffer.concat([header, nonce, sealer.update(plain), sealer.final(), sealer.getAuthTag()]);
}

/** The id of the key that opens this. @throws SealBrokenError when it is no seal. */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed[0] !== version || sealed.length < headerBytes + nonceBytes + tagBytes)
    throw new SealBrokenError('this is not sealed data');
  return Buffer.from(sealed.subarray(1, headerBytes)).toString('hex');
}

/** Opens what `seal` made. @throws SealBrokenError */
export function open({ bytes }: DataKey, reportId: string, part: SealedPart, sealed: Uint8Array): Buffer {
  const header = sealed.subarray(0, headerBytes);
  const nonce = sealed.subarray(headerBytes, headerBytes + nonceBytes);
  const body = sealed.subarray(headerBytes + nonceBytes, sealed.length - tagBytes);
  try {
    const opener = createDecipheriv(cipher, bytes, nonce).setAAD(boundTo(header, reportId, part));
    opener.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    return Buffer.concat([opener.update(body), opener.final()]);
  } catch {
    // Without its cause: what OpenSSL says helps only an attacker who tries keys.
    throw new SealBrokenError('the sealed data do not open');
  }
}
