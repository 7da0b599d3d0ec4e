import {
  both,
  fieldLabels,
  outcomeMeanings,
  outcomes,
  separator,
  warningLabels,
  words,
} from '@kyc-china/core/labels';
import { outcomeOf } from '@kyc-china/core/outcome-of';
import type { Report } from '@kyc-china/core/report';
import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import { type Block, columns, icon, moved, paragraph, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { resultDetails } from './result-details.ts';
import { section } from './section.ts';
import { contentWidth, outcomeColours, styles } from './theme.ts';

/** What the submitted fields alone gave reason to doubt; no section when there is nothing. */
export function warningsSection({ reportMetadata: { warnings } }: Report, fonts: Fonts): Block[] {
  if (warnings.length === 0) return [];
  const rows = warnings.map(({ field, code, message }) =>
    stack(
      paragraph(
        [both(fieldLabels[field]), both(warningLabels[code])].join(separator),
        styles.body,
        contentWidth,
        fonts,
      ),
      space(1),
      paragraph(message, styles.detail, contentWidth, fonts),
    ),
  );
  return section(words.warnings, rows, fonts);
}

const legendOrder: readonly Outcome[] = [
  'matched',
  'unmatched',
  'notFound',
  'flagged',
  'clear',
  'data',
  'errored',
];

/** What the outcomes of this report mean: all of them in one block, so that it stays on one page. */
export function legendSection(report: Report, fonts: Fonts): Block[] {
  const { summary } = report;
  // Addresses have outcomes of their own.
  const shown = summary.ran.flatMap((id) => [
    outcomeOf(summary, id),
    ...resultDetails(report, id).map(({ outcome }) => outcome),
  ]);
  const present = new Set(shown);
  const cell = (text: string, from: number, to: number) =>
    moved(paragraph(text, styles.small, to - from - 8, fonts), from, 0);
  const rows = legendOrder
    .filter((outcome) => present.has(outcome))
    .map((outcome) =>
      stack(
        columns(
          moved(icon(outcome, 8, outcomeColours[outcome]), 2, 1.6),
          cell(both(outcomes[outcome]), 20, 125),
          cell(outcomeMeanings[outcome].en, 125, 330),
          cell(outcomeMeanings[outcome].zh, 330, contentWidth + 8),
        ),
        space(1),
      ),
    );
  return section(words.legend, [stack(...rows)], fonts);
}

/** How anybody can tell that the report is what was issued: English on the left, Chinese beside it. */
export function proofSection(fonts: Fonts): Block[] {
  // English takes more room.
  const [left, right] = [contentWidth * 0.6 - 8, contentWidth * 0.4 - 8];
  const rows = [words.proofOfJson, words.proofOfPdf].map(({ en, zh }) =>
    columns(
      paragraph(en, styles.small, left, fonts),
      moved(paragraph(zh, styles.small, right, fonts), left + 16, 0),
    ),
  );
  return section(words.proof, [stack(...rows.flatMap((row) => [row, space(3)]))], fonts);
}
