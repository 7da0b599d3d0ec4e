import {
  both,
  decisionHeadings,
  decisionLooks,
  decisionNote,
  fieldLabels,
  outcomes,
  reasonLabel,
  separator,
  warningLabels,
  words,
} from '@kyc-china/core/labels';
import { isAdverse, outcomeOf } from '@kyc-china/core/outcome-of';
import type { Report } from '@kyc-china/core/report';
import {
  type Category,
  categories,
  definitionOf,
  type Label,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import type { TaskSource } from '@kyc-china/core/task-source';
import { providerLabelOf } from '@kyc-china/providers/provider-labels';
import { type Block, columns, frame, icon, moved, panel, paragraph, space, stack } from './blocks.ts';
import { statusOf } from './category-status.ts';
import type { Fonts } from './fonts.ts';
import { resultDetails } from './result-details.ts';
import { grid, section } from './section.ts';
import type { TextStyle } from './text.ts';
import { colours, contentWidth, outcomeColours, styles } from './theme.ts';

const inset = 12;
const textLeft = 48;
const textWidth = contentWidth - textLeft - inset;

/** Returns the adverse findings, one below the other, in the words of the rows further down. */
function adverseFindings(report: Report, fonts: Fonts): Block[] {
  const { summary } = report;
  return summary.ran
    .filter((id) => isAdverse(outcomeOf(summary, id)))
    .map((id) => {
      const outcome = outcomeOf(summary, id);
      const colour = outcomeColours[outcome];
      const name = stack(
        paragraph(
          `${outcomes[outcome].en}: ${definitionOf(id).label.en}`,
          { ...styles.body, weight: 'bold', colour },
          textWidth,
          fonts,
        ),
        paragraph(
          `${outcomes[outcome].zh}：${definitionOf(id).label.zh}`,
          { ...styles.detail, colour },
          textWidth,
          fonts,
        ),
        ...resultDetails(report, id).map(({ text }) => paragraph(text, styles.detail, textWidth, fonts)),
      );
      return stack(columns(moved(icon(outcome, 15, colour), 20, 4), moved(name, textLeft, 0)), space(6));
    });
}

/** The most sub-checks that one reason names: the rows further down name all. */
const mostNames = 2;

/** Returns the reasons that the findings below do not show, in both languages, each with what it is about. */
function otherReasons({ decision, summary }: Report): string[] {
  const isShown = (check: SubCheckId | undefined) =>
    check !== undefined && isAdverse(outcomeOf(summary, check));
  const byCode = Map.groupBy(
    decision.reasons.filter(({ check }) => !isShown(check)),
    ({ code, message }) => `${code} ${message}`,
  );
  return [...byCode.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    const { en, zh } = reasonLabel(first);
    const text = en === zh ? en : `${en} ${zh}`;
    const checks = [first, ...rest].flatMap(({ check }) => check ?? []);
    if (checks.length === 0) return [text];
    const names = checks.map((check) => both(definitionOf(check).label)).join(separator);
    return [checks.length > mostNames ? `${checks.length} × ${text}` : `${names}: ${text}`];
  });
}

/**
 * Returns the recommendation, its policy and its reasons. A fail is white on a dark field. Adverse findings are listed below,
 * each with its details, in a heavy frame.
 */
function banner(report: Report, fonts: Fonts): Block {
  const { outcome, policy } = report.decision;
  const shownAs = decisionLooks[outcome];
  const isFail = outcome === 'fail';
  const colour = outcomeColours[shownAs];
  const [ink, paper] = isFail ? [colours.white, colour] : [colour, colours.pale];
  const heading = decisionHeadings[outcome];
  const line = (text: string, style: TextStyle) =>
    paragraph(text, { ...style, colour: ink }, textWidth, fonts);
  const small = { ...styles.label, colour: isFail ? colours.white : colours.ink };
  const sentence = stack(
    line(heading.en, styles.decision),
    line(heading.zh, { ...styles.decision, size: 11.5 }),
    space(2),
    ...otherReasons(report).map((text) => paragraph(text, small, textWidth, fonts)),
    paragraph(`${both(words.policy)} ${policy}${separator}${both(decisionNote)}`, small, textWidth, fonts),
  );
  const height = sentence.height + 16;
  const head = columns(
    panel(contentWidth, height, paper),
    ...(isFail ? [] : [panel(5, height, colour)]),
    moved(icon(shownAs, 28, ink, paper), 13, height / 2 - 14),
    moved(sentence, textLeft, 8),
  );
  const findings = adverseFindings(report, fonts);
  if (findings.length === 0) return head;
  const whole = stack(head, space(7), ...findings);
  return columns(whole, frame(contentWidth, whole.height, colour, 1.6));
}

