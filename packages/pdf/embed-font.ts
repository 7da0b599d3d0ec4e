import { type PDFDocument, type PDFHexString, PDFName, type PDFRef, PDFString } from 'pdf-lib';
import { addFlateStream } from './flate-stream.ts';
import type { Weight } from './font-files.ts';
import { subsetFont } from './subset-font.ts';
import type { Glyph, Typeface } from './typeface.ts';

/** A font inside a PDF. */
export interface EmbeddedFont {
  readonly ref: PDFRef;
  /** A text as the string operand that shows it in this font. */
  encode(text: string): PDFString | PDFHexString;
}

/** Puts a font into a PDF, fit to draw the given characters. */
export type EmbedFont = (
  pdf: PDFDocument,
  weight: Weight,
  typeface: Typeface,
  characters: ReadonlySet<string>,
) => EmbeddedFont | Promise<EmbeddedFont>;

/** Six letters and a plus sign mark a subset (PDF 32000-1, 9.6.4). Fixed, so that equal reports are equal bytes. */
const fontNames: Record<Weight, string> = {
  regular: 'KYCCNR+NotoSansSC-Regular',
  bold: 'KYCCNB+NotoSansSC-Bold',
};

/** Symbolic (PDF 32000-1, table 123): the codes are glyph numbers, not characters of a standard encoding. */
const symbolic = 4;

/**
 * Embeds the glyphs of the characters as a composite font whose codes are its glyph numbers (PDF 32000-1, 9.7):
 * they count from 1 on in the order of the characters, so equal texts are equal bytes.
 * @param characters those that will be shown: they get a width and can be copied and searched.
 * @throws RangeError when the typeface lacks one of them: text is never left out silently.
 */
export const embedSubset: EmbedFont = (pdf, weight, typeface, characters) => {
  const shown = [...characters].sort();
  const glyphs = shown.map((character) => {
    const glyph = typeface.glyphOf(character.codePointAt(0) as number);
    if (!glyph) throw new RangeError(`the ${weight} typeface lacks a character that is to be shown`);
    return glyph;
  });
  const { font } = typeface;
  const file = subsetFont([{ font, index: 0, width: font.widthOfGlyph(0) }, ...glyphs]);
  const name = fontNames[weight];
  const { ascent, descent, capHeight, boundingBox } = font.metrics;
  const { context } = pdf;
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: symbolic,
    FontBBox: [...boundingBox],
    ItalicAngle: 0,
    Ascent: ascent,
    Descent: descent,
    CapHeight: capHeight,
    StemV: 80,
    FontFile2: addFlateStream(pdf, file, { Length1: file.length }),
  });
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
    CIDToGIDMap: 'Identity',
    FontDescriptor: context.register(descriptor),
    DW: 1000,
    W: widthsOf(glyphs),
  });
  const ref = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: PDFName.of('Identity-H'),
      DescendantFonts: [context.register(descendant)],
      ToUnicode: addFlateStream(pdf, Buffer.from(toUnicodeMap(shown), 'latin1')),
    }),
  );
  const codes = new Map(shown.map((character, index) => [character, operandOf(index + 1)]));
  const missing = operandOf(0);
  return {
    ref,
    encode: (text) => {
      let operand = '';
      for (const character of text) operand += codes.get(character) ?? missing;
      return PDFString.of(operand);
    },
  };
};

/** The W array: runs of neighbours. Han glyphs are as wide as the default and stay out. */
function widthsOf(glyphs: readonly Glyph[]): (number | number[])[] {
  const widths: (number | number[])[] = [];
  let run: number[] | undefined;
  for (const [index, { width }] of glyphs.entries()) {
    if (width === 1000) run = undefined;
    else if (run) run.push(width);
    else {
      run = [width];
      widths.push(index + 1, run);
    }
  }
  return widths;
}

/** Characters that a string in parentheses holds only with a backslash before them (PDF 32000-1, 7.3.4.2). */
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '(': '\\(',
  ')': '\\)',
  '\r': '\\r',
  '\n': '\\n',
};

/** Returns a glyph's code in a string in parentheses: half of the bytes of hexadecimal digits. */
function operandOf(value: number): string {
  return [value >> 8, value & 0xff]
    .map((byte) => String.fromCharCode(byte))
    .map((character) => escapes[character] ?? character)
    .join('');
}

function code(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function utf16(character: string): string {
  return Array.from({ length: character.length }, (_, index) => code(character.charCodeAt(index))).join('');
}

/** The most characters that one block may map (Adobe Technical Note 5014). */
const charactersPerBlock = 100;

/** What each code, from 1 on, means as text, so that the report can be copied, searched and read aloud. */
function toUnicodeMap(characters: readonly string[]): string {
  const meanings = ['\ufffd', ...characters].map((character, at) => `<${code(at)}> <${utf16(character)}>`);
  const blocks: string[] = [];
  for (let first = 0; first < meanings.length; first += charactersPerBlock) {
    const block = meanings.slice(first, first + charactersPerBlock);
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar');
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <FFFF> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}
