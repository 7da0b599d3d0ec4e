import type { TrueTypeFont } from './truetype.ts';

/** The glyph that draws a character. The width is in thousandths of the font size. */
export interface Glyph {
  readonly font: TrueTypeFont;
  readonly index: number;
  readonly width: number;
}

/** Characters with the same width in every weight: the glyphs of one weight can replace those of another. */
const fullWidth = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[\u{20000}-\u{3ffff}]/u;

/**
 * Returns whether a character is drawn with the regular glyph in every weight. Chinese glyphs are large, and most bold ones
 * also occur in regular. So bold Chinese uses the regular glyph, made heavier, and a file holds each glyph once.
 */
export function isFullWidth(character: string): boolean {
  return fullWidth.test(character);
}

/** Returns the font's glyph for a code point; undefined if it has none. */
export function glyphIn(font: TrueTypeFont, codePoint: number): Glyph | undefined {
  const index = font.glyphOf(codePoint);
  return index === undefined ? undefined : { font, index, width: font.widthOfGlyph(index) };
}

/** The typeface of one weight: glyphs from one font or several. */
export class Typeface {
  /** Defines ascent and descent of the lines, and draws missing characters. */
  readonly font: TrueTypeFont;
  readonly #find: (codePoint: number) => Glyph | undefined;
  readonly #found = new Map<number, Glyph>();

  /** @param find returns a code point's glyph. It is called once for each code point. */
  constructor(font: TrueTypeFont, find: (codePoint: number) => Glyph | undefined) {
    this.font = font;
    this.#find = find;
  }

  /** Returns the glyph that draws a code point; undefined if no font has one. */
  glyphOf(codePoint: number): Glyph | undefined {
    const known = this.#found.get(codePoint);
    if (known) return known;
    const glyph = this.#find(codePoint);
    if (glyph) this.#found.set(codePoint, glyph);
    return glyph;
  }

  /** Returns the width of a text whose characters all have glyphs, in thousandths of the font size. */
  advanceOf(text: string): number {
    let advance = 0;
    for (const character of text) advance += this.glyphOf(character.codePointAt(0) as number)?.width ?? 0;
    return advance;
  }

  /** Returns the width of a text whose characters all have glyphs, at a font size. */
  widthOfText(text: string, size: number): number {
    return (this.advanceOf(text) * size) / 1000;
  }
}
