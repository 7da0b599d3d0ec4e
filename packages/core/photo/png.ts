import { crc32 } from './crc-32.ts';
import { areDimensions, type ImageFault, type ImageReading } from './fault.ts';

/** A chunk of a PNG file: length, type, data and checksum (ISO/IEC 15948, 5.3). */
interface Chunk {
  readonly type: string;
  readonly dataFrom: number;
  readonly dataTo: number;
  readonly next: number;
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

function chunkAt(bytes: Uint8Array, at: number): Chunk | undefined {
  if (at + 12 > bytes.length) return undefined;
  const dataFrom = at + 8;
  const dataTo = dataFrom + uint32(bytes, at);
  if (dataTo + 4 > bytes.length) return undefined;
  const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => bytes[at + offset] as number));
  return { type, dataFrom, dataTo, next: dataTo + 4 };
}

const isCritical = (type: string) => type.charCodeAt(0) < 0x61;

function hasChecksum(bytes: Uint8Array, { dataFrom, dataTo }: Chunk): boolean {
  return crc32(bytes, dataFrom - 4, dataTo) === uint32(bytes, dataTo);
}

/** The bit depths and the number of samples of each color type (ISO/IEC 15948, table 11.1). */
const colorTypes: Readonly<Record<number, { depths: readonly number[]; samples: number }>> = {
  0: { depths: [1, 2, 4, 8, 16], samples: 1 },
  2: { depths: [8, 16], samples: 3 },
  3: { depths: [1, 2, 4, 8], samples: 1 },
  4: { depths: [8, 16], samples: 2 },
  6: { depths: [8, 16], samples: 4 },
};
const palette = 3;

/** A deflated byte expands to at most 1,032 bytes (zlib, "Maximum Compression Factor"). */
const mostInflated = 1032;

/** What the chunks of a file have shown so far. */
class PngReader {
  readonly #bytes: Uint8Array;
  #rawBytes = 0;
  #colorType = 0;
  #hasPalette = false;
  #firstDataByte: readonly [number, number] | undefined;
  #dataBytes = 0;
  #dataHasEnded = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  header({ dataFrom, dataTo }: Chunk): ImageFault | undefined {
    if (dataTo - dataFrom !== 13) return 'damaged';
    const [width, height] = [uint32(this.#bytes, dataFrom), uint32(this.#bytes, dataFrom + 4)];
    if (!areDimensions(width, height)) return 'dimensions';
    const [depth = 0, colorType = 0, compression, filter, interlace = 0] = this.#bytes.subarray(dataFrom + 8);
    const color = colorTypes[colorType];
    if (!color?.depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1)
      return 'damaged';
    this.#colorType = colorType;
    this.#rawBytes = Math.ceil((width * height * color.samples * depth) / 8) + height * (interlace ? 0 : 1);
    return undefined;
  }

  /** Takes a chunk after the header and before IEND. */
  chunk({ type, dataFrom, dataTo }: Chunk): ImageFault | undefined {
    if (type === 'IDAT') {
      if (this.#dataHasEnded) return 'damaged';
      if (this.#firstDataByte === undefined && dataTo - dataFrom >= 2)
        this.#firstDataByte = [this.#bytes[dataFrom] as number, this.#bytes[dataFrom + 1] as number];
      this.#dataBytes += dataTo - dataFrom;
      return undefined;
    }
    if (this.#dataBytes > 0) this.#dataHasEnded = true;
    if (type === 'PLTE') this.#hasPalette = dataTo - dataFrom >= 3 && (dataTo - dataFrom) % 3 === 0;
    else if (isCritical(type)) return 'damaged';
    return undefined;
  }

  /** Judges the whole at IEND. */
  end(): ImageFault | undefined {
    if (this.#colorType === palette && !this.#hasPalette) return 'damaged';
    const [method = 0, flags = 0] = this.#firstDataByte ?? [];
    // RFC 1950, 2.2: deflate, and a header that is a multiple of 31.
    const isDeflated = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
    return isDeflated && this.#dataBytes * mostInflated >= this.#rawBytes ? undefined : 'damaged';
  }
}

/**
 * Reads a file with the signature of a PNG: IHDR, IDAT and IEND in their order, right checksums of the critical chunks,
 * and as much data as the dimensions need at least. The frames of an animation are in other chunks, which are skipped:
 * the image in IDAT is what decoders of still images show.
 */
export function readPng(bytes: Uint8Array): ImageReading {
  const reader = new PngReader(bytes);
  const header = chunkAt(bytes, 8);
  if (header?.type !== 'IHDR' || !hasChecksum(bytes, header)) return { fault: 'damaged' };
  const headerFault = reader.header(header);
  if (headerFault) return { fault: headerFault };
  for (let at = header.next; ; ) {
    const chunk = chunkAt(bytes, at);
    if (chunk === undefined || (isCritical(chunk.type) && !hasChecksum(bytes, chunk)))
      return { fault: 'damaged' };
    const isEnd = chunk.type === 'IEND';
    const fault = isEnd ? reader.end() : reader.chunk(chunk);
    if (fault) return { fault };
    if (isEnd) return { endsAt: chunk.next };
    at = chunk.next;
  }
}
