/**
 * Reads the parts of a TrueType file that a PDF needs: the glyph of a code point, its width and outline, and the metrics of
 * the font descriptor. Own code keeps fontkit (700 KB of code, and a subsetter that silently
 * embeds broken glyphs) out of the bundle. OpenType specification 1.9: cmap, glyf, head, hhea, hmtx, loca, OS/2.
 */
export class TrueTypeFont {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #scale: number;
  readonly #hmtx: number;
  readonly #fullMetrics: number;
  readonly #loca: number;
  readonly #hasLongOffsets: boolean;
  /** Glyphs by code point. 0 is the glyph for missing characters. It is read at its first use. */
  #glyphs: Uint16Array | undefined;

  /** @throws RangeError if the file lacks a table of glyphs or of their widths. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#tables = readTables(this.#view);
    const [head, hhea] = [this.#table('head').offset, this.#table('hhea').offset];
    this.#scale = 1000 / this.#view.getUint16(head + 18);
    this.#hasLongOffsets = this.#view.getInt16(head + 50) === 1;
    this.#fullMetrics = this.#view.getUint16(hhea + 34);
    this.#hmtx = this.#table('hmtx').offset;
    this.#loca = this.#table('loca').offset;
  }

  #table(tag: string): Table {
    const table = this.#tables.get(tag);
    if (table === undefined) throw new RangeError(`the font has no ${tag} table`);
    return table;
  }

  /** Returns a table's bytes. @throws RangeError if the table is missing. */
  table(tag: string): Uint8Array {
    const { offset, length } = this.#table(tag);
    return this.bytes.subarray(offset, offset + length);
  }

  /** Returns the metrics in thousandths of the font size, the unit of PDF. @throws RangeError if the file lacks OS/2. */
  get metrics(): FontMetrics {
    const [head, hhea, os2] = ['head', 'hhea', 'OS/2'].map((tag) => this.#table(tag).offset) as [
      number,
      number,
      number,
    ];
    const scaled = (offset: number) => Math.round(this.#view.getInt16(offset) * this.#scale);
    const ascent = scaled(hhea + 4);
    return {
      ascent,
      descent: scaled(hhea + 6),
      capHeight: this.#view.getUint16(os2) >= 2 ? scaled(os2 + 88) : ascent,
      boundingBox: [scaled(head + 36), scaled(head + 38), scaled(head + 40), scaled(head + 42)],
    };
  }

  /** Returns the glyph that draws a code point; undefined if the font has none. */
  glyphOf(codePoint: number): number | undefined {
    this.#glyphs ??= readCharacterMap(this.#view, this.#table('cmap').offset);
    return this.#glyphs[codePoint] || undefined;
  }

  /** Returns a glyph's advance width in thousandths of the font size. */
  widthOfGlyph(glyph: number): number {
    return this.advanceOfGlyph(glyph) * this.#scale;
  }

  /** Returns a glyph's advance width in the font's own units. */
  advanceOfGlyph(glyph: number): number {
    // Glyphs past the last full metric all share its width.
    return this.#view.getUint16(this.#hmtx + 4 * Math.min(glyph, this.#fullMetrics - 1));
  }

  /** Returns the distance from a glyph's origin to the left edge of its outline, in the font's own units. */
  bearingOfGlyph(glyph: number): number {
    const beyond = glyph - this.#fullMetrics;
    const at = beyond < 0 ? 4 * glyph + 2 : 4 * this.#fullMetrics + 2 * beyond;
    return this.#view.getInt16(this.#hmtx + at);
  }

  /** Returns a glyph's entry in the glyf table: empty if nothing is drawn. */
  outlineOfGlyph(glyph: number): Uint8Array {
    const at = (index: number) =>
      this.#hasLongOffsets
        ? this.#view.getUint32(this.#loca + 4 * index)
        : 2 * this.#view.getUint16(this.#loca + 2 * index);
    const { offset } = this.#table('glyf');
    return this.bytes.subarray(offset + at(glyph), offset + at(glyph + 1));
  }
}

interface Table {
  readonly offset: number;
  readonly length: number;
}

export interface FontMetrics {
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly boundingBox: readonly [left: number, bottom: number, right: number, top: number];
}

function readTables(view: DataView): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const record = 12 + 16 * index;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    tables.set(tag, { offset: view.getUint32(record + 8), length: view.getUint32(record + 12) });
  }
  return tables;
}

/** Reads format 12 (every plane) if the font has it, otherwise format 4 (the BMP): HarfBuzz drops the format that is not needed. */
function readCharacterMap(view: DataView, cmap: number): Uint16Array {
  const byFormat = new Map<number, number>();
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const subtable = cmap + view.getUint32(cmap + 8 + 8 * index);
    byFormat.set(view.getUint16(subtable), subtable);
  }
  const everyPlane = byFormat.get(12);
  if (everyPlane !== undefined) return readFormat12(view, everyPlane);
  const basicPlane = byFormat.get(4);
  if (basicPlane !== undefined) return readFormat4(view, basicPlane);
  throw new RangeError('the font has no Unicode character map of format 4 or 12');
}

function readFormat12(view: DataView, table: number): Uint16Array {
  const groups = Array.from({ length: view.getUint32(table + 12) }, (_, index) => {
    const group = table + 16 + 12 * index;
    return {
      first: view.getUint32(group),
      last: view.getUint32(group + 4),
      glyph: view.getUint32(group + 8),
    };
  });
  const glyphs = new Uint16Array((groups.at(-1)?.last ?? 0) + 1);
  for (const { first, last, glyph } of groups)
    for (let codePoint = first; codePoint <= last; codePoint++) glyphs[codePoint] = glyph + codePoint - first;
  return glyphs;
}

function readFormat4(view: DataView, table: number): Uint16Array {
  const glyphs = new Uint16Array(0x10000);
  const doubleCount = view.getUint16(table + 6);
  for (let segment = 0; segment < doubleCount; segment += 2) {
    const last = view.getUint16(table + 14 + segment);
    const first = view.getUint16(table + 16 + doubleCount + segment);
    const delta = view.getUint16(table + 16 + 2 * doubleCount + segment);
    const rangeAt = table + 16 + 3 * doubleCount + segment;
    const range = view.getUint16(rangeAt);
    // The last segment is U+FFFF alone and ends the list.
    for (let codePoint = first; codePoint <= last && codePoint !== 0xffff; codePoint++) {
      const listed = range === 0 ? codePoint : view.getUint16(rangeAt + range + 2 * (codePoint - first));
      glyphs[codePoint] = range !== 0 && listed === 0 ? 0 : listed + delta;
    }
  }
  return glyphs;
}
