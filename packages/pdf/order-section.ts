import { both, fieldLabels, separateConsentLabels, words } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import { type InputField, inputFields, type Label } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, columns, moved, paragraph, space, stack, textIn } from './blocks.ts';
import type { Element } from './element.ts';
import type { Fonts } from './fonts.ts';
import { earlierReportOf, type PrintedReport } from './printed-report.ts';
import { bookmark } from './section.ts';
import { contentWidth, styles } from './theme.ts';
import { bothTimes } from './times.ts';
import { printedWords } from './words.ts';

const gap = 16;
const width = (contentWidth - gap) / 2;
const labelWidth = 92;

type Entry = readonly [label: Label, ...values: string[]];

/** Returns labels and values as a table in half of the page's width. Each label is the head of its row. */
function list(heading: Label, entries: readonly Entry[], fonts: Fonts): Block {
  const table: Element = { tag: 'Table' };
  const rows = entries.map(([label, ...values]) => {
    const row: Element = { tag: 'TR', parent: table };
    const head: Element = { tag: 'TH', parent: row, scope: 'Row' };
    const cell: Element = { tag: 'TD', parent: row };
    const text = (value: string) => textIn(cell, value, styles.body, width - labelWidth, fonts);
    return stack(
      columns(
        moved(textIn(head, both(label), styles.small, labelWidth - 4, fonts), 0, 0.9),
        moved(stack(...values.map(text)), labelWidth, 0),
      ),
      space(0.6),
    );
  });
  return stack(
    bookmark(both(heading)),
    paragraph(both(heading), styles.section, width, fonts, { tag: 'H2' }),
    space(1),
    ...rows,
  );
}

/** Returns the masked fields of the person, in the request's order. Addresses have a table of their own. */
function personEntries({ submitted }: Report): Entry[] {
  return inputFields.flatMap((field: InputField): Entry[] => {
    if (field === 'addressesToVerify') {
      const count = submitted.addressesToVerify?.length;
      return count ? [[fieldLabels[field], String(count)]] : [];
    }
    if (field === 'facePhoto')
      return submitted.facePhoto ? [[fieldLabels[field], both(words.photoSent)]] : [];
    const value = submitted[field];
    if (value === undefined) return [];
    return [[fieldLabels[field], value === words.longTerm.zh ? both(words.longTerm) : value]];
  });
}

/** Returns who asked for the report, for what, on which ground, and when. */
function orderEntries({ report, requestedBy }: PrintedReport): Entry[] {
  const { requestedAt, completedAt, clientReference, consent } = report.reportMetadata;
  const { rerunOf } = earlierReportOf(report);
  const none = both(printedWords.notStated);
  const separate = (consent?.separate ?? []).map((one) => both(separateConsentLabels[one]));
  return [
    [printedWords.requestedBy, requestedBy ?? none],
    [printedWords.reference, clientReference ?? none],
    [printedWords.purpose, consent?.purpose ?? none],
    consent
      ? [words.consent, ...bothTimes(consent.obtainedAt).slice(0, 1), ...separate]
      : [words.consent, none],
    ...(consent?.reference === undefined
      ? []
      : [[printedWords.consentReference, consent.reference] as const]),
    [printedWords.requestedAt, ...bothTimes(requestedAt)],
    [printedWords.completedAt, ...bothTimes(completedAt).slice(0, 1)],
    ...(rerunOf === undefined ? [] : [[printedWords.rerunOf, rerunOf] as const]),
  ];
}

/** Returns who was checked, and who asked for it: side by side, the person first. */
export function orderSection(printed: PrintedReport, fonts: Fonts): Block {
  const person = list(printedWords.person, personEntries(printed.report), fonts);
  const order = list(printedWords.order, orderEntries(printed), fonts);
  return { ...columns(person, moved(order, width + gap, 0)), lead: space(5) };
}
