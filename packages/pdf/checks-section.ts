import { isAdverse, outcomeOf } from '@kyc-china/core/outcome-of';
import type { Report } from '@kyc-china/core/report';
import { definitionOf, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, columns, icon, moved, panel, space } from './blocks.ts';
import { factOf } from './facts.ts';
import type { Fonts } from './fonts.ts';
import { notCheckedIn } from './not-checked.ts';
import { section } from './section.ts';
import { bilingual, columnsOf, type Row, tableRows } from './table.ts';
import { colours, contentWidth, outcomeColours, styles } from './theme.ts';
import { printedOutcomes, printedWords } from './words.ts';

const iconLeft = 5;
const layout = columnsOf(
  [
    [printedWords.check, 184],
    [printedWords.result, 86],
    [printedWords.finding, contentWidth - 294 + 8],
  ],
  24,
);

function ranRow(report: Report, id: (typeof subCheckIds)[number]): Row {
  const outcome = outcomeOf(report.summary, id);
  const colour = outcomeColours[outcome];
  return {
    cells: [
      bilingual(definitionOf(id).label),
      bilingual(printedOutcomes[outcome], { ...styles.body, weight: 'bold', colour }),
      bilingual(factOf(report, id)),
    ],
    decorate: (row) => {
      const mark = moved(icon(outcome, 13, colour), iconLeft, 5);
      if (!isAdverse(outcome)) return columns(mark, row);
      const height = row.height + 3;
      return columns(
        panel(contentWidth, height, colours.alert),
        panel(3, height, colour),
        moved(mark, 0, 1.5),
        moved(row, 0, 1.5),
        space(height),
      );
    },
  };
}

/** Returns the table of every check: those that ran, with what came of them, and those that did not, with the reason. */
export function checksSection(report: Report, fonts: Fonts): Block[] {
  const notChecked = new Map(notCheckedIn(report).map(({ id, why }) => [id, why]));
  const quiet = { ...styles.body, colour: colours.muted };
  const rows = subCheckIds.flatMap((id): Row[] => {
    if (report.summary.ran.includes(id)) return [ranRow(report, id)];
    const why = notChecked.get(id);
    if (!why) return [];
    return [
      {
        cells: [definitionOf(id).label, printedWords.notChecked, why].map((label) => bilingual(label, quiet)),
      },
    ];
  });
  const { checks } = printedWords;
  return section(checks, tableRows(layout, rows, fonts, checks), fonts);
}
