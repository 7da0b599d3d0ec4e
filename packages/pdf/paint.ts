import {
  beginText,
  concatTransformationMatrix,
  endMarkedContent,
  endText,
  fill,
  moveText,
  type PDFDocument,
  type PDFHexString,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  type PDFRef,
  type PDFString,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
  setFillingRgbColor,
  setFontAndSize,
  setLineWidth,
  setStrokingRgbColor,
  stroke,
} from 'pdf-lib';
import type { Furniture, Mark } from './blocks.ts';
import type { Element } from './element.ts';
import type { EmbeddedFont, EmbedFont } from './embed-font.ts';
import { addFlateStream } from './flate-stream.ts';
import type { Weight } from './font-files.ts';
import type { Fonts } from './fonts.ts';
import { drawOutcomeIcon } from './outcome-icon.ts';
import { addOutline, type Place, StructureTree } from './structure.ts';
import { colours, page, rounded } from './theme.ts';

const weights: readonly Weight[] = ['regular', 'bold'];

/** An offset of half a tenth of a point is invisible on screen and in print. */
const tenth = (length: number): number => Math.round(length * 10) / 10;

/** How far the baseline is below a line's top, in font sizes. */
const baseline = 1.07;

/** The characters that the marks show in each weight. */
function charactersByWeight(pages: readonly (readonly Mark[])[]): Record<Weight, Set<string>> {
  const characters = { regular: new Set<string>(), bold: new Set<string>() };
  for (const marks of pages)
    for (const mark of marks)
      if (mark.kind === 'text')
        for (const character of mark.text) characters[mark.style.weight].add(character);
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
  const structure = new StructureTree(pdf);
  const bookmarks: { title: string; place: Place }[] = [];
  for (const marks of pages) {
    const sheet = pdf.addPage([page.width, page.height]);
    for (const [weight, font] of embedded) sheet.node.setFontDictionary(PDFName.of(weight), font.ref);
    sheet.node.set(PDFName.of('StructParents'), PDFNumber.of(structure.startPage()));
    // For keyboard users, the tab order follows the structure.
    sheet.node.set(PDFName.of('Tabs'), PDFName.of('S'));
    const operators = paintMarks(marks, embedded, structure, sheet.ref);
    const content = addFlateStream(pdf, Buffer.from(withoutRepetition(operators), 'latin1'));
    sheet.node.set(PDFName.of('Contents'), content);
    for (const mark of marks)
      if (mark.kind === 'bookmark')
        bookmarks.push({
          title: mark.title,
          place: { page: sheet.ref, y: Math.round(page.height - mark.y + 6) },
        });
  }
  structure.finish();
  addOutline(pdf, bookmarks);
}

/** Operators that set one property. It is valid until it is set again. */
const settings = new Set<string>([
  PDFOperatorNames.NonStrokingColorRgb,
  PDFOperatorNames.StrokingColorRgb,
  PDFOperatorNames.SetLineWidth,
  PDFOperatorNames.SetLineCapStyle,
  PDFOperatorNames.SetLineJoinStyle,
  PDFOperatorNames.SetFontAndSize,
]);

/** Returns the content of a page, without operators that set a property to its current value: they would be a fifth of the stream. */
function withoutRepetition(operators: readonly PDFOperator[]): string {
  const current = new Map<string, string>();
  const lines: string[] = [];
  for (const line of operators.map(String)) {
    const name = line.slice(line.lastIndexOf(' ') + 1);
    if (name === PDFOperatorNames.PushGraphicsState || name === PDFOperatorNames.PopGraphicsState)
      current.clear();
    if (settings.has(name)) {
      if (current.get(name) === line) continue;
      current.set(name, line);
    }
    lines.push(line);
  }
  return lines.join('\n');
}

function partOf(mark: Mark): Element | undefined {
  return mark.kind === 'text' || mark.kind === 'code' ? mark.part : undefined;
}

