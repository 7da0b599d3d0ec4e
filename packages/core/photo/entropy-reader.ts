import type { HuffmanCode } from './huffman.ts';

/** Reads bits of entropy-coded data, in which a 0 is stuffed after each 0xff (ISO/IEC 10918-1, B.1.1.5). */
export class EntropyReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  /** Bits that were read beyond the last one. */
  missing = 0;
  /** Whether something was read that is no code. */
  isBroken = false;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  /** Whether every bit that was read is there. */
  get isWhole(): boolean {
    return !this.isBroken && this.missing <= this.#count;
  }

  #fill(): void {
    while (this.#count <= 16) {
      let byte = this.#at < this.#bytes.length ? (this.#bytes[this.#at] as number) : 0xff;
      if (byte === 0xff && this.#bytes[this.#at + 1] !== 0) {
        // A marker: decoders go on with zeros.
        byte = 0;
        this.missing += 8;
      } else this.#at += byte === 0xff ? 2 : 1;
      this.#bits = ((this.#bits << 8) | byte) & 0xffffff;
      this.#count += 8;
    }
  }

  /** Skips up to 16 bits. */
  skip(count: number): void {
    if (count === 0) return;
    if (this.#count < count) this.#fill();
    this.#count -= count;
  }

  /** Reads up to 16 bits as a number. */
  read(count: number): number {
    if (count === 0) return 0;
    if (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  /** Reads the next code. @returns its symbol. */
  symbol({ symbols, starts, ends, offsets }: HuffmanCode): number {
    if (this.#count < 16) this.#fill();
    const window = (this.#bits >>> (this.#count - 16)) & 0xffff;
    for (let length = 1; length <= 16; length += 1) {
      if (window >= (ends[length] as number)) continue;
      this.#count -= length;
      const index = (window - (starts[length] as number)) >>> (16 - length);
      return symbols[(offsets[length] as number) + index] as number;
    }
    this.isBroken = true;
    return 0;
  }

  /** Goes on behind a restart marker. @returns whether there is one. */
  restart(): boolean {
    let at = this.#at;
    while (this.#bytes[at] === 0xff && this.#bytes[at + 1] === 0xff) at += 1;
    const marker = this.#bytes[at + 1] ?? 0;
    if (this.#bytes[at] !== 0xff || marker < 0xd0 || marker > 0xd7) return false;
    this.#at = at + 2;
    this.#bits = 0;
    this.#count = 0;
    this.missing = 0;
    return true;
  }
}
