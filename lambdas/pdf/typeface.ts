import type { TrueTypeFont } from './truetype.ts';

/** How a character is drawn; the width is in thousandths of the font size. */
export interface Glyph {
  readonly font: TrueTypeFont;
  readonly index: number;
  readonly width: number;
}

/** As wide in every weight: what is set in one can be drawn with the glyphs of another. */
const fullWidth = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[\u{20000}-\u{3ffff}]/u;

/**
 * Is a character drawn with the regular glyph in every weight? A Chinese glyph is large, and most that are set in bold
 * are also set in regular: bold Chinese is drawn with those, made heavier, and a file holds each once.
 */
export function isFullWidth(character: string): boolean {
  return fullWidth.test(character);
}

/** The glyph that a font has for a code point; undefined when it has none. */
export function glyphIn(font: TrueTypeFont, codePoint: number): Glyph | undefined {
  const index = font.glyphOf(codePoint);
  return index === undefined ? undefined : { font, index, width: font.widthOfGlyph(index) };
}

/** What one weight of text is set in: glyphs from one font or several. */
export class Typeface {
  /** Says how high and deep lines are, and draws what is missing. */
  readonly font: TrueTypeFont;
  readonly #find: (codePoint: number) => Glyph | undefined;
  readonly #found = new Map<number, Glyph>();

  /** @param find where a code point's glyph is; asked once for each that there is. */
  constructor(font: TrueTypeFont, find: (codePoint: number) => Glyph | undefined) {
    this.font = font;
    this.#find = find;
  }

  /** The glyph that draws a code point; undefined when there is none. */
  glyphOf(codePoint: number): Glyph | undefined {
    const known = this.#found.get(codePoint);
    if (known) return known;
    const glyph = this.#find(codePoint);
    if (glyph) this.#found.set(codePoint, glyph);
    return glyph;
  }

  /** The width of a text whose every character has a glyph, in thousandths of the font size. */
  advanceOf(text: string): number {
    let advance = 0;
    for (const character of text) advance += this.glyphOf(character.codePointAt(0) as number)?.width ?? 0;
    return advance;
  }

  /** The width of a text whose every character has a glyph, at a font size. */
  widthOfText(text: string, size: number): number {
    return (this.advanceOf(text) * size) / 1000;
  }
}
