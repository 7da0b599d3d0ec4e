import {
  beginText,
  endText,
  fill,
  type PDFDocument,
  PDFName,
  type PDFOperator,
  rectangle,
  setFillingRgbColor,
  setFontAndSize,
  setTextMatrix,
  showText,
} from 'pdf-lib';
import type { Mark } from './blocks.ts';
import type { EmbeddedFont, EmbedFont } from './embed-font.ts';
import { addFlateStream } from './flate-stream.ts';
import type { Weight } from './font-files.ts';
import type { Fonts } from './fonts.ts';
import { drawOutcomeIcon } from './outcome-icon.ts';
import { page, rounded } from './theme.ts';

const weights: readonly Weight[] = ['regular', 'bold'];

/** How far the baseline is below a line's top, in font sizes. */
const baseline = 1.07;

/** The characters that the marks show in each weight. */
function charactersByWeight(pages: readonly (readonly Mark[])[]): Record<Weight, Set<string>> {
  const characters = { regular: new Set<string>(), bold: new Set<string>() };
  for (const mark of pages.flat())
    if (mark.kind === 'text') for (const character of mark.text) characters[mark.style.weight].add(character);
  return characters;
}

/** Adds a page for each list of marks. Marks are measured from the top left of the page. */
export async function paintPages(
  pdf: PDFDocument,
  pages: readonly (readonly Mark[])[],
  fonts: Fonts,
  embed: EmbedFont,
): Promise<void> {
  const characters = charactersByWeight(pages);
  const embedded = new Map<Weight, EmbeddedFont>();
  for (const weight of weights)
    embedded.set(weight, await embed(pdf, weight, fonts[weight], characters[weight]));
  for (const marks of pages) {
    const sheet = pdf.addPage([page.width, page.height]);
    for (const [weight, font] of embedded) sheet.node.setFontDictionary(PDFName.of(weight), font.ref);
    const operators = marks.flatMap((mark) => paint(mark, embedded));
    const content = addFlateStream(pdf, Buffer.from(operators.join('\n'), 'latin1'));
    sheet.node.set(PDFName.of('Contents'), content);
  }
}

function paint(mark: Mark, fonts: ReadonlyMap<Weight, EmbeddedFont>): PDFOperator[] {
  const top = page.height - mark.y;
  switch (mark.kind) {
    case 'rule':
      return [
        setFillingRgbColor(...mark.colour),
        rectangle(...rounded(mark.x, top - mark.thickness, mark.width, mark.thickness)),
        fill(),
      ];
    case 'icon':
      return drawOutcomeIcon(
        mark.outcome,
        [mark.x + mark.size / 2, top - mark.size / 2],
        mark.size,
        mark.colour,
      );
    case 'text': {
      const { weight, size, colour } = mark.style;
      const font = fonts.get(weight);
      if (!font || mark.text === '') return [];
      return [
        beginText(),
        setFillingRgbColor(...colour),
        setFontAndSize(weight, size),
        setTextMatrix(1, 0, 0, 1, ...rounded(mark.x, top - baseline * size)),
        showText(font.encode(mark.text)),
        endText(),
      ];
    }
  }
}
