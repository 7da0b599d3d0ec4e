/** A Huffman table of a JPEG (ISO/IEC 10918-1, annex C): how many codes there are of each length, and their symbols. */
export interface HuffmanTable {
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

/** A table made ready for reading: by the length of a code, all codes as the first bits of 16. */
export interface HuffmanCode {
  readonly symbols: Uint8Array;
  /** The first code of the length. */
  readonly starts: readonly number[];
  /** The first 16 bits that start with no code of the length or a shorter one. */
  readonly ends: readonly number[];
  /** Where the symbols of the length begin. */
  readonly offsets: readonly number[];
}

/** Makes a table ready for reading. */
export function codeOf({ counts, symbols }: HuffmanTable): HuffmanCode {
  const [starts, ends, offsets] = [[0], [0], [0]];
  let start = 0;
  let offset = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] as number;
    starts.push(start);
    offsets.push(offset);
    start += count << (16 - length);
    offset += count;
    ends.push(start);
  }
  return { symbols, starts, ends, offsets };
}
