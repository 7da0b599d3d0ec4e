import { parseDay, wholeYearsBetween } from './china-day.ts';
import { cardKindOf } from './id-number.ts';

/** Years of validity by age at issue: Resident Identity Card Law, article 5. Infinity is 长期; NaN before the birth. */
function lawfulValidity(ageAtIssue: number): number {
  if (ageAtIssue < 0) return Number.NaN;
  if (ageAtIssue < 16) return 5;
  if (ageAtIssue <= 25) return 10;
  if (ageAtIssue <= 45) return 20;
  return Number.POSITIVE_INFINITY;
}

/** Whole years of validity as printed on the card; NaN when the dates do not span a whole number of years. */
function printedValidity(issue: string, expiry: string): number {
  if (expiry === '长期') return Number.POSITIVE_INFINITY;
  const years = Number(expiry.slice(0, 4)) - Number(issue.slice(0, 4));
  // A card issued on 29 February may expire on 28 February or 1 March.
  const sameDay =
    issue.slice(4) === expiry.slice(4) || (issue.endsWith('0229') && /(0228|0301)$/.test(expiry));
  return sameDay ? years : Number.NaN;
}

/**
 * Says what is wrong with a card's period of validity.
 * @param issue YYYYMMDD.
 * @param expiry YYYYMMDD or 长期.
 * @param idNumber tells which card it is. Without one, the periods of a resident identity card apply.
 * @returns a sentence, or undefined if the period is a possible one.
 */
export function validityProblem(
  issue: string,
  expiry: string,
  idNumber: string | undefined,
): string | undefined {
  const validity = printedValidity(issue, expiry);
  const kind = idNumber === undefined ? 'resident' : cardKindOf(idNumber);
  // 国办发〔2018〕81号.
  if (kind === 'residence-permit')
    return validity === 5
      ? undefined
      : 'A residence permit of a Hong Kong, Macao or Taiwan resident is valid for 5 years: check both dates.';
  if (kind === 'foreigner')
    return validity === 5 || validity === 10
      ? undefined
      : "A foreigner's permanent residence card is valid for 5 or 10 years: check both dates.";
  if (![5, 10, 20, Number.POSITIVE_INFINITY].includes(validity))
    return 'A resident identity card is valid for 5, 10 or 20 years or 长期: check both dates.';
  const birth = idNumber?.slice(6, 14);
  if (birth === undefined || !parseDay(birth)) return undefined;
  return lawfulValidity(wholeYearsBetween(birth, issue)) === validity
    ? undefined
    : 'The period of validity does not fit the age at issue (Resident Identity Card Law, article 5).';
}
