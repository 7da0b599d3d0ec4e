import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Applicant } from './applicant.ts';
import { type InputField, inputFields } from './contract/applicant-fields.ts';

/**
 * By field, a keyed digest of what was sent, in base64url. It shows that two values are the same, and nothing else without
 * the key. A field that was not sent has none.
 */
export type FieldDigests = Readonly<Partial<Record<InputField, string>>>;

function bytesOf(field: InputField, applicant: Applicant, photo: Uint8Array | undefined) {
  const value = applicant[field];
  if (value === undefined) return undefined;
  if (field === 'facePhoto') return photo;
  return typeof value === 'string' ? value : (canonicalize(value) as string);
}

/**
 * Returns the digest of each field: HMAC-SHA-256 over its name and its value as it is understood, the decoded bytes for a photo.
 * The name keeps equal values of two fields apart.
 * @param key the key of one report.
 */
export function digestsOf(
  key: Uint8Array,
  applicant: Applicant,
  photo: Uint8Array | undefined,
): FieldDigests {
  return Object.fromEntries(
    inputFields.flatMap((field) => {
      const bytes = bytesOf(field, applicant, photo);
      if (bytes === undefined) return [];
      const digest = createHmac('sha256', key).update(`${field}\n`).update(bytes).digest('base64url');
      return [[field, digest]];
    }),
  );
}

/** Whether a field has the same value in two requests, or was sent in neither. */
export function isSame(field: InputField, one: FieldDigests, other: FieldDigests): boolean {
  return one[field] === other[field];
}
