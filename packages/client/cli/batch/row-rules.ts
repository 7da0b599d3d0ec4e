import { presentFields } from '@kyc-china/core/applicant';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { otherFields } from '@kyc-china/core/contract/request-fields';
import { idCheckCharacter } from '@kyc-china/core/id-number';
import { eligibleSubChecks, explainNothingEligible } from '@kyc-china/core/sub-checks/eligibility';
import { luhnCheckDigit } from '@kyc-china/core/warnings';

/** What a spreadsheet makes of a long number that it shows: its last digits are lost. */
const scientific = /^[0-9]([.,][0-9]+)?[eE]\+?[0-9]+$/;
/** A spreadsheet keeps 15 digits of a number, and writes zeros for the rest. */
const digitsKept = 15;

function hasLostDigits(field: string, value: string): boolean {
  if (!/^[0-9]+$/.test(value) || value.length <= digitsKept || /[^0]/.test(value.slice(digitsKept)))
    return false;
  if (field === 'idNumber') return value.length === 18 && idCheckCharacter(value.slice(0, 17)) !== value[17];
  return field === 'bankCardNumber' && luhnCheckDigit(value.slice(0, -1)) !== value.at(-1);
}

/** What a spreadsheet has done to a cell; undefined if nothing that shows. */
export function spreadsheetFault(field: string, value: string): string | undefined {
  if (scientific.test(value))
    return `${field}: a spreadsheet has shortened the number; format the column as text`;
  if (hasLostDigits(field, value))
    return `${field}: a spreadsheet has written zeros for the last digits; format the column as text and enter them again`;
  return undefined;
}

/** The column of a field of the request: `addressesToVerify[0].city` may be address2City. */
function columnOf(field: string, addressNumbers: readonly number[]): string {
  const [, index, part] = /^addressesToVerify\[(\d+)\](?:\.(\w+))?$/.exec(field) ?? [];
  if (index === undefined) return field;
  const name = part === undefined ? '' : part.charAt(0).toUpperCase() + part.slice(1);
  return `address${addressNumbers[Number(index)]}${name}`;
}

const othersIn = (applicant: Readonly<Record<string, unknown>>) =>
  otherFields.filter((field) => applicant[field] !== undefined);

/** A fault that the API would refuse a row for. `column` is missing when it is not of one column. */
export interface RuleFault {
  readonly column?: string;
  readonly message: string;
}

/**
 * Applies to a row the rules that the API applies to a request, so that no row is refused after others were sent.
 * @param applicant the request without its photo, which has been checked.
 * @param addressNumbers the number in the columns' names of each address, in order.
 */
export function ruleFaults(
  applicant: Readonly<Record<string, unknown>>,
  hasPhoto: boolean,
  addressNumbers: readonly number[],
): RuleFault[] {
  try {
    const parsed = parseVerificationRequest(applicant).applicant;
    const present = presentFields(hasPhoto ? { ...parsed, facePhoto: true } : parsed);
    if (eligibleSubChecks(present).length > 0) return [];
    return [{ message: explainNothingEligible(present, othersIn(applicant)) }];
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    return error.problems.map(({ field, message }) => {
      const column = columnOf(field, addressNumbers);
      return { column, message: `${column} ${message}` };
    });
  }
}
