import { areDimensions, type ImageFault } from './fault.ts';

/** Markers of ISO/IEC 10918-1, table B.1. */
const markers = { temporary: 0x01, defineQuantization: 0xdb, end: 0xd9, scan: 0xda } as const;

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** SOF0 to SOF15, among which DHT, JPG and DAC are not frame headers; SOF55 is JPEG-LS. */
const isFrame = (marker: number) =>
  (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7;
/** Baseline, extended sequential and progressive, Huffman-coded. Few decoders read any other. */
const commonFrames: readonly number[] = [0xc0, 0xc1, 0xc2];

/** Walks the markers of a JPEG from the start of the image to its end. */
class JpegReader {
  readonly #bytes: Uint8Array;
  #at = 2;
  /** Blocks of 8 by 8 samples. Each takes a bit or more; decoders fill in a last one that is left out. */
  #blocks = 0;
  #hasFrame = false;
  #hasQuantization = false;
  #hasScan = false;
  #entropyBytes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  #byte(at: number): number {
    return this.#bytes[at] ?? 0;
  }

  #uint16(at: number): number {
    return this.#byte(at) * 256 + this.#byte(at + 1);
  }

  /** The next marker; undefined where none is. Fill bytes may come before it. */
  #marker(): number | undefined {
    if (this.#byte(this.#at) !== 0xff) return undefined;
    while (this.#byte(this.#at) === 0xff) this.#at += 1;
    const marker = this.#byte(this.#at);
    this.#at += 1;
    return this.#at > this.#bytes.length || marker === 0 ? undefined : marker;
  }

  /** Skips entropy-coded data, in which 0xff is followed by 0 or a restart marker. */
  #skipEntropy(): void {
    const { length } = this.#bytes;
    const from = this.#at;
    let at = from;
    for (; at < length; at += 1) {
      if (this.#bytes[at] !== 0xff) continue;
      const next = this.#byte(at + 1);
      if (next === 0 || isRestart(next)) at += 1;
      else break;
    }
    this.#entropyBytes += Math.min(at, length) - from;
    this.#at = at;
  }

  #frame(marker: number, from: number, length: number): ImageFault | undefined {
    if (!commonFrames.includes(marker)) return 'process';
    if (this.#hasFrame) return 'damaged';
    const components = this.#byte(from + 7);
    if (length < 11 || length !== 8 + 3 * components || components > 4) return 'damaged';
    if (this.#byte(from + 2) !== 8) return 'process';
    const [height, width] = [this.#uint16(from + 3), this.#uint16(from + 5)];
    if (!areDimensions(width, height)) return 'dimensions';
    this.#blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
    this.#hasFrame = true;
    return undefined;
  }

  /** Reads a segment: a length, which counts itself, and data. */
  #segment(marker: number): ImageFault | undefined {
    const from = this.#at;
    const length = this.#uint16(from);
    if (length < 2 || from + length > this.#bytes.length) return 'damaged';
    this.#at = from + length;
    if (isFrame(marker)) return this.#frame(marker, from, length);
    if (marker === markers.defineQuantization) this.#hasQuantization = true;
    if (marker === markers.scan) {
      const components = this.#byte(from + 2);
      if (!this.#hasFrame || !this.#hasQuantization || components < 1 || components > 4) return 'damaged';
      if (length !== 6 + 2 * components) return 'damaged';
      this.#hasScan = true;
      this.#skipEntropy();
    }
    return undefined;
  }

  fault(): ImageFault | undefined {
    for (;;) {
      const marker = this.#marker();
      if (marker === undefined) return 'damaged';
      if (marker === markers.end)
        return this.#hasScan && this.#entropyBytes * 8 >= this.#blocks - 1 ? undefined : 'damaged';
      if (marker === markers.temporary || isRestart(marker)) continue;
      const fault = this.#segment(marker);
      if (fault) return fault;
    }
  }
}

/**
 * Says why a file with the first bytes of a JPEG is not a complete one: a frame header, a scan and the end marker, found
 * by the lengths of segments, so that the markers of a thumbnail inside of one mean nothing.
 */
export function jpegFault(bytes: Uint8Array): ImageFault | undefined {
  return new JpegReader(bytes).fault();
}
