import { outcomes, words } from '@kyc-china/core/labels';
import { isAdverse, outcomeOf } from '@kyc-china/core/outcome-of';
import type { Report } from '@kyc-china/core/report';
import {
  type Category,
  categories,
  definitionOf,
  type Label,
  placeOf,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import type { TaskSource } from '@kyc-china/core/task-source';
import {
  type Block,
  columns,
  decoration,
  icon,
  moved,
  panel,
  paragraph,
  rule,
  space,
  stack,
} from './blocks.ts';
import { statusOf } from './category-status.ts';
import type { Fonts } from './fonts.ts';
import { type Detail, errorDetails, resultDetails } from './result-details.ts';
import { section } from './section.ts';
import { sourceLabel, sourceTime } from './source-text.ts';
import type { TextStyle } from './text.ts';
import { colours, contentWidth, outcomeColours, styles } from './theme.ts';

/** The left edges of the columns of a row: icon, English name, Chinese name, source with time, outcome. */
const column = { icon: 6, en: 25, zh: 166, source: 306, outcome: 424 } as const;
const gutter = 9;

type Cell = readonly [text: string, style: TextStyle];

/** A column's cell: texts one below the other. */
function cell(texts: readonly Cell[], from: number, to: number, fonts: Fonts): Block {
  const lines = texts.filter(([text]) => text !== '');
  return moved(
    stack(...lines.map(([text, style]) => paragraph(text, style, to - from - gutter, fonts))),
    from,
    0,
  );
}

/** Returns the column heads, once for each category. */
function columnHeads(fonts: Fonts): Block {
  const head = ({ en, zh }: Label, from: number, to: number) =>
    cell([[`${en} ${zh}`, styles.small]], from, to, fonts);
  return decoration(
    stack(
      columns(
        head(words.subCheck, column.en, column.source),
        head(words.source, column.source, column.outcome),
        head(words.outcome, column.outcome, contentWidth + gutter),
      ),
      space(2),
      rule(contentWidth, colours.rule, 0.5),
      space(4),
    ),
  );
}

/** Returns the name of the category that continues at the top of a page. */
function continued(category: Label, fonts: Fonts): Block {
  const text = `${category.en} ${category.zh} (${words.continued.en} ${words.continued.zh})`;
  return stack(paragraph(text, { ...styles.label, weight: 'bold' }, contentWidth, fonts), space(3));
}

/** Returns the details below a sub-check: as wide as the row, or as its two names if they fit there. */
function detailBlock(detail: Detail, source: TaskSource | undefined, to: number, fonts: Fonts): Block {
  const { text, outcome } = detail;
  const indent = outcome ? 13 : 0;
  const sourceText = source
    ? `${text} | ${[sourceLabel(source), sourceTime(source)].filter(Boolean).join(', ')}`
    : text;
  const block = moved(
    paragraph(sourceText, styles.detail, to - column.en - indent - gutter, fonts),
    column.en + indent,
    1,
  );
  if (!outcome) return block;
  return columns(block, moved(icon(outcome, 8, outcomeColours[outcome]), column.en, 3.5));
}

/** Returns a sub-check's row: its name in both languages, its source and time, its outcome, and the details below. */
function subCheckRow(report: Report, id: SubCheckId, sources: readonly TaskSource[], fonts: Fonts): Block {
  const outcome = outcomeOf(report.summary, id);
  const { label, oncePerEntryOf } = definitionOf(id);
  const colour = outcomeColours[outcome];
  const own = sources.filter(({ task }) => task.subCheck === id);
  const [source] = own;
  // If there are several calls, each one is shown with its address.
  const from: Cell[] = oncePerEntryOf
    ? [
        [words.perAddress.en, styles.detail],
        [words.perAddress.zh, styles.detail],
      ]
    : [
        [sourceLabel(source), styles.detail],
        [sourceTime(source), styles.label],
      ];
  const known = [...resultDetails(report, id), ...errorDetails(report, id)];
  const detailsTo = (to: number) =>
    known.map((detail) => {
      const { addressIndex } = detail;
      const asked =
        addressIndex === undefined ? undefined : own.find(({ task }) => task.addressIndex === addressIndex);
      return detailBlock(detail, asked, to, fonts);
    });
  const [narrow, wide] = [detailsTo(column.source), detailsTo(contentWidth)];
  const beside = narrow.every(({ height }, index) => height === wide[index]?.height);
  const names = columns(
    cell([[label.en, styles.body]], column.en, column.zh, fonts),
    cell([[label.zh, styles.body]], column.zh, column.source, fonts),
  );
  const row = stack(
    columns(
      moved(icon(outcome, 12, colour), column.icon, 1.4),
      beside ? stack(names, ...narrow) : names,
      cell(from, column.source, column.outcome, fonts),
      cell(
        [
          [outcomes[outcome].en, { ...styles.body, weight: 'bold', colour }],
          [outcomes[outcome].zh, { ...styles.body, colour }],
        ],
        column.outcome,
        contentWidth + gutter,
        fonts,
      ),
    ),
    ...(beside ? [] : [space(1), ...wide]),
  );
  if (!isAdverse(outcome)) return row;
  const height = row.height + 6;
  return columns(
    panel(contentWidth, height, colours.alert),
    panel(3, height, colour),
    moved(row, 0, 3),
    space(height),
  );
}

/** Returns a section for each category with a sub-check that ran. */
export function categorySections(report: Report, sources: readonly TaskSource[], fonts: Fonts): Block[] {
  return (Object.keys(categories) as Category[]).flatMap((category) => {
    const ran = report.summary.ran.filter((id) => placeOf(id).category === category);
    const status = statusOf(report.summary, category);
    if (!status) return [];
    const [first, ...rest] = ran.map((id) => subCheckRow(report, id, sources, fonts));
    const heads = columnHeads(fonts);
    const opening = stack(heads, first ?? space(0));
    const resumption = stack(decoration(continued(categories[category], fonts)), heads);
    const others = rest.map((row) => ({ ...row, resumption }));
    return section(categories[category], [opening, ...others], fonts, status);
  });
}
