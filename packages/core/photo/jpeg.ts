import { areDimensions, type ImageFault, type ImageReading } from './fault.ts';
import type { HuffmanTable } from './huffman.ts';
import { type Component, type Frame, isWholeScan } from './jpeg-scan.ts';

/** Markers of ISO/IEC 10918-1, table B.1. */
const markers = {
  temporary: 0x01,
  defineHuffman: 0xc4,
  defineQuantization: 0xdb,
  defineRestart: 0xdd,
  end: 0xd9,
  scan: 0xda,
} as const;

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** SOF0 to SOF15, among which DHT, JPG and DAC are not frame headers; SOF55 is JPEG-LS. */
const isFrame = (marker: number) =>
  (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7;
/** Baseline, extended sequential and progressive, Huffman-coded. Few decoders read any other. */
const commonFrames: readonly number[] = [0xc0, 0xc1, 0xc2];
const progressive = 0xc2;

/** Encoders make ten. Each of thousands costs a decoder as much as the whole picture. */
const mostScans = 100;

/** Walks the markers of a JPEG from the start of the image to its end. */
class JpegReader {
  readonly #bytes: Uint8Array;
  #at = 2;
  #frame: Frame | undefined;
  #hasQuantization = false;
  #scans = 0;
  #restartInterval = 0;
  /** By class (0: first coefficients, 16: the others) and number, as a DHT segment names them. */
  readonly #tables = new Map<number, HuffmanTable>();

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
    let at = this.#at;
    for (; at < this.#bytes.length; at += 1) {
      if (this.#bytes[at] !== 0xff) continue;
      const next = this.#byte(at + 1);
      if (next === 0 || isRestart(next)) at += 1;
      else break;
    }
    this.#at = at;
  }

  #readFrame(marker: number, from: number, length: number): ImageFault | undefined {
    if (!commonFrames.includes(marker)) return 'process';
    if (this.#frame) return 'damaged';
    const count = this.#byte(from + 7);
    if (length < 11 || length !== 8 + 3 * count || count > 4) return 'damaged';
    if (this.#byte(from + 2) !== 8 || count === 2) return 'process';
    const [height, width] = [this.#uint16(from + 3), this.#uint16(from + 5)];
    if (!areDimensions(width, height)) return 'dimensions';
    const components = Array.from({ length: count }, (_, index): Component => {
      const [id, factors] = [this.#byte(from + 8 + 3 * index), this.#byte(from + 9 + 3 * index)];
      return { id, horizontal: factors >> 4, vertical: factors & 15, isCoded: false };
    });
    if (components.some((one) => [one.horizontal, one.vertical].some((factor) => factor < 1 || factor > 4)))
      return 'damaged';
    this.#frame = { isProgressive: marker === progressive, width, height, components };
    return undefined;
  }

  #readHuffman(from: number, end: number): ImageFault | undefined {
    for (let at = from + 2; at < end; ) {
      const counts = this.#bytes.subarray(at + 1, at + 17);
      const symbolsFrom = at + 17;
      const symbolsTo = symbolsFrom + counts.reduce((sum, count) => sum + count, 0);
      if (symbolsTo > end) return 'damaged';
      const symbols = this.#bytes.subarray(symbolsFrom, symbolsTo);
      this.#tables.set(this.#byte(at), { counts, symbols });
      at = symbolsTo;
    }
    return undefined;
  }

  #readScan(from: number, length: number): ImageFault | undefined {
    const count = this.#byte(from + 2);
    const frame = this.#frame;
    this.#scans += 1;
    if (!frame || !this.#hasQuantization || this.#scans > mostScans) return 'damaged';
    if (count < 1 || count > 4 || length !== 6 + 2 * count) return 'damaged';
    const components = Array.from({ length: count }, (_, index) => {
      const [id, tables] = [this.#byte(from + 3 + 2 * index), this.#byte(from + 4 + 2 * index)];
      const component = frame.components.find((one) => one.id === id);
      const [dc, ac] = [this.#tables.get(tables >> 4), this.#tables.get(16 + (tables & 15))];
      return component && { component, dc, ac };
    }).filter((one) => one !== undefined);
    const parameters = from + 3 + 2 * count;
    const [first, last, bits] = [0, 1, 2].map((index) => this.#byte(parameters + index)) as [
      number,
      number,
      number,
    ];
    if (components.length !== count || (frame.isProgressive && (last > 63 || first > last))) return 'damaged';
    if (frame.isProgressive && first > 0 && count > 1) return 'damaged';
    const isRefinement = frame.isProgressive && bits >> 4 > 0;
    const restartInterval = this.#restartInterval;
    const scan = { components, from: first, to: last, isRefinement, restartInterval };
    if (!isWholeScan(this.#bytes, this.#at, frame, scan)) return 'damaged';
    if (!frame.isProgressive || first === 0) for (const { component } of components) component.isCoded = true;
    this.#skipEntropy();
    return undefined;
  }

  /** Reads a segment: a length, which counts itself, and data. */
  #segment(marker: number): ImageFault | undefined {
    const from = this.#at;
    const length = this.#uint16(from);
    if (length < 2 || from + length > this.#bytes.length) return 'damaged';
    this.#at = from + length;
    if (isFrame(marker)) return this.#readFrame(marker, from, length);
    if (marker === markers.defineHuffman) return this.#readHuffman(from, this.#at);
    if (marker === markers.defineQuantization) this.#hasQuantization = true;
    if (marker === markers.defineRestart) this.#restartInterval = this.#uint16(from + 2);
    return marker === markers.scan ? this.#readScan(from, length) : undefined;
  }

  /** Whether there is a scan, and every component has its blocks. Decoders fill in a picture of a single block. */
  #isWhole(): boolean {
    if (!this.#frame || this.#scans === 0) return false;
    const { components, width, height } = this.#frame;
    return components.every(({ isCoded }) => isCoded) || (width <= 8 && height <= 8);
  }

  read(): ImageReading {
    for (;;) {
      const marker = this.#marker();
      if (marker === undefined) return { fault: 'damaged' };
      if (marker === markers.end) return this.#isWhole() ? { endsAt: this.#at } : { fault: 'damaged' };
      if (marker === markers.temporary || isRestart(marker)) continue;
      const fault = this.#segment(marker);
      if (fault) return { fault };
    }
  }
}

/**
 * Reads a file with the first bytes of a JPEG: a frame header, scans with the data of the whole picture, and the end
 * marker, found by the lengths of segments, so that the markers of a thumbnail inside of one mean nothing.
 */
export function readJpeg(bytes: Uint8Array): ImageReading {
  return new JpegReader(bytes).read();
}
