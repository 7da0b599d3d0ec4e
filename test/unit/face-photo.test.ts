import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readImage } from '@kyc-china/core/photo/image-fault';
import fc from 'fast-check';
import { projectFile } from '../../lib/project-file.ts';
import { samplePhoto } from '../../local/sample-photo.ts';
import { decodeFacePhoto } from '../../packages/core/contract/face-photo.ts';
import { crc32 as ownCrc32 } from '../../packages/core/photo/crc-32.ts';
import { jpegBase64, pngBase64 } from '../support/images.ts';

const folder = projectFile('test', 'support', 'photos');
const photo = (name: string) => readFileSync(path.join(folder, name));
const encoded = readdirSync(folder).filter((name) => /\.(jpg|png)$/.test(name));
const complete = encoded.filter((name) => name !== 'arithmetic.jpg');

function imageFault(bytes: Uint8Array): string | undefined {
  const read = readImage(bytes);
  return 'fault' in read ? read.fault : undefined;
}

const damaged = /cut off or damaged/;
const dimensions = /pixels wide and high/;

/** A PNG chunk with a right checksum. */
function chunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function header(width: number, height: number, depth = 8, colorType = 0, methods = [0, 0, 0]): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colorType, ...methods], 8);
  return chunk('IHDR', data);
}

const png = (...chunks: Buffer[]) => Buffer.concat([signature, ...chunks]);
const pixels = chunk('IDAT', deflateSync(Buffer.alloc(4 * 5)));
const end = chunk('IEND');

/** A baseline JPEG with other bytes in its frame header: marker, precision, height, width. */
function jpegWith(change: { marker?: number; precision?: number; height?: number; width?: number }): Buffer {
  const image = photo('baseline.jpg');
  const frame = image.indexOf(Buffer.from([0xff, 0xc0]));
  image[frame + 1] = change.marker ?? 0xc0;
  image[frame + 4] = change.precision ?? 8;
  image.writeUInt16BE(change.height ?? 40, frame + 5);
  image.writeUInt16BE(change.width ?? 48, frame + 7);
  return image;
}

describe('a face photo is taken', () => {
  it.each(complete)('face photo is accepted if complete: %s', (name) => {
    expect(imageFault(photo(name))).toBeUndefined();
  });

  it("face photo of one pixel is accepted, and so is the console's sample", () => {
    for (const base64 of [jpegBase64, pngBase64, samplePhoto()])
      expect(decodeFacePhoto(base64)).toEqual({ bytes: Buffer.from(base64, 'base64') });
  });

  it('face photo with a wrong checksum in an optional chunk is accepted', () => {
    const text = chunk('tEXt', Buffer.from('Comment\0x'));
    text[text.length - 1] = (text.at(-1) as number) ^ 1;
    expect(imageFault(png(header(4, 4), text, pixels, end))).toBeUndefined();
  });

  it('face photo with data in several chunks, one of them empty, is accepted', () => {
    const data = deflateSync(Buffer.alloc(4 * 5));
    const [first, rest] = [data.subarray(0, 1), data.subarray(1)];
    const parts = [chunk('IDAT'), chunk('IDAT', Buffer.concat([first, rest]))];
    expect(imageFault(png(header(4, 4), ...parts, end))).toBeUndefined();
  });
});

/** What is found behind the end of an image: appended by phones, and by attackers. */
const appended: readonly (readonly [what: string, bytes: Buffer])[] = [
  [
    'the film of a motion photo',
    Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.alloc(5000, 7)]),
  ],
  ["a Samsung phone's trailer", Buffer.from('\0\0\x01\x0a\x0e\0\0\0Image_UTC_DataSEFT', 'latin1')],
  ['a second picture', photo('gray.jpg')],
  [
    'a ZIP file',
    Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(60), Buffer.from('504b0506', 'hex')]),
  ],
  ['a web page', Buffer.from('<html><script>alert(1)</script></html>')],
  ['a PDF', Buffer.from('%PDF-1.7\n%%EOF')],
  ['zeros', Buffer.alloc(512)],
  ['one byte', Buffer.from([0xff])],
];

