import { readReasons } from '@kyc-china/core/address-reasons';
import { chineseFix, chineseWarnings } from '@kyc-china/core/chinese-messages';
import { addressTypes, fieldLabels, outcomeMeanings, warningLabels } from '@kyc-china/core/labels';
import type { ErroredSubCheck, Report } from '@kyc-china/core/report';
import { definitionOf, type Label } from '@kyc-china/core/sub-checks/catalogue';
import type { Block } from './blocks.ts';
import { addressFindings } from './facts.ts';
import type { Fonts } from './fonts.ts';
import { section } from './section.ts';
import { bilingual, columnsOf, type Row, tableRows } from './table.ts';
import { contentWidth, styles } from './theme.ts';
import { printedWords, unpricedMessages } from './words.ts';

const addressLayout = columnsOf([
  [printedWords.address, 56],
  [printedWords.type, 66],
  [printedWords.city, 118],
  [printedWords.masked, 140],
  [printedWords.distance, contentWidth - 380 + 8],
]);

/** A mask of one length: the stars of an address would say how long it is. */
function maskedAlike(text: string): string {
  return text.replace(/\*+/g, '******');
}

/** Returns the addresses that were sent, each with the distance that its source returned. */
export function addressesSection(report: Report, fonts: Fonts): Block[] {
  const stated = report.submitted.addressesToVerify ?? [];
  if (stated.length === 0) return [];
  const ran = report.summary.ran.includes('mobile.address-verify');
  const findings = addressFindings(report);
  const rows = stated.map(
    ({ type, city, address }, index): Row => ({
      cells: [
        [[String(index + 1), styles.body]],
        bilingual(addressTypes[type]),
        [[city, styles.body]],
        [[maskedAlike(address), styles.body]],
        bilingual((ran ? findings[index] : undefined) ?? printedWords.notChecked),
      ],
    }),
  );
  const { addresses } = printedWords;
  return section(addresses, tableRows(addressLayout, rows, fonts, addresses), fonts);
}

const undecidedLayout = columnsOf([
  [printedWords.check, 184],
  [printedWords.explanation, contentWidth - 184 + 8],
]);

/**
 * Returns a message in both languages, without what it says of the price of a call.
 * @param code of the first reason: the report has none for a later one.
 */
function explanationOf(code: ErroredSubCheck['code'] | undefined, message: string): Label {
  const unpriced = code && unpricedMessages[code];
  if (unpriced && /\bbill/i.test(message)) return unpriced;
  const en = message
    .split(/(?<=[.。])\s*/u)
    .filter((sentence) => !/\bbill/i.test(sentence))
    .join(' ');
  return { en, zh: unpriced?.zh ?? chineseFix(code, message) ?? outcomeMeanings.errored.zh };
}

/** Returns the rows of a check that could not be decided: one for each reason, with its addresses. */
export function undecidedRows({ check, code, error }: ErroredSubCheck): Row[] {
  const { label } = definitionOf(check);
  return readReasons(error).map(({ positions, message }, index): Row => {
    const { en, zh } = fieldLabels.addressesToVerify;
    const numbers = positions.map((position) => position + 1);
    const name: Label =
      numbers.length === 0
        ? label
        : { en: `${label.en}: ${en} ${numbers.join(', ')}`, zh: `${label.zh}：${zh}${numbers.join('、')}` };
    return { cells: [bilingual(name), bilingual(explanationOf(index === 0 ? code : undefined, message))] };
  });
}

/** Returns why each check that could not be decided could not, and what to do about it. */
export function undecidedSection({ summary }: Report, fonts: Fonts): Block[] {
  const rows = summary.errored.flatMap(undecidedRows);
  const { undecided } = printedWords;
  return rows.length === 0
    ? []
    : section(undecided, tableRows(undecidedLayout, rows, fonts, undecided), fonts);
}

const warningLayout = columnsOf([
  [printedWords.field, 104],
  [printedWords.doubt, 110],
  [printedWords.explanation, contentWidth - 214 + 8],
]);

/** Returns what the submitted data alone give reason to doubt. */
export function warningsSection({ reportMetadata }: Report, fonts: Fonts): Block[] {
  const rows = reportMetadata.warnings.map(
    ({ field, code, message }): Row => ({
      cells: [
        bilingual(fieldLabels[field]),
        bilingual(warningLabels[code]),
        bilingual({ en: message, zh: chineseWarnings[code] }),
      ],
    }),
  );
  const { warnings } = printedWords;
  return rows.length === 0 ? [] : section(warnings, tableRows(warningLayout, rows, fonts, warnings), fonts);
}
