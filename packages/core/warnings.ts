import type { Applicant } from './applicant.ts';
import { validityProblem } from './card-validity.ts';
import { chinaDay, wholeYearsBetween } from './china-day.ts';
import { hasTraditionalCharacter } from './han/characters.ts';
import { birthDayOf, hasKnownRegion, idCheckCharacter } from './id-number.ts';
import type { InputField } from './sub-checks/catalogue.ts';

export const warningCodes = [
  'id-check-digit',
  'id-region',
  'id-birth-date',
  'minor',
  'card-check-digit',
  'validity-period',
  'card-expired',
  'card-not-yet-valid',
  'date-unpaired',
  'rare-character',
  'traditional-character',
  'virtual-operator',
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Something that we know locally and reject nothing for. Holds no value that was sent. */
export interface Warning {
  field: InputField;
  code: WarningCode;
  message: string;
}

/** Returns the check digit that makes a card number pass Luhn (ISO/IEC 7812-1, annex B). */
export function luhnCheckDigit(withoutCheckDigit: string): string {
  const sum = [...withoutCheckDigit].reverse().reduce((total, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** Prefixes of virtual operators and of China Broadnet, which many sources do not serve. */
const virtualOperatorPrefixes = ['162', '165', '167', '170', '171', '192'];

const ageOfMajority = 18;

function idNumberWarnings(idNumber: string, today: string): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, message: string) => warnings.push({ field: 'idNumber', code, message });
  if (idCheckCharacter(idNumber) !== idNumber[17])
    warn('id-check-digit', 'The last character is not the check digit of the others (GB 11643-1999).');
  if (!hasKnownRegion(idNumber)) warn('id-region', 'The first two digits are not a region of GB/T 2260.');
  const birth = birthDayOf(idNumber, today);
  if (birth === undefined)
    warn('id-birth-date', 'Digits 7 to 14 are not a possible date of birth (GB 11643-1999).');
  else if (wholeYearsBetween(birth, today) < ageOfMajority)
    warn('minor', 'The person is under 18 by the date of birth in the ID number.');
  return warnings;
}

function cardDateWarnings({ idIssueDate, idExpiryDate, idNumber }: Applicant, today: string): Warning[] {
  const warnings: Warning[] = [];
  const warn = (field: InputField, code: WarningCode, message: string) =>
    warnings.push({ field, code, message });
  if (idIssueDate !== undefined && idExpiryDate !== undefined) {
    const problem = validityProblem(idIssueDate, idExpiryDate, idNumber);
    if (problem !== undefined) warn('idExpiryDate', 'validity-period', problem);
  } else if (idIssueDate !== undefined)
    warn('idIssueDate', 'date-unpaired', 'Not used without idExpiryDate. Send both dates of the card.');
  else if (idExpiryDate !== undefined)
    warn('idExpiryDate', 'date-unpaired', 'Not used without idIssueDate. Send both dates of the card.');
  // A card is valid through its last day. 长期 has no last day.
  if (idExpiryDate !== undefined && idExpiryDate !== '长期' && idExpiryDate < today)
    warn('idExpiryDate', 'card-expired', 'The card has expired: ask the person for a valid one.');
  if (idIssueDate !== undefined && idIssueDate > today)
    warn('idIssueDate', 'card-not-yet-valid', 'The card is issued on a day to come: check the date.');
  return warnings;
}

function nameWarnings(name: string): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, message: string) => warnings.push({ field: 'name', code, message });
  if ([...name].some((character) => character !== '·' && !/[\u4e00-\u9fa5]/.test(character)))
    warn(
      'rare-character',
      'A character lies beyond U+4E00-U+9FA5: police records may hold another code point, so a mismatch is weak evidence.',
    );
  if (hasTraditionalCharacter(name))
    warn(
      'traditional-character',
      'The name holds a traditional character. Cards are printed in simplified characters: compare it with the card.',
    );
  return warnings;
}

/**
 * Returns what the submitted fields alone give reason to doubt. Nothing is rejected for a warning: the sources decide.
 * @param now the moment of the request. The day that counts is the one in China.
 */
export function warningsFor(applicant: Applicant, now: Date): Warning[] {
  const today = chinaDay(now);
  const { idNumber, bankCardNumber, name, mobile } = applicant;
  const warnings: Warning[] = [];
  if (idNumber !== undefined) warnings.push(...idNumberWarnings(idNumber, today));
  if (bankCardNumber !== undefined && luhnCheckDigit(bankCardNumber.slice(0, -1)) !== bankCardNumber.at(-1))
    warnings.push({
      field: 'bankCardNumber',
      code: 'card-check-digit',
      message: 'The last digit does not pass the Luhn check (ISO/IEC 7812-1).',
    });
  warnings.push(...cardDateWarnings(applicant, today));
  if (name !== undefined) warnings.push(...nameWarnings(name));
  if (mobile !== undefined && virtualOperatorPrefixes.includes(mobile.slice(0, 3)))
    warnings.push({
      field: 'mobile',
      code: 'virtual-operator',
      message: 'A number of a virtual operator or of Broadnet: many sources do not serve it.',
    });
  return warnings;
}
