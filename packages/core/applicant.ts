import type { ApplicantText, InputField } from './contract/applicant-fields.ts';

export type AddressType = 'common' | 'work' | 'residential';

/** An address that the applicant states. */
export interface StatedAddress {
  readonly type: AddressType;
  readonly city: string;
  readonly address: string;
}

/**
 * The person to verify, as sent and normalised (see contract/request.ts): a name in NFC with U+00B7 as its
 * separator, an ID number with an upper-case X, and the photo elsewhere (it is stored on its own).
 */
export interface Applicant extends Readonly<Partial<Record<ApplicantText, string>>> {
  /** Whether a face photo was sent. */
  readonly facePhoto?: true;
  readonly addressesToVerify?: readonly StatedAddress[];
}

/** The fields that are present. */
export function presentFields(applicant: Applicant): Set<InputField> {
  return new Set(Object.keys(applicant) as InputField[]);
}
