import { crc32, deflateSync } from 'node:zlib';

const side = 64;

/** A PNG chunk: length, type, data, checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Returns a small placeholder portrait as a PNG in base64: a gray disc on white. */
export function samplePhoto(): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits a sample, greyscale, and the only methods of compression, filter and interlace that matter.
  header.set([8, 0, 0, 0, 0], 8);
  const centre = (side - 1) / 2;
  const rows = Array.from({ length: side }, (_row, y) =>
    // Each row starts with its filter, 0: none.
    Buffer.from([
      0,
      ...Array.from({ length: side }, (_pixel, x) =>
        Math.hypot(x - centre, y - centre) < side / 3 ? 0x80 : 0xff,
      ),
    ]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}