describe('of a face photo', () => {
  it.each(appended)('face photo is stored without what follows the image: %s', (_what, trailer) => {
    for (const name of complete) {
      const image = decodeFacePhoto(photo(name).toString('base64'));
      const sent = decodeFacePhoto(Buffer.concat([photo(name), trailer]).toString('base64'));
      expect(sent).toEqual(image);
    }
  });

  it('face photo is stored without the second picture of a multi-picture file', () => {
    const file = photo('two-pictures.mpo.jpg');
    const first = file.subarray(0, file.indexOf(Buffer.from([0xff, 0xd9, 0xff, 0xd8])) + 2);
    expect(decodeFacePhoto(file.toString('base64'))).toEqual({ bytes: first });
  });
});

const jpegEnd = Buffer.from([0xff, 0xd9]);
const withoutRefinement = complete.filter((name) => name.endsWith('.jpg') && !name.includes('mpo'));

/** Where the first scan's data begin and end. */
function firstScan(image: Buffer): readonly [from: number, to: number] {
  // The last table of quantization: a thumbnail's is in front of it.
  const scan = image.indexOf(Buffer.from([0xff, 0xda]), image.lastIndexOf(Buffer.from([0xff, 0xdb])));
  const from = scan + 2 + image.readUInt16BE(scan + 2);
  for (let at = from; ; at += 1)
    if (image[at] === 0xff && image[at + 1] !== 0 && ((image[at + 1] as number) & 0xf8) !== 0xd0)
      return [from, at];
}

