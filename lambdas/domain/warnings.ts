import type { Applicant } from './applicant.ts';
import type { InputField } from './sub-checks/catalogue.ts';

export const warningCodes = [
  'id-check-digit',
  'id-region',
  'id-birth-date',
  'card-check-digit',
  'validity-period',
  'rare-character',
  'virtual-operator',
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Something that we know locally and reject nothing for. Holds no value that was sent. */
export interface Warning {
  field: InputField;
  code: WarningCode;
  message: string;
}

/** GB 11643-1999, section 4.2.3: weights of ISO 7064 MOD 11-2 and the check character by remainder. */
const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const idCheckCharacters = '10X98765432';

/** The check character of an ID number's first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function idCheckCharacter(first17: string): string {
  const sum = idWeights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return idCheckCharacters[sum % 11] as string;
}

/** The check digit that makes a card number pass Luhn (ISO/IEC 7812-1, annex B). */
export function luhnCheckDigit(withoutCheckDigit: string): string {
  const sum = [...withoutCheckDigit].reverse().reduce((total, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** GB/T 2260: the first two digits. 81-83 also begin the residence permits of Hong Kong, Macao and Taiwan. */
const provinceCodes = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/** Prefixes of virtual operators and of China Broadnet, which many sources do not serve. */
const virtualOperatorPrefixes = ['162', '165', '167', '170', '171', '192'];

/** A YYYYMMDD string as a day in UTC; undefined when there is no such day. */
export function parseDay(text: string): Date | undefined {
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== iso ? undefined : day;
}

function wholeYearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(4) < from.slice(4) ? years - 1 : years;
}

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

function validityWarning(applicant: Applicant): string | undefined {
  const { idIssueDate: issue, idExpiryDate: expiry, idNumber } = applicant;
  if (issue === undefined || expiry === undefined) return undefined;
  const validity = printedValidity(issue, expiry);
  if (![5, 10, 20, Number.POSITIVE_INFINITY].includes(validity))
    return 'A resident identity card is valid for 5, 10 or 20 years or 长期: check both dates.';
  const birth = idNumber?.slice(6, 14);
  if (birth === undefined || !parseDay(birth)) return undefined;
  return lawfulValidity(wholeYearsBetween(birth, issue)) === validity
    ? undefined
    : 'The period of validity does not fit the age at issue (Resident Identity Card Law, article 5).';
}

/**
 * What the submitted fields alone give reason to doubt. Nothing is rejected for a warning: the sources decide.
 * @param today for the birth date, which cannot lie in the future.
 */
export function warningsFor(applicant: Applicant, today: Date): Warning[] {
  const warnings: Warning[] = [];
  const warn = (field: InputField, code: WarningCode, message: string) =>
    warnings.push({ field, code, message });
  const { idNumber, bankCardNumber, name, mobile } = applicant;

  if (idNumber !== undefined) {
    if (idCheckCharacter(idNumber) !== idNumber[17])
      warn(
        'idNumber',
        'id-check-digit',
        'The last character is not the check digit of the others (GB 11643-1999).',
      );
    if (!provinceCodes.has(idNumber.slice(0, 2)))
      warn('idNumber', 'id-region', 'The first two digits are no region of GB/T 2260.');
    const birth = parseDay(idNumber.slice(6, 14));
    if (!birth || birth > today || birth.getUTCFullYear() < 1850)
      warn('idNumber', 'id-birth-date', 'Digits 7 to 14 are not a possible date of birth (GB 11643-1999).');
  }
  if (bankCardNumber !== undefined && luhnCheckDigit(bankCardNumber.slice(0, -1)) !== bankCardNumber.at(-1))
    warn(
      'bankCardNumber',
      'card-check-digit',
      'The last digit does not pass the Luhn check (ISO/IEC 7812-1).',
    );
  const validity = validityWarning(applicant);
  if (validity) warn('idExpiryDate', 'validity-period', validity);
  if (
    name !== undefined &&
    [...name].some((character) => character !== '·' && !/[\u4e00-\u9fa5]/.test(character))
  )
    warn(
      'name',
      'rare-character',
      'A character lies beyond U+4E00-U+9FA5: police records may hold another code point, so a mismatch is weak evidence.',
    );
  if (mobile !== undefined && virtualOperatorPrefixes.includes(mobile.slice(0, 3)))
    warn(
      'mobile',
      'virtual-operator',
      'A number of a virtual operator or of Broadnet: many sources do not serve it.',
    );
  return warnings;
}
