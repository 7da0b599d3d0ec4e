import { both } from '@kyc-china/core/labels';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, columns, decoration, moved, paragraph, rule, space, stack, textIn } from './blocks.ts';
import { type Element, languageRuns } from './element.ts';
import type { Fonts } from './fonts.ts';
import type { TextStyle } from './text.ts';
import { colours, contentWidth, styles } from './theme.ts';

/** A column: its head, its left edge, and the width of its texts. */
export interface Column {
  readonly head: Label;
  readonly left: number;
  readonly width: number;
}

/** A paragraph of a cell. */
export type CellText = readonly [text: string, style: TextStyle];

export interface Row {
  /** One for each column. The first one is the head of the row. */
  readonly cells: readonly (readonly CellText[])[];
  /** Draws what is around and beside the texts of the row. */
  readonly decorate?: (row: Block) => Block;
}

/** Returns columns one beside the other, with a gap between them. */
export function columnsOf(heads: readonly (readonly [head: Label, width: number])[], left = 0): Column[] {
  let at = left;
  return heads.map(([head, width]) => {
    const column = { head, left: at, width: width - gutter };
    at += width;
    return column;
  });
}

const gutter = 8;

/** Returns a label's texts, one below the other. Chinese is smaller, and never bold: a bold character costs a glyph more. */
export function bilingual({ en, zh }: Label, style: TextStyle = styles.body): CellText[] {
  const chinese = { ...style, weight: 'regular', size: style.size - 0.5 } as const;
  return en === zh
    ? [[en, style]]
    : [
        [en, style],
        [zh, chinese],
      ];
}

function cellBlock(texts: readonly CellText[], { left, width }: Column, cell: Element, fonts: Fonts): Block {
  const isEnglish = texts.every(([text]) => languageRuns(text).every(({ language }) => language === 'en'));
  const element: Element = isEnglish ? { ...cell, language: 'en' } : cell;
  const lines = texts.map(([text, style]) => textIn(element, text, style, width, fonts));
  return moved(stack(...lines), left, 0);
}

/**
 * Returns a table's rows as blocks to place one after the other. The first one has the heads of the columns. On a later page, they
 * are repeated as decoration: a screen reader knows them from the first.
 * @param before the name of the table, where it continues on another page.
 */
export function tableRows(
  layout: readonly Column[],
  rows: readonly Row[],
  fonts: Fonts,
  before: Label,
): Block[] {
  const table: Element = { tag: 'Table' };
  const body: Element = { tag: 'TBody', parent: table };
  const headRow: Element = { tag: 'TR', parent: { tag: 'THead', parent: table } };
  const heads = stack(
    columns(
      ...layout.map((column) => {
        const head: Element = { tag: 'TH', parent: headRow, scope: 'Column' };
        return cellBlock([[both(column.head), styles.small]], column, head, fonts);
      }),
    ),
    space(1.5),
    rule(contentWidth, colours.rule, 0.5),
    space(2.5),
  );
  const name = paragraph(continued(before), styles.small, contentWidth, fonts);
  const resumption = decoration(stack(name, space(2), heads));
  return rows.map(({ cells, decorate = (block) => block }, index) => {
    const row: Element = { tag: 'TR', parent: body };
    const block = columns(
      ...layout.map((column, at) => {
        const cell: Element =
          at === 0 ? { tag: 'TH', parent: row, scope: 'Row' } : { tag: 'TD', parent: row };
        return cellBlock(cells[at] ?? [], column, cell, fonts);
      }),
    );
    const whole = decorate(block);
    return index > 0 ? { ...whole, resumption } : stack(heads, whole);
  });
}

function continued({ en, zh }: Label): string {
  return `${en} (continued) ${zh}（续）`;
}
