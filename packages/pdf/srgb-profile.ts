/**
 * The sRGB color space (IEC 61966-2-1) as an ICC profile of version 4.2 (ICC.1:2004-10): a matrix and one curve for all
 * three channels. It is built from the published numbers: it has half a kilobyte and needs no license.
 */

/** Primaries and white of sRGB, adapted to the profile connection space's D50 by the Bradford matrix. */
const primaries = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const;
const d50 = [0.9642, 1, 0.8249] as const;
const bradford = [1.04791, 0.02293, -0.0502, 0.0296, 0.99046, -0.01707, -0.00925, 0.01506, 0.75179] as const;

/** IEC 61966-2-1: ((x + 0.055) / 1.055) ^ 2.4 above 0.04045, x / 12.92 below. */
const transferCurve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045] as const;

function fixed(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 0x10000), 4 * index);
  return bytes;
}

function element(type: string, ...parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), ...parts]);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** One text in one language: multiLocalizedUnicodeType. */
function words(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  return element('mluc', numbers(1, 12), Buffer.from('enUS', 'latin1'), numbers(utf16.length, 28), utf16);
}

const headerLength = 128;

function header(length: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(0x04200000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  // The header requires a date. This one is the date of the profile version, so that equal reports have equal bytes.
  for (const [index, value] of [2004, 10, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(value, 24 + 2 * index);
  bytes.write('acsp', 36, 'latin1');
  fixed(...d50).copy(bytes, 68);
  return bytes;
}

/** The profile's bytes: always the same. */
export function srgbProfile(): Buffer {
  const curve = element('para', Buffer.from([0, 3, 0, 0]), fixed(...transferCurve));
  const tags: [string, Buffer][] = [
    ['desc', words('sRGB')],
    ['cprt', words('Public domain')],
    ['wtpt', element('XYZ ', fixed(...d50))],
    ['chad', element('sf32', fixed(...bradford))],
    ...Object.entries(primaries).map(([tag, xyz]): [string, Buffer] => [tag, element('XYZ ', fixed(...xyz))]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const directory: Buffer[] = [numbers(tags.length)];
  const data: Buffer[] = [];
  const placed = new Map<Buffer, number>();
  let end = headerLength + 4 + 12 * tags.length;
  for (const [tag, bytes] of tags) {
    const known = placed.get(bytes);
    directory.push(Buffer.from(tag, 'latin1'), numbers(known ?? end, bytes.length));
    if (known !== undefined) continue;
    placed.set(bytes, end);
    data.push(bytes);
    end += bytes.length;
  }
  return Buffer.concat([header(end), ...directory, ...data]);
}
