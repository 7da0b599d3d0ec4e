import type { SubmittedFields } from '../domain/masking.ts';
import type { Report } from '../domain/report.ts';
import { type InputField, inputFields, type Label } from '../domain/sub-checks/catalogue.ts';
import type { Outcome } from '../domain/sub-checks/findings.ts';
import { type Block, columns, icon, moved, paragraph, rule, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { addressTypes, both, fieldLabels, outcomes, separator, title, words } from './labels.ts';
import { grid, labelled, section } from './section.ts';
import { colours, contentWidth, outcomeColours, styles } from './theme.ts';

/** Title, and what identifies the report. */
export function titleBlock({ reportMetadata }: Report, fonts: Fonts): Block {
  const half = contentWidth / 2;
  const cell = (label: string, value: string) =>
    labelled(label, value, { width: half - 12, labelWidth: 112 }, fonts);
  return stack(
    paragraph(title.en, styles.title, contentWidth, fonts),
    paragraph(title.zh, { ...styles.title, size: 13.5 }, contentWidth, fonts),
    space(7),
    rule(contentWidth, colours.navy, 1.6),
    space(9),
    labelled(
      both(words.reportId),
      reportMetadata.reportId,
      { width: contentWidth, labelWidth: 112, style: { ...styles.body, weight: 'bold' } },
      fonts,
    ),
    space(3),
    grid(
      [
        cell(both(words.requestedAt), reportMetadata.requestedAt),
        cell(both(words.completedAt), reportMetadata.completedAt),
        cell(both(words.upstreamCalls), String(reportMetadata.upstreamCalls)),
      ],
      2,
      half,
      3,
    ),
  );
}

const tiles = ['matched', 'unmatched', 'notFound', 'flagged', 'errored'] as const satisfies Outcome[];

/** How many sub-checks ran, and how many came out in each way: the counts add up to the first. */
export function summarySection({ summary }: Report, fonts: Fonts): Block[] {
  const width = contentWidth / (tiles.length + 2);
  const tile = (count: number, label: Label, outcome?: Outcome) => {
    const colour = count > 0 ? colours.ink : colours.muted;
    const figure = paragraph(String(count), { ...styles.figure, colour }, width - 24, fonts);
    return stack(
      outcome
        ? columns(
            moved(icon(outcome, 13, count > 0 ? outcomeColours[outcome] : colours.rule), 0, 6),
            moved(figure, 18, 0),
          )
        : figure,
      space(1),
      paragraph(label.en, { ...styles.label, colour }, width - 4, fonts),
      paragraph(label.zh, { ...styles.label, colour }, width - 4, fonts),
    );
  };
  const counted = tiles.reduce((sum, outcome) => sum + summary[outcome].length, 0);
  const cells = [
    tile(summary.ran.length, words.ran),
    ...tiles.map((outcome) => tile(summary[outcome].length, outcomes[outcome], outcome)),
    tile(summary.ran.length - counted, words.undisputed),
  ];
  return section(words.summary, [grid(cells, cells.length, width, 0)], fonts);
}

/** A masked field as text. Addresses have rows of their own. */
function shown(field: InputField, submitted: SubmittedFields): string | undefined {
  if (field === 'addressesToVerify') return undefined;
  if (field === 'facePhoto') return submitted.facePhoto && both(words.photoSent);
  const value = submitted[field];
  return value === words.longTerm.zh ? both(words.longTerm) : value;
}

/** The masked fields, two to a row, and the addresses. */
export function submittedSection({ submitted }: Report, fonts: Fonts): Block[] {
  const half = contentWidth / 2;
  const cells = inputFields.flatMap((field) => {
    const value = shown(field, submitted);
    return value === undefined
      ? []
      : [labelled(both(fieldLabels[field]), value, { width: half - 12, labelWidth: 112 }, fonts)];
  });
  const addresses = (submitted.addressesToVerify ?? []).map(({ type, city, address }, index) =>
    stack(
      space(index === 0 && cells.length === 0 ? 0 : 3),
      labelled(
        `${fieldLabels.addressesToVerify.en} ${index + 1} ${fieldLabels.addressesToVerify.zh}`,
        [both(addressTypes[type]), city, address].join(separator),
        { width: contentWidth, labelWidth: 112 },
        fonts,
      ),
    ),
  );
  const fields = cells.length > 0 ? [grid(cells, 2, half, 3)] : [];
  return section(words.submitted, [stack(...fields, ...addresses)], fonts);
}
