import type { FromSchema } from 'json-schema-to-ts';
import type { Applicant } from './applicant.ts';
import { applicantTexts, maskingOf } from './contract/applicant-fields.ts';
import type { submittedSchema } from './contract/submitted-schema.ts';
import { maskText } from './mask-text.ts';

/** What was sent, masked: enough for the sender to recognise it, too little to use. */
export type SubmittedFields = FromSchema<typeof submittedSchema>;

/**
 * Masks an applicant for the report: 张*, 1101**********1234, 138****8000, 6222***********0123, as each field declares. Of an
 * address the city is shown; of a photo, that it was sent.
 */
export function maskApplicant(applicant: Applicant): SubmittedFields {
  const masked: SubmittedFields = {};
  for (const name of applicantTexts) {
    const text = applicant[name];
    if (text !== undefined) masked[name] = maskText(text, maskingOf(name));
  }
  if (applicant.facePhoto) masked.facePhoto = true;
  if (applicant.addressesToVerify)
    masked.addressesToVerify = applicant.addressesToVerify.map(({ type, city, address }) => ({
      type,
      city,
      address: maskText(address, { start: 2, end: 0 }),
    }));
  return masked;
}
