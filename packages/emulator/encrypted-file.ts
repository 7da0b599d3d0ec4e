import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

function keyIn(directory: string): Buffer {
  const file = path.join(directory, 'key');
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true });
    // Whole or not at all: half a key would lock out every later start.
    writeFileSync(`${file}.new`, randomBytes(32), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file);
}

/** A JSON object kept encrypted with AES-256-GCM, under a key file beside it that only its owner may read. */
export class EncryptedFile<T extends object> {
  readonly #file: string;
  readonly #key: Buffer;

  constructor(directory: string, name: string) {
    this.#key = keyIn(directory);
    this.#file = path.join(directory, name);
  }

  /** undefined: nothing was written yet. @throws Error when the file and the key do not fit. */
  read(): T | undefined {
    if (!existsSync(this.#file)) return undefined;
    const sealed = readFileSync(this.#file);
    const opener = createDecipheriv(cipher, this.#key, sealed.subarray(0, nonceBytes));
    opener.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const plain = Buffer.concat([opener.update(sealed.subarray(nonceBytes + tagBytes)), opener.final()]);
    return JSON.parse(plain.toString()) as T;
  }

  /** Replaces the whole content, or leaves the old one. */
  write(value: T): void {
    const nonce = randomBytes(nonceBytes);
    const sealer = createCipheriv(cipher, this.#key, nonce);
    const body = Buffer.concat([sealer.update(JSON.stringify(value)), sealer.final()]);
    const unfinished = `${this.#file}.new`;
    writeFileSync(unfinished, Buffer.concat([nonce, sealer.getAuthTag(), body]), { mode: 0o600 });
    renameSync(unfinished, this.#file);
  }
}
