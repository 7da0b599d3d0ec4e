/** The checksum of each byte value, for the polynomial of ISO/IEC 15948 (PNG), annex D. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let checksum = byte;
  for (let bit = 0; bit < 8; bit += 1)
    checksum = checksum & 1 ? 0xedb88320 ^ (checksum >>> 1) : checksum >>> 1;
  return checksum;
});

/** Returns the CRC-32 of a part of bytes. `node:zlib` has one too, but the console checks photos in the browser. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  let checksum = 0xffffffff;
  for (let at = from; at < to; at += 1)
    checksum = (table[(checksum ^ (bytes[at] as number)) & 0xff] as number) ^ (checksum >>> 8);
  return (checksum ^ 0xffffffff) >>> 0;
}
