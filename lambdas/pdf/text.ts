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

/** Drawn as nothing, or as something that a reader cannot tell from nothing. */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{C}|\p{Z}/u;

/**
 * A text as it can be shown: what the typeface lacks, or would draw as nothing, stands there as its code point
 * (`[U+20BB7]`), and every run of white space is one space.
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

/** Written without spaces: a line may end after any of these. */
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
/** A line must not begin with these (GB/T 15834-2011, 5.1.10), nor end with those. */
const closing = new Set('，。、；：？！）》〉】』」”’…·,.;:?!)]%');
const opening = new Set('（《〈【『「“‘([');

/** The pieces of a text that a line break must not take apart; a piece after a space begins with it. */
function pieces(text: string): string[] {
  const result: string[] = [];
  let previous = '';
  for (const character of text) {
    const breaks =
      character === ' ' ||
      ((ideographic.test(character) || ideographic.test(previous)) &&
        previous !== ' ' &&
        !closing.has(character) &&
        !opening.has(previous));
    if (breaks || result.length === 0) result.push(character);
    else result[result.length - 1] += character;
    previous = character;
  }
  return result;
}

/** Takes a piece that is wider than a line apart, wherever a line is full. */
function chop(piece: string, typeface: Typeface, size: number, width: number): string[] {
  const lines = [''];
  for (const character of piece) {
    const extended = lines.at(-1) + character;
    if (lines.at(-1) !== '' && typeface.widthOfText(extended, size) > width) lines.push(character);
    else lines[lines.length - 1] = extended;
  }
  return lines;
}

/** Breaks a text into lines no wider than `width`: between Han characters, at spaces, and else where it must. */
export function wrapText(text: string, style: TextStyle, width: number, fonts: Fonts): string[] {
  const typeface = fonts[style.weight];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(visibleText(text, typeface))) {
    if (typeface.widthOfText(line + piece, style.size) <= width) {
      line += piece;
      continue;
    }
    const tooLong = typeface.widthOfText(piece.trimStart(), style.size) > width;
    // What no line can hold whole begins on this one; anything else goes to the next.
    if (line !== '' && !tooLong) lines.push(line);
    const chopped = chop(tooLong ? line + piece : piece.trimStart(), typeface, style.size, width);
    line = chopped.pop() ?? '';
    lines.push(...chopped);
  }
  return [...lines, line];
}
