import { type PDFDocument, PDFHexString, PDFName, type PDFRef, PDFString } from 'pdf-lib';
import { cutFont } from './cut-font.ts';
import { addFlateStream } from './flate-stream.ts';
import type { Weight } from './font-files.ts';
import { TrueTypeFont } from './truetype.ts';

/** A font inside a PDF. */
export interface EmbeddedFont {
  readonly ref: PDFRef;
  /** A text as the string operand that shows it in this font. */
  encode(text: string): PDFHexString;
}

/** Puts a font into a PDF, fit to draw the given characters. */
export type EmbedFont = (
  pdf: PDFDocument,
  weight: Weight,
  font: TrueTypeFont,
  characters: ReadonlySet<string>,
) => Promise<EmbeddedFont>;

/** Six letters and a plus sign mark a subset (PDF 32000-1, 9.6.4). Fixed, so that equal reports are equal bytes. */
const fontNames: Record<Weight, string> = {
  regular: 'KYCCNR+NotoSansSC-Regular',
  bold: 'KYCCNB+NotoSansSC-Bold',
};

/** Symbolic (PDF 32000-1, table 123): the codes are glyph numbers, not characters of a standard encoding. */
const symbolic = 4;

/** The most entries in one block of a character map (Adobe Technical Note 5014). */
const entriesPerBlock = 100;

/** Cuts the font down to the characters with HarfBuzz and embeds the result whole. */
export const embedSubset: EmbedFont = async (pdf, weight, font, characters) => {
  const cut = await cutFont(font.bytes, characters);
  return embedTrueType(pdf, fontNames[weight], new TrueTypeFont(cut), characters);
};

/**
 * Embeds a TrueType file as it is, as a composite font whose codes are its glyph numbers (PDF 32000-1, 9.7).
 * @param characters those that will be shown: they get a width and can be copied and searched.
 * @throws RangeError when the font lacks one of them: text is never left out silently.
 */
export function embedTrueType(
  pdf: PDFDocument,
  name: string,
  font: TrueTypeFont,
  characters: ReadonlySet<string>,
): EmbeddedFont {
  const glyphs = new Map<string, number>();
  for (const character of [...characters].sort()) {
    const glyph = font.glyphOf(character.codePointAt(0) as number);
    if (glyph === undefined) throw new RangeError(`the font ${name} lacks a character that is to be shown`);
    glyphs.set(character, glyph);
  }
  const { context } = pdf;
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: symbolic,
    FontBBox: [...font.boundingBox],
    ItalicAngle: 0,
    Ascent: font.ascent,
    Descent: font.descent,
    CapHeight: font.capHeight,
    StemV: 80,
    FontFile2: addFlateStream(pdf, font.bytes, { Length1: font.bytes.length }),
  });
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
    CIDToGIDMap: 'Identity',
    FontDescriptor: context.register(descriptor),
    DW: 1000,
    W: widthsOf(font, [...new Set(glyphs.values())]),
  });
  const ref = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: PDFName.of('Identity-H'),
      DescendantFonts: [context.register(descendant)],
      ToUnicode: addFlateStream(pdf, Buffer.from(toUnicodeMap(glyphs), 'latin1')),
    }),
  );
  return {
    ref,
    encode: (text) =>
      PDFHexString.of(Array.from(text, (character) => code(glyphs.get(character) ?? 0)).join('')),
  };
}

/** The W array: runs of neighbouring glyphs. Han glyphs are as wide as the default and stay out. */
function widthsOf(font: TrueTypeFont, glyphs: number[]): (number | number[])[] {
  const widths: (number | number[])[] = [];
  let run: number[] = [];
  let expected = -1;
  for (const glyph of glyphs.sort((a, b) => a - b)) {
    const width = font.widthOfGlyph(glyph);
    if (width === 1000) continue;
    if (glyph !== expected) {
      run = [];
      widths.push(glyph, run);
    }
    run.push(width);
    expected = glyph + 1;
  }
  return widths;
}

function code(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function utf16(character: string): string {
  return Array.from({ length: character.length }, (_, index) => code(character.charCodeAt(index))).join('');
}

/** What each glyph number means as text, so that the report can be copied, searched and read aloud. */
function toUnicodeMap(glyphs: ReadonlyMap<string, number>): string {
  const entries = [...glyphs].map(([character, glyph]) => `<${code(glyph)}> <${utf16(character)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < entries.length; start += entriesPerBlock) {
    const block = entries.slice(start, start + entriesPerBlock);
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
