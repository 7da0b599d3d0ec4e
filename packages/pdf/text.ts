import type { Weight } from './font-files.ts';
import type { Fonts } from './fonts.ts';
import type { Typeface } from './typeface.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** How a text is set. */
export interface TextStyle {
  readonly weight: Weight;
  readonly size: number;
  readonly colour: Colour;
}

/** Height of a line, in font sizes: Noto's own ascent and descent are 1.45 together. */
export const leading = 1.45;

/** Characters that are drawn as nothing, or as nothing that a reader can see. */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{C}|\p{Z}/u;

/**
 * Returns a text that can be shown. A character that the typeface lacks or draws as nothing is replaced by its code point
 * (`[U+20BB7]`), and every run of white space by one space.
 */
export function visibleText(text: string, typeface: Typeface): string {
  let visible = '';
  for (const character of text.replace(/\s+/gu, ' ').trim()) {
    const codePoint = character.codePointAt(0) as number;
    const drawn =
      (character === ' ' || !invisible.test(character)) && typeface.glyphOf(codePoint) !== undefined;
    visible += drawn ? character : `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return visible;
}

/** Characters that are written without spaces: a line may end after any of these. */
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
/** A line must not begin with these (GB/T 15834-2011, 5.1.10), nor end with those. */
const closing = new Set('，。、；：？！）》〉】』」”’…·,.;:?!)]%');
const opening = new Set('（《〈【『「“‘([');

const digit = /[0-9]/;

/** Units that stay with their number, and the names of the clocks. */
const units = /^(?:km|s|UTC(?:\+8)?)(?![\p{L}\p{N}])/u;

function isUnit(characters: readonly string[], at: number): boolean {
  return units.test(characters.slice(at, at + 6).join(''));
}

/**
 * Returns the pieces of a text that a line break must not split. A piece after a space starts with the space. A line does not
 * break at a space between digits: it separates a date and a time. Nor before a unit.
 */
function pieces(text: string): string[] {
  const result: string[] = [];
  const characters = [...text];
  let previous = '';
  let wasIdeographic = false;
  for (const [index, character] of characters.entries()) {
    const isIdeographic = ideographic.test(character);
    const breaks =
      character === ' '
        ? !(
            digit.test(previous) &&
            (digit.test(characters[index + 1] ?? '') || isUnit(characters, index + 1))
          )
        : (isIdeographic || wasIdeographic) &&
          previous !== ' ' &&
          !closing.has(character) &&
          !opening.has(previous);
    if (breaks || result.length === 0) result.push(character);
    else result[result.length - 1] += character;
    previous = character;
    wasIdeographic = isIdeographic;
  }
  return result;
}

/** Splits a piece that is wider than a line, wherever a line is full. `room` is in thousandths of the size. */
function chop(piece: string, typeface: Typeface, room: number): string[] {
  const lines = [''];
  let taken = 0;
  for (const character of piece) {
    const advance = typeface.advanceOf(character);
    if (lines.at(-1) !== '' && taken + advance > room) {
      lines.push(character);
      taken = advance;
    } else {
      lines[lines.length - 1] += character;
      taken += advance;
    }
  }
  return lines;
}

/**
 * Breaks a text into lines no wider than `width`: between Han characters, at spaces, and elsewhere if necessary. A space at which a
 * line breaks stays at the line's end, and may exceed the width: without it, a copied or spoken text joins two words.
 */
export function wrapText(text: string, style: TextStyle, width: number, fonts: Fonts): string[] {
  const typeface = fonts[style.weight];
  const room = (width * 1000) / style.size;
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  for (const piece of pieces(visibleText(text, typeface))) {
    const advance = typeface.advanceOf(piece);
    if (taken + advance <= room) {
      line += piece;
      taken += advance;
      continue;
    }
    const tooLong = typeface.advanceOf(piece.trimStart()) > room;
    // A piece that is wider than any line starts on this line. Any other piece goes to the next line.
    if (line !== '' && !tooLong) lines.push(piece.startsWith(' ') ? `${line} ` : line);
    const chopped = chop(tooLong ? line + piece : piece.trimStart(), typeface, room);
    line = chopped.pop() ?? '';
    taken = typeface.advanceOf(line);
    lines.push(...chopped);
  }
  return [...lines, line];
}