/** Returns the notice that no real source was called. Such a report proves nothing, and the small print is not enough to say so. */
function simulationNotice(sources: readonly TaskSource[], fonts: Fonts): Block[] {
  const simulated = sources.some(({ provider }) => provider && providerLabelOf(provider).simulated);
  if (!simulated) return [];
  const style = { ...styles.detail, weight: 'bold' } as const;
  const text = stack(
    paragraph(words.simulated.en, style, contentWidth - 2 * inset, fonts),
    paragraph(words.simulated.zh, styles.detail, contentWidth - 2 * inset, fonts),
  );
  const height = text.height + 8;
  return [
    space(6),
    columns(frame(contentWidth, height, colours.ink, 1), moved(text, inset, 4), space(height)),
  ];
}

/** Returns the warnings by name. Later pages explain them, but a reader of the first page must know of them. */
function warningsNotice({ reportMetadata: { warnings } }: Report, fonts: Fonts): Block[] {
  if (warnings.length === 0) return [];
  const each = warnings.map(({ field, code }) => `${both(fieldLabels[field])}: ${both(warningLabels[code])}`);
  return [
    space(6),
    paragraph(
      `${both(words.warnings)}: ${warnings.length} (${both(words.warningsBelow)})`,
      { ...styles.detail, weight: 'bold' },
      contentWidth,
      fonts,
    ),
    paragraph(each.join(separator), styles.detail, contentWidth, fonts),
  ];
}

/** Returns the sub-checks that the service does not offer: none of the counts includes them. */
function notOfferedNotice({ summary: { notOffered } }: Report, fonts: Fonts): Block[] {
  if (notOffered.length === 0) return [];
  const labels = notOffered.map((id) => both(definitionOf(id).label));
  return [
    space(6),
    paragraph(`${both(words.notOffered)}: ${labels.join(separator)}`, styles.detail, contentWidth, fonts),
  ];
}

const tiles = ['matched', 'unmatched', 'notFound', 'flagged', 'errored'] as const satisfies Outcome[];

/** Returns how many sub-checks ran and how many have each outcome: the counts add up to the first number. */
function counts({ summary }: Report, fonts: Fonts): Block {
  const width = contentWidth / (tiles.length + 2);
  const tile = (count: number, label: Label, outcome?: Outcome) => {
    const colour = count > 0 ? colours.ink : colours.muted;
    const figure = paragraph(String(count), { ...styles.figure, colour }, width - 24, fonts);
    const head = outcome
      ? columns(
          moved(icon(outcome, 13, count > 0 ? outcomeColours[outcome] : colours.faint), 0, 5),
          moved(figure, 18, 0),
        )
      : figure;
    return stack(
      head,
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
  return grid(cells, cells.length, width, 0);
}

/** Returns every category, requested or not, with its status as an icon and as text. */
function categoryStrip({ summary }: Report, fonts: Fonts): Block {
  const names = Object.keys(categories) as Category[];
  const gap = 8;
  const width = (contentWidth - gap * (names.length - 1)) / names.length;
  const text = (value: string, style: TextStyle) => paragraph(value, style, width - 40, fonts);
  const contents = names.map((category) => {
    const status = statusOf(summary, category);
    const colour = status ? outcomeColours[status.outcome] : colours.muted;
    const label = status ? outcomes[status.outcome] : words.notAsked;
    const share = status ? ` ${status.count}/${status.total}` : '';
    const name = categories[category];
    return columns(
      ...(status ? [moved(icon(status.outcome, 20, colour), 8, 12)] : []),
      moved(
        stack(
          text(name.en, { ...styles.body, weight: 'bold' }),
          text(name.zh, styles.label),
          text(label.en + share, { ...styles.body, weight: 'bold', colour }),
          text(label.zh + share, { ...styles.label, colour }),
        ),
        36,
        5,
      ),
    );
  });
  const height = Math.max(...contents.map((content) => content.height)) + 5;
  return columns(
    ...contents.map((content, index) =>
      moved(columns(frame(width, height, colours.faint, 0.8), content), index * (width + gap), 0),
    ),
  );
}

/** Returns the summary of the report: the decision, the adverse findings, the counts, and each category. */
export function decisionSection(report: Report, sources: readonly TaskSource[], fonts: Fonts): Block[] {
  const rows = [
    banner(report, fonts),
    ...simulationNotice(sources, fonts),
    ...warningsNotice(report, fonts),
    ...notOfferedNotice(report, fonts),
    space(9),
    counts(report, fonts),
    space(9),
    categoryStrip(report, fonts),
  ];
  return section(words.summary, [stack(...rows)], fonts);
}
