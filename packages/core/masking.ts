import type { FromSchema } from 'json-schema-to-ts';
import type { Applicant } from './applicant.ts';
import type { submittedSchema } from './contract/submitted-schema.ts';

/** What was sent, masked: enough for the sender to recognise it, too little to use. */
export type SubmittedFields = FromSchema<typeof submittedSchema>;

/** Keeps the first and last characters (code points) and puts a star for each between. */
function mask(value: string, keepStart: number, keepEnd: number): string {
  const characters = [...value];
  const hidden = Math.max(1, characters.length - keepStart - keepEnd);
  const end = keepEnd > 0 ? characters.slice(-keepEnd).join('') : '';
  return characters.slice(0, keepStart).join('') + '*'.repeat(hidden) + end;
}

/**
 * Masks an applicant for the report: 张*, 1101**********1234, 138****8000, 6222***********0123. Card dates
 * keep their year, addresses their city; a photo is only said to have been sent.
 */
export function maskApplicant(applicant: Applicant): SubmittedFields {
  const masked: SubmittedFields = {};
  if (applicant.name !== undefined) masked.name = mask(applicant.name, 1, 0);
  if (applicant.idNumber !== undefined) masked.idNumber = mask(applicant.idNumber, 4, 4);
  if (applicant.idIssueDate !== undefined) masked.idIssueDate = mask(applicant.idIssueDate, 4, 0);
  if (applicant.idExpiryDate !== undefined)
    masked.idExpiryDate = applicant.idExpiryDate === '长期' ? '长期' : mask(applicant.idExpiryDate, 4, 0);
  if (applicant.facePhoto) masked.facePhoto = true;
  if (applicant.mobile !== undefined) masked.mobile = mask(applicant.mobile, 3, 4);
  if (applicant.bankCardNumber !== undefined) masked.bankCardNumber = mask(applicant.bankCardNumber, 4, 4);
  if (applicant.addressesToVerify)
    masked.addressesToVerify = applicant.addressesToVerify.map(({ type, city, address }) => ({
      type,
      city,
      // Of a short address, two characters would be most of it.
      address: mask(address, [...address].length < 6 ? 0 : 2, 0),
    }));
  return masked;
}
