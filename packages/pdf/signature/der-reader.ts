/** One element of a DER encoding. */
export interface Element {
  readonly tag: number;
  /** The element as the encoding has it, its tag and length included. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

/**
 * Reads the elements that lie one after the other in an encoding.
 * @throws RangeError when an element ends behind the encoding, or has no definite length.
 */
export function* elementsOf(encoding: Uint8Array): Generator<Element, void> {
  const bytes = Buffer.from(encoding.buffer, encoding.byteOffset, encoding.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at + 1);
    const octets = first < 0x80 ? 0 : first & 0x7f;
    if (first === 0x80 || octets > 4)
      throw new RangeError('the encoding has an element of no definite length');
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    const end = start + length;
    if (end > bytes.length) throw new RangeError('an element of the encoding is cut short');
    yield {
      tag: bytes.readUInt8(at),
      whole: bytes.subarray(at, end),
      content: bytes.subarray(start, end),
    };
    at = end;
  }
}
