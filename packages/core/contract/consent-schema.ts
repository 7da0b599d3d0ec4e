import type { FromSchema } from 'json-schema-to-ts';
import { separateConsentLabels } from '../separate-consents.ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';

const separateConsents = Object.keys(separateConsentLabels) as (keyof typeof separateConsentLabels)[];

/** A separate consent of the Personal Information Protection Law (articles 23, 29 and 39). */
export const separateConsentSchema = {
  ...openCodes(
    'SeparateConsent',
    `A consent that the person gave separately. ${meaningsOf({
      sensitive: 'to the use of sensitive personal information (PIPL, article 29)',
      face: 'to the recognition of the face (measures on face recognition, in force since 2025-06-01)',
      'third-party': 'to the transfer to other companies, such as data providers (PIPL, article 23)',
      'cross-border': 'to the transfer out of mainland China (PIPL, article 39)',
    })}`,
    separateConsents,
  ),
  hint: `must be one of ${separateConsents.join(', ')}`,
} as const;

const isoTimePattern =
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$';

/** What an error says of a time of consent that cannot be used. */
export const obtainedAtHint =
  'must be a date and time with its offset, such as 2026-03-01T10:03:04+08:00 (ISO 8601)';

/** One line of text: no control character, no half of a surrogate pair. */
function line<const Length extends number>(maxLength: Length) {
  return {
    type: 'string',
    minLength: 1,
    maxLength,
    pattern: '^[^\\p{Cc}\\p{Cs}]+$',
    // Regular expressions of several languages know no Unicode properties.
    published: { pattern: undefined },
    hint: `must be 1 to ${maxLength} characters, without control characters`,
  } as const;
}

const consentProperties = {
  obtainedAt: {
    type: 'string',
    pattern: isoTimePattern,
    published: { format: 'date-time' },
    description: 'When the person agreed: ISO 8601 with an offset, not in the future.',
    hint: obtainedAtHint,
    examples: ['2026-03-01T10:00:00+08:00'],
  },
  purpose: {
    ...line(200),
    description: 'What the person agreed to: 1 to 200 characters, no control characters.',
    examples: ['Identity verification for a loan application'],
  },
  reference: {
    ...line(128),
    description: 'Where the proof is kept: 1 to 128 characters, no control characters.',
    examples: ['consent-2026-4711'],
  },
  separate: {
    type: 'array',
    minItems: 1,
    maxItems: separateConsents.length,
    uniqueItems: true,
    items: separateConsentSchema,
    published: { minItems: undefined },
    description: 'The separate consents that the person gave.',
    hint: `must be a list of separate consents, each of them once: ${separateConsents.join(', ')}`,
    examples: [['sensitive', 'face']],
  },
} as const;

/** The consent of the person, as a request states it. */
export const consentSchema = {
  title: 'Consent',
  description:
    'The consent of the person. The operator can require it for some sub-checks: without it, a request that would run one of them is a 400 with the code consent-required. The report, the webhook and the PDF show it. It is kept in clear for as long as the report, so no text of it may contain the name, the ID number, the mobile or the card number of the request.',
  type: 'object',
  additionalProperties: false,
  required: ['obtainedAt', 'purpose'],
  properties: consentProperties,
  hint: 'must be an object with obtainedAt and purpose',
  field: {
    label: { en: 'Consent', zh: '个人同意' },
    chineseHint: '须为含 obtainedAt 和 purpose 的对象',
    otherNames: ['consents', 'userconsent', 'customerconsent'],
    input: 'own',
  },
} as const;

/** The consent in a report. */
export const recordedConsentSchema = {
  title: 'RecordedConsent',
  description: 'The consent of the person, as the request stated it.',
  type: 'object',
  additionalProperties: false,
  required: consentSchema.required,
  properties: consentProperties,
} as const;

export type SeparateConsent = keyof typeof separateConsentLabels;

/** The consent of a person. */
export type Consent = FromSchema<typeof recordedConsentSchema>;
