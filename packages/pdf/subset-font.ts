import type { Glyph } from './typeface.ts';

/**
 * Returns a TrueType file of the glyphs, numbered in the given order. It has only the tables that a PDF's composite font
 * needs (PDF 32000-1, 9.9): the PDF itself maps glyphs to characters. Outlines are copied unchanged, so they may come from
 * several files of one font. The build (lib/fonts) has removed the hints. The fonts have no composite glyphs. OpenType
 * specification 1.9: glyf, head, hhea, hmtx, loca, maxp.
 * @param glyphs the first one is drawn for missing characters, and its file supplies the properties of the whole font.
 * @throws RangeError if the list is empty or a glyph is composite.
 */
export function subsetFont(glyphs: readonly Glyph[]): Uint8Array {
  const font = glyphs[0]?.font;
  if (!font) throw new RangeError('a font has a glyph for what is missing');
  const outlines = glyphs.map(({ font: from, index }) => from.outlineOfGlyph(index));
  const { glyf, offsets } = joined(outlines);
  // Offsets in units of two bytes, where they reach.
  const isLong = glyf.length > 2 * 0xffff;
  const { hmtx, fullMetrics } = metricsOf(glyphs);

  const head = Buffer.from(font.table('head'));
  head.writeUInt32BE(0, checksumAt);
  for (const [index, edge] of boundingBox(outlines).entries()) head.writeInt16BE(edge, 36 + 2 * index);
  head.writeInt16BE(isLong ? 1 : 0, 50);
  const hhea = Buffer.from(font.table('hhea'));
  hhea.writeUInt16BE(fullMetrics, 34);
  const loca = Buffer.alloc(offsets.length * (isLong ? 4 : 2));
  for (const [index, offset] of offsets.entries())
    if (isLong) loca.writeUInt32BE(offset, 4 * index);
    else loca.writeUInt16BE(offset / 2, 2 * index);
  const maxp = Buffer.from(font.table('maxp'));
  maxp.writeUInt16BE(glyphs.length, 4);
  return fileOf({ glyf, head, hhea, hmtx, loca, maxp });
}

/** The offset of the checksum of the whole file in `head`. */
const checksumAt = 8;

/** Returns the outlines one after the other, each at an even offset, and the offsets of their starts and of the end. */
function joined(outlines: readonly Uint8Array[]): { glyf: Buffer; offsets: number[] } {
  const offsets = [0];
  let end = 0;
  for (const { length } of outlines) {
    end += length + (length % 2);
    offsets.push(end);
  }
  const glyf = Buffer.alloc(end);
  for (const [index, outline] of outlines.entries()) glyf.set(outline, offsets[index]);
  return { glyf, offsets };
}

/** Returns advance and bearing of each glyph. The last glyphs with the same advance state it once. */
function metricsOf(glyphs: readonly Glyph[]): { hmtx: Buffer; fullMetrics: number } {
  const advances = glyphs.map(({ font, index }) => font.advanceOfGlyph(index));
  const last = advances.at(-1) as number;
  const fullMetrics = advances.findLastIndex((advance) => advance !== last) + 2;
  const hmtx = Buffer.alloc(2 * (glyphs.length + fullMetrics));
  let at = 0;
  for (const [position, { font, index }] of glyphs.entries()) {
    if (position < fullMetrics) at = hmtx.writeUInt16BE(advances[position] as number, at);
    at = hmtx.writeInt16BE(font.bearingOfGlyph(index), at);
  }
  return { hmtx, fullMetrics };
}

/** Returns left, bottom, right and top of all outlines together, from the bounding box that each one states. */
function boundingBox(outlines: readonly Uint8Array[]): number[] {
  const drawn = outlines
    .filter(({ length }) => length > 0)
    .map((outline) => new DataView(outline.buffer, outline.byteOffset, outline.byteLength));
  if (drawn.some((outline) => outline.getInt16(0) < 0))
    throw new RangeError('a glyph that is composed of others cannot be taken out by itself');
  if (drawn.length === 0) return [0, 0, 0, 0];
  const edges = (at: number) => drawn.map((outline) => outline.getInt16(at));
  return [Math.min(...edges(2)), Math.min(...edges(4)), Math.max(...edges(6)), Math.max(...edges(8))];
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

/** Returns a TrueType file of the tables. They must be in the order of their tags. */
function fileOf(tables: Record<string, Buffer>): Uint8Array {
  const entries = Object.entries(tables);
  const largestPower = Math.floor(Math.log2(entries.length));
  const directory = Buffer.alloc(12 + 16 * entries.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(entries.length, 4);
  directory.writeUInt16BE(16 * 2 ** largestPower, 6);
  directory.writeUInt16BE(largestPower, 8);
  directory.writeUInt16BE(16 * (entries.length - 2 ** largestPower), 10);
  const parts = [directory];
  let end = directory.length;
  let headAt = 0;
  for (const [index, [tag, table]] of entries.entries()) {
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    if (tag === 'head') headAt = end;
    const record = 12 + 16 * index;
    directory.write(tag, record, 'latin1');
    directory.writeUInt32BE(checksum(padded), record + 4);
    directory.writeUInt32BE(end, record + 8);
    directory.writeUInt32BE(table.length, record + 12);
    parts.push(padded);
    end += padded.length;
  }
  const file = Buffer.concat(parts);
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, headAt + checksumAt);
  return file;
}
