/**
 * As much of a TrueType file as a PDF needs: which glyph draws a code point, how wide it is, and the metrics
 * of the font descriptor. Reading this ourselves keeps fontkit (700 KB of code, and a subsetter that silently
 * embeds broken glyphs) out of the bundle. OpenType specification 1.9: cmap, head, hhea, hmtx, OS/2.
 */
export class TrueTypeFont {
  readonly bytes: Uint8Array;
  /** Everything below is in thousandths of the font size, as PDF wants it. */
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly boundingBox: readonly [number, number, number, number];
  readonly #view: DataView;
  /** Glyphs by code point; 0, the glyph of what is missing, where there is none. */
  readonly #glyphs: Uint16Array;
  readonly #scale: number;
  readonly #hmtx: number;
  readonly #fullMetrics: number;

  /** @throws RangeError when the file lacks one of the tables, or a Unicode character map. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const view = this.#view;
    const tables = readTableOffsets(view);
    const offsetOf = (tag: string) => {
      const offset = tables.get(tag);
      if (offset === undefined) throw new RangeError(`the font has no ${tag} table`);
      return offset;
    };
    const head = offsetOf('head');
    const hhea = offsetOf('hhea');
    const os2 = offsetOf('OS/2');
    this.#scale = 1000 / view.getUint16(head + 18);
    const scaled = (offset: number) => Math.round(view.getInt16(offset) * this.#scale);
    this.boundingBox = [scaled(head + 36), scaled(head + 38), scaled(head + 40), scaled(head + 42)];
    this.ascent = scaled(hhea + 4);
    this.descent = scaled(hhea + 6);
    this.capHeight = view.getUint16(os2) >= 2 ? scaled(os2 + 88) : this.ascent;
    this.#hmtx = offsetOf('hmtx');
    this.#fullMetrics = view.getUint16(hhea + 34);
    this.#glyphs = readCharacterMap(view, offsetOf('cmap'));
  }

  /** The glyph that draws a code point; undefined when the font has none. */
  glyphOf(codePoint: number): number | undefined {
    return this.#glyphs[codePoint] || undefined;
  }

  /** A glyph's advance width. */
  widthOfGlyph(glyph: number): number {
    // Glyphs past the last full metric all share its width.
    const metric = Math.min(glyph, this.#fullMetrics - 1);
    return this.#view.getUint16(this.#hmtx + 4 * metric) * this.#scale;
  }

  /** The width of a text whose every character the font has, at a font size. */
  widthOfText(text: string, size: number): number {
    let width = 0;
    for (const character of text)
      width += this.widthOfGlyph(this.glyphOf(character.codePointAt(0) as number) ?? 0);
    return (width * size) / 1000;
  }
}

function readTableOffsets(view: DataView): Map<string, number> {
  const offsets = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const record = 12 + 16 * index;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    offsets.set(tag, view.getUint32(record + 8));
  }
  return offsets;
}

/** Format 12 when there is one (every plane), else format 4 (the BMP): HarfBuzz drops what is not needed. */
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
