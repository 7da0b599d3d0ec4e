import { both, fieldLabels, separateConsentLabels, words } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import { type InputField, inputFields, type Label } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, columns, lineHeight, moved, paragraph, space, stack, textIn } from './blocks.ts';
import type { Element } from './element.ts';
import type { Fonts } from './fonts.ts';
import type { PrintedReport } from './printed-report.ts';
import { bookmark } from './section.ts';
import { contentWidth, styles } from './theme.ts';
import { bothTimes } from './times.ts';
import { printedWords } from './words.ts';

const gap = 16;
const half = (contentWidth - gap) / 2;
const labelWidth = 92;
const style = { ...styles.body, size: 8 };

type Entry = readonly [label: Label, ...values: string[]];

/** Returns labels and values as the rows of a table. Each label is the head of its row. */
function rows(entries: readonly Entry[], width: number, fonts: Fonts): Block[] {
  const table: Element = { tag: 'Table' };
  return entries.map(([label, ...values]) => {
    const row: Element = { tag: 'TR', parent: table };
    const head: Element = { tag: 'TH', parent: row, scope: 'Row' };
    const cell: Element = { tag: 'TD', parent: row };
    const text = (value: string) => textIn(cell, value, style, width - labelWidth, fonts);
    return stack(
      columns(
        moved(textIn(head, both(label), styles.small, labelWidth - 4, fonts), 0, 0.5),
        moved(stack(...values.map(text)), labelWidth, 0),
      ),
      space(0.4),
    );
  });
}

/** Returns a list of labels and values in half of the page's width. */
function list(heading: Label, entries: readonly Entry[], fonts: Fonts): Block {
  return stack(
    bookmark(both(heading)),
    paragraph(both(heading), styles.section, half, fonts, { tag: 'H2' }),
    space(1),
    ...rows(entries, half, fonts),
  );
}

/** A value that takes more lines of half a page than this has the whole width. */
const mostLines = 2;

function isLong(entry: Entry, fonts: Fonts): boolean {
  const [row] = rows([entry], half, fonts);
  return row !== undefined && row.height > mostLines * lineHeight(style) + 1;
}

/** Returns the masked fields of the person, in the request's order. Addresses have a table of their own. */
function personEntries({ submitted }: Report): Entry[] {
  return inputFields.flatMap((field: InputField): Entry[] => {
    if (field === 'addressesToVerify') return [];
    if (field === 'facePhoto')
      return submitted.facePhoto ? [[fieldLabels[field], both(words.photoSent)]] : [];
    const value = submitted[field];
    if (value === undefined) return [];
    return [[fieldLabels[field], value === words.longTerm.zh ? both(words.longTerm) : value]];
  });
}

/** Returns who asked for the report, for what, on which ground, and when. */
function orderEntries({ report, requestedBy }: PrintedReport): Entry[] {
  const { requestedAt, completedAt, clientReference, consent, rerunOf } = report.reportMetadata;
  const none = both(printedWords.notStated);
  const separate = (consent?.separate ?? []).map((one) => separateConsentLabels[one]);
  const consents =
    separate.length === 0
      ? []
      : [separate.map(({ en }) => en).join(', '), separate.map(({ zh }) => zh).join('、')];
  return [
    [printedWords.requestedBy, requestedBy ?? none],
    [printedWords.reference, clientReference ?? none],
    [printedWords.purpose, consent?.purpose ?? none],
    consent
      ? [words.consent, ...bothTimes(consent.obtainedAt).slice(0, 1), ...consents]
      : [words.consent, none],
    ...(consent?.reference === undefined
      ? []
      : [[printedWords.consentReference, consent.reference] as const]),
    [printedWords.requestedAt, ...bothTimes(requestedAt)],
    [printedWords.completedAt, ...bothTimes(completedAt).slice(0, 1)],
    ...(rerunOf === undefined ? [] : [[printedWords.rerunOf, rerunOf] as const]),
  ];
}

/** Returns who was checked, and who asked for it: side by side, the person first. Long texts of the request are below. */
export function orderSection(printed: PrintedReport, fonts: Fonts): Block {
  const entries = orderEntries(printed);
  const [long, short] = [true, false].map((wanted) =>
    entries.filter((entry) => isLong(entry, fonts) === wanted),
  ) as [Entry[], Entry[]];
  const person = list(printedWords.person, personEntries(printed.report), fonts);
  const order = list(printedWords.order, short, fonts);
  const block = stack(columns(person, moved(order, half + gap, 0)), ...rows(long, contentWidth, fonts));
  return { ...block, lead: space(4) };
}