/** Draws the marks of one page. Each paragraph is tagged with its place in the structure, and every other mark as decoration. */
function paintMarks(
  marks: readonly Mark[],
  fonts: ReadonlyMap<Weight, EmbeddedFont>,
  structure: StructureTree,
  sheet: PDFRef,
): PDFOperator[] {
  const operators: PDFOperator[] = [];
  for (let start = 0; start < marks.length; ) {
    const first = marks[start] as Mark;
    const part = partOf(first);
    const isTogether = (mark: Mark | undefined) =>
      mark && partOf(mark) === part && mark.furniture === first.furniture;
    let end = start + 1;
    while (isTogether(marks[end])) end++;
    const together = marks.slice(start, end);
    start = end;
    const painted = together.flatMap((mark) => paint(mark, fonts));
    if (painted.length === 0) continue;
    operators.push(part ? beginPart(part, together, structure, sheet) : beginDecoration(first.furniture));
    operators.push(...painted, endMarkedContent());
  }
  return operators;
}

/** Starts marked content with properties (PDF 32000-1, 14.6.2). */
function beginMarked(tag: string, properties: string): PDFOperator {
  return PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [
    PDFName.of(tag),
    `<<${properties}>>`,
  ] as never);
}

function beginPart(
  part: Element,
  marks: readonly Mark[],
  structure: StructureTree,
  sheet: PDFRef,
): PDFOperator {
  const figure = marks.find((mark) => mark.kind === 'code');
  const top = page.height - (figure?.y ?? 0);
  const area = figure && rounded(figure.x, top - figure.size, figure.x + figure.size, top);
  const number = structure.add(part, sheet, area);
  return beginMarked(part.tag, `/MCID ${number}`);
}

/** Says what kind of decoration it is (14.8.2.2): a screen reader leaves it out, and a converter can place a running head. */
function beginDecoration(furniture: Furniture | undefined): PDFOperator {
  return beginMarked('Artifact', furniture ? `/Type/Pagination/Subtype/${furniture}` : '/Type/Layout');
}

/** Draws the dark modules of a code as rectangles, with neighbors as one. Unlike an image, they are sharp at any size. */
function paintCode({ modules, size, x }: Mark & { kind: 'code' }, above: number): PDFOperator[] {
  const unit = size / modules.length;
  const operators = [
    pushGraphicsState(),
    setFillingRgbColor(...colours.black),
    // From here on, a module is 1 by 1 and rows count downwards: small, similar numbers compress well.
    concatTransformationMatrix(unit, 0, 0, -unit, ...rounded(x, above)),
  ];
  const isDrawn = modules.map((row) => row.map((isDark) => !isDark));
  for (const [top, row] of modules.entries())
    for (let from = 0; from < row.length; from++) {
      if (isDrawn[top]?.[from]) continue;
      let to = from;
      while (to < row.length && isDrawn[top]?.[to] === false) to++;
      let bottom = top;
      const isWhole = (line: readonly boolean[] | undefined) =>
        line?.slice(from, to).every((drawn) => !drawn) ?? false;
      while (isWhole(isDrawn[bottom])) isDrawn[bottom++]?.fill(true, from, to);
      operators.push(rectangle(from, top, to - from, bottom - top));
    }
  return [...operators, fill(), popGraphicsState()];
}

/** Shows a string in either of its forms: pdf-lib's own function accepts one of them. */
function showString(text: PDFString | PDFHexString): PDFOperator {
  return PDFOperator.of(PDFOperatorNames.ShowText, [text]);
}

function paint(mark: Mark, fonts: ReadonlyMap<Weight, EmbeddedFont>): PDFOperator[] {
  const top = page.height - mark.y;
  switch (mark.kind) {
    case 'bookmark':
      return [];
    case 'panel':
      return [
        setFillingRgbColor(...mark.colour),
        rectangle(...rounded(mark.x, top - mark.height, mark.width, mark.height)),
        fill(),
      ];
    case 'frame': {
      const half = mark.thickness / 2;
      const [left, low] = rounded(mark.x + half, top - mark.height + half);
      return [
        setStrokingRgbColor(...mark.colour),
        setLineWidth(mark.thickness),
        rectangle(left, low, ...rounded(mark.width - mark.thickness, mark.height - mark.thickness)),
        stroke(),
      ];
    }
    case 'code':
      return paintCode(mark, top);
    case 'icon':
      return drawOutcomeIcon(mark, [mark.x + mark.size / 2, top - mark.size / 2]);
    case 'text': {
      const { weight, size, colour } = mark.style;
      if (mark.text === '') return [];
      return [
        beginText(),
        setFillingRgbColor(...colour),
        moveText(tenth(mark.x), tenth(top - baseline * size)),
        setFontAndSize(weight, size),
        showString((fonts.get(weight) as EmbeddedFont).encode(mark.text)),
        endText(),
      ];
    }
  }
}