describe('a face photo is refused', () => {
  it.each(withoutRefinement)(
    'face photo with an end marker after half of its first scan is refused: %s',
    (name) => {
      const image = photo(name);
      const [from, to] = firstScan(image);
      for (const part of [0, 0.25, 0.5, 0.75]) {
        let at = from + Math.floor((to - from) * part);
        if (image[at - 1] === 0xff) at -= 1;
        expect(imageFault(Buffer.concat([image.subarray(0, at), jpegEnd]))).toMatch(damaged);
        // The same with what comes after the scan.
        expect(imageFault(Buffer.concat([image.subarray(0, at), image.subarray(to)]))).toMatch(damaged);
      }
    },
  );

  it('face photo that lost one of its restart markers is refused', () => {
    const image = photo('restart-markers.jpg');
    const [from] = firstScan(image);
    const marker = image.indexOf(Buffer.from([0xff, 0xd0]), from);
    expect(marker).toBeGreaterThan(from);
    const without = Buffer.concat([image.subarray(0, marker), image.subarray(marker + 2)]);
    expect(imageFault(without)).toMatch(damaged);
  });

  it('face photo whose codes belong to another table is refused', () => {
    const image = photo('baseline.jpg');
    const table = image.indexOf(Buffer.from([0xff, 0xc4]));
    const length = 2 + image.readUInt16BE(table + 2);
    expect(imageFault(Buffer.concat([image.subarray(0, table), image.subarray(table + length)]))).toMatch(
      damaged,
    );
  });

  it('face photo with so many scans that it costs more than a hundred pictures to decode is refused', () => {
    const image = photo('gray.jpg');
    const [, to] = firstScan(image);
    const scan = image.subarray(image.indexOf(Buffer.from([0xff, 0xda])), to);
    const repeated = (count: number) =>
      Buffer.concat([image.subarray(0, to), ...Array<Buffer>(count - 1).fill(scan), jpegEnd]);
    expect(imageFault(repeated(100))).toBeUndefined();
    expect(imageFault(repeated(101))).toMatch(damaged);
  });

  it('face photo with a component that no scan has is refused', () => {
    const image = photo('baseline.jpg');
    const scan = image.indexOf(Buffer.from([0xff, 0xda]));
    // A scan of the first component alone.
    const alone = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0]);
    expect(image.readUInt16BE(scan + 2)).toBe(12);
    expect(imageFault(Buffer.concat([image.subarray(0, scan), alone, image.subarray(scan + 14)]))).toMatch(
      damaged,
    );
  });

  it('face photo that is a JPEG of two components is refused', () => {
    const image = photo('baseline.jpg');
    const frame = image.indexOf(Buffer.from([0xff, 0xc0]));
    const two = Buffer.from(image.subarray(frame, frame + 16));
    two[3] = 14;
    two[9] = 2;
    expect(imageFault(Buffer.concat([image.subarray(0, frame), two, image.subarray(frame + 19)]))).toMatch(
      /baseline or progressive/,
    );
  });

  it.each(complete)('face photo that is cut off anywhere is refused: %s', (name) => {
    const image = photo(name);
    // The first picture of a multi-picture file is an image of its own.
    const last = name.includes('mpo')
      ? image.indexOf(Buffer.from([0xff, 0xd9, 0xff, 0xd8])) + 2
      : image.length;
    for (let length = 0; length < last; length += 1)
      expect(imageFault(image.subarray(0, length))).toBeDefined();
  });

  it('face photo that is only a signature is refused', () => {
    for (const stump of [signature, png(header(4, 4)), Buffer.from([0xff, 0xd8, 0xff]), png(end)])
      expect(imageFault(stump)).toMatch(damaged);
  });

  it('face photo whose only end marker belongs to its EXIF thumbnail is refused', () => {
    const image = photo('exif-thumbnail.jpg');
    const frame = image.indexOf(Buffer.from([0xff, 0xdb]), image.indexOf(Buffer.from([0xff, 0xd9])));
    expect(imageFault(image.subarray(0, frame))).toMatch(damaged);
  });

  it.each([
    ['HEIC', '0000001866747970686569630000000068656963'],
    ['WebP', '524946461a000000574542505650384c0d000000'],
    ['GIF', '47494638396101000100800000000000ffffff'],
    ['PDF', '255044462d312e37'],
    ['JPEG 2000', '0000000c6a5020200d0a870a'],
    ['nothing', ''],
  ])('face photo that is %s is refused', (_what, hex) => {
    expect(imageFault(Buffer.from(hex, 'hex'))).toBe('must be a JPEG or PNG image');
  });

  it.each([
    ['JPEG-LS', jpegWith({ marker: 0xf7 })],
    ['lossless', jpegWith({ marker: 0xc3 })],
    ['arithmetic-coded', photo('arithmetic.jpg')],
    ['of 12 bits', jpegWith({ marker: 0xc1, precision: 12 })],
  ])('face photo that is a JPEG, but %s, is refused', (_what, image) => {
    expect(imageFault(image)).toMatch(/baseline or progressive/);
  });

  it.each([
    ['a JPEG of no width', jpegWith({ width: 0 })],
    ['a JPEG of no height', jpegWith({ height: 0 })],
    ['a JPEG of 65,535 by 65,535', jpegWith({ width: 65535, height: 65535 })],
    ['a PNG of no width', png(header(0, 4), pixels, end)],
    ['a PNG of no height', png(header(4, 0), pixels, end)],
    ['a PNG of 2,147,483,647 by 1', png(header(0x7fffffff, 1), pixels, end)],
    ['a PNG of 4,294,967,295 by 4,294,967,295', png(header(0xffffffff, 0xffffffff), pixels, end)],
  ])('face photo is refused for its dimensions: %s', (_what, image) => {
    expect(imageFault(image)).toMatch(dimensions);
  });

  it.each([
    ['a JPEG of 16,384 by 16,384', jpegWith({ width: 16384, height: 16384 })],
    ['a PNG of 16,384 by 16,384', png(header(16384, 16384, 8, 2), pixels, end)],
  ])('face photo whose data cannot fill its dimensions is refused: %s', (_what, image) => {
    expect(imageFault(image)).toMatch(damaged);
  });

  it.each([
    ['without IDAT', png(header(4, 4), end)],
    ['without IEND', png(header(4, 4), pixels)],
    ['with an empty IDAT', png(header(4, 4), chunk('IDAT'), end)],
    ['with data that is not deflated', png(header(4, 4), chunk('IDAT', Buffer.alloc(20)), end)],
    ['with a palette that is missing', png(header(4, 4, 8, 3), pixels, end)],
    ['with a bit depth that its color type has not', png(header(4, 4, 4, 2), pixels, end)],
    ['with a color type that is unknown', png(header(4, 4, 8, 5), pixels, end)],
    ['with an unknown method of compression', png(header(4, 4, 8, 0, [1, 0, 0]), pixels, end)],
    ['with an unknown interlacing', png(header(4, 4, 8, 0, [0, 0, 2]), pixels, end)],
    ['with IHDR in the second place', png(pixels, header(4, 4), end)],
    ['with two IHDR', png(header(4, 4), header(4, 4), pixels, end)],
    ['with data in two places', png(header(4, 4), pixels, chunk('tEXt'), pixels, end)],
    ['with an unknown critical chunk', png(header(4, 4), chunk('CRIT'), pixels, end)],
    ["as Apple's variant", png(chunk('CgBI', Buffer.alloc(4)), header(4, 4), pixels, end)],
    ['with a length beyond its end', png(header(4, 4), Buffer.from('ffffffff49444154', 'hex'), pixels, end)],
  ])('face photo that is a PNG %s is refused', (_what, image) => {
    expect(imageFault(image)).toMatch(damaged);
  });

  it('face photo that is a PNG with any bit of a critical chunk changed is refused', () => {
    const image = photo('gray.png');
    fc.assert(
      fc.property(fc.integer({ min: 8, max: image.length - 1 }), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(image);
        changed[at] = (changed[at] as number) ^ (1 << bit);
        expect(imageFault(changed)).toBeDefined();
      }),
    );
  });

  it.each([
    ['a second frame header', Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 40, 0, 48, 1, 1, 0x11, 0])],
    ['a segment longer than the file', Buffer.from([0xff, 0xe1, 0xff, 0xff])],
    ['a segment of no length', Buffer.from([0xff, 0xe1, 0, 0])],
    ['bytes between its segments', Buffer.from([1, 2, 3])],
    ['a scan before its time', Buffer.from([0xff, 0xda, 0, 8, 9, 1, 0, 0, 0x3f, 0])],
  ])('face photo that is a JPEG with %s is refused', (_what, inserted) => {
    const image = photo('baseline.jpg');
    const scan = image.indexOf(Buffer.from([0xff, 0xda]));
    const changed = Buffer.concat([image.subarray(0, scan), inserted, image.subarray(scan)]);
    expect(imageFault(changed)).toMatch(damaged);
  });

  it('face photo that is a JPEG without a frame header, tables or a scan is refused', () => {
    const image = photo('baseline.jpg');
    const at = (marker: number) => image.indexOf(Buffer.from([0xff, marker]));
    const without = (from: number, to: number) =>
      Buffer.concat([image.subarray(0, from), image.subarray(to)]);
    expect(imageFault(without(at(0xc0), at(0xc4)))).toMatch(damaged);
    expect(imageFault(without(at(0xdb), at(0xc0)))).toMatch(damaged);
    expect(imageFault(without(at(0xda), image.length - 2))).toMatch(damaged);
  });

  it('face photo without an end marker is refused for any bytes', () => {
    const starts = fc.constantFrom(png(header(4, 4)), Buffer.from([0xff, 0xd8, 0xff]), photo('gray.jpg'));
    // Markers everywhere, but no 0xd9 and none of the letters of IEND.
    const rest = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) => bytes.map((byte) => (byte < 0x60 || byte === 0xd9 ? 0xff : byte)));
    fc.assert(
      fc.property(starts, rest, (start, bytes) => {
        const cut = start.subarray(0, start.length - 2);
        expect(imageFault(Buffer.concat([cut, bytes]))).toBeDefined();
      }),
    );
  });
});

describe('the CRC-32 of the domain', () => {
  it("CRC-32 of the domain equals zlib's", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(ownCrc32(bytes, 0, bytes.length)).toBe(crc32(bytes));
      }),
    );
  });
});
