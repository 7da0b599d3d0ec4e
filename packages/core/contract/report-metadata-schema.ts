import { inputFields } from '../sub-checks/catalogue.ts';
import { type WarningCode, warningCodes } from '../warnings.ts';
import { recordedConsentSchema } from './consent-schema.ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';
import { clientReferenceSchema, metadataSchema } from './reference-schemas.ts';
import { reportIdSchema } from './report-id-schema.ts';

const isoTime = {
  type: 'string',
  format: 'date-time',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
} as const;

const warningMeanings: Record<WarningCode, string> = {
  'id-check-digit': 'the last character is not the check digit of the others (GB 11643-1999)',
  'id-region': 'the first two digits are not a region of GB/T 2260',
  'id-birth-date': 'digits 7 to 14 are not a possible date of birth',
  minor: 'under 18 by the date of birth in the ID number',
  'card-check-digit': 'the last digit does not pass the Luhn check (ISO/IEC 7812-1)',
  'validity-period':
    'the dates are not 5, 10 or 20 years apart nor 长期, or do not fit the age at issue; a residence permit (81, 82, 83) is valid for 5 years, a permanent residence card (9) for 5 or 10',
  'card-expired': 'the last day of the card is before today in China',
  'card-not-yet-valid': 'the card is issued on a day after today in China',
  'date-unpaired': 'only one of the two card dates was sent, so it was not used',
  'rare-character':
    'a character beyond U+4E00-U+9FA5, for which police records may hold another code point: a mismatch is weak evidence',
  'traditional-character': 'a traditional character in the name: cards are printed in simplified characters',
  'virtual-operator': 'a number of a virtual operator or of Broadnet, which many sources do not serve',
};

export const warningFieldSchema = openCodes(
  'WarningField',
  `A field of the request that a warning is about: ${inputFields.map((field) => `\`${field}\``).join(', ')}.`,
  inputFields,
);

export const warningCodeSchema = openCodes(
  'WarningCode',
  `What is doubtful, as a code. ${meaningsOf(warningMeanings)}`,
  warningCodes,
);

/** A doubt of the service itself about a field. It does not cause a refusal. */
export const warningSchema = {
  title: 'Warning',
  description: 'A doubt of the service itself about a field. A warning never causes a refusal.',
  type: 'object',
  additionalProperties: false,
  required: ['field', 'code', 'message'],
  properties: {
    field: warningFieldSchema,
    code: warningCodeSchema,
    message: {
      type: 'string',
      minLength: 1,
      description: 'The same in a sentence. It never holds a value that was sent.',
    },
  },
} as const;

export const reportMetadataSchema = {
  title: 'ReportMetadata',
  description: 'Which report this is, and how it was produced.',
  type: 'object',
  additionalProperties: false,
  required: ['reportId', 'status', 'requestedAt', 'completedAt', 'durationMs', 'upstreamCalls', 'warnings'],
  properties: {
    reportId: reportIdSchema,
    status: { type: 'string', const: 'completed', description: 'Always completed.' },
    requestedAt: {
      ...isoTime,
      description: 'When the request was accepted: ISO 8601, UTC, to the millisecond.',
      examples: ['2026-03-01T02:03:04.005Z'],
    },
    completedAt: {
      ...isoTime,
      description: 'When the report was completed: ISO 8601, UTC, to the millisecond.',
      examples: ['2026-03-01T02:03:06.505Z'],
    },
    durationMs: {
      type: 'integer',
      minimum: 0,
      description: 'Time from requestedAt to completedAt, in milliseconds.',
      examples: [2500],
    },
    upstreamCalls: {
      type: 'integer',
      minimum: 0,
      description: 'How many upstream calls were billed, or may have been.',
      examples: [10],
    },
    warnings: { type: 'array', items: warningSchema, description: 'What the service itself doubts.' },
    clientReference: {
      ...clientReferenceSchema,
      description: 'The clientReference of the request, if it had one.',
    },
    metadata: {
      ...metadataSchema,
      description: 'The metadata of the request, if it had any, as it was sent.',
    },
    consent: recordedConsentSchema,
  },
} as const;
