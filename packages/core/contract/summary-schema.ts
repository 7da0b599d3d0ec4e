import { type Kind, kindOf, subCheckIds } from '../sub-checks/catalogue.ts';
import { type ErrorCode, errorCodes } from '../sub-checks/findings.ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';
import { subCheckIdSchema } from './sub-check-id-schema.ts';

const errorMeanings: Record<ErrorCode, string> = {
  'invalid-input': 'the source rejects one of the values',
  unsupported: 'the source does not serve this number segment, card or document',
  quota: "the service's quota at the source is used up",
  'photo-unusable': 'the source cannot use the photo',
  'card-problem': 'the card is lost, expired or restricted, which says nothing about the person',
  'upstream-unavailable': 'the source could not be reached, or did not accept the call at any retry',
  'upstream-timeout': 'the source did not respond in time',
  'unknown-outcome':
    'the source was called and its response was lost; the call was not repeated, because it may have been billed',
  'unknown-code': 'the source returned a code or a value that the service does not know',
};

export const errorCodeSchema = openCodes(
  'ErrorCode',
  `Why no source could decide a sub-check, as a code. ${meaningsOf(errorMeanings)}`,
  errorCodes,
);

export const erroredSubCheckSchema = {
  title: 'ErroredSubCheck',
  description: 'A sub-check that no source could decide. This says nothing about the person.',
  type: 'object',
  additionalProperties: false,
  required: ['check', 'error', 'code'],
  properties: {
    check: subCheckIdSchema,
    error: {
      type: 'string',
      minLength: 1,
      description: 'What happened and what to do about it. It never holds a value that was sent.',
      examples: ["The service's quota at the source is used up. Ask the operator to raise it."],
    },
    code: errorCodeSchema,
  },
} as const;

/** Returns the schema of a list of sub-checks of these kinds, without duplicates. */
function listOf(description: string, ...kinds: Kind[]) {
  const ids = subCheckIds.filter((id) => kinds.includes(kindOf(id)));
  return {
    type: 'array',
    uniqueItems: true,
    items: { ...subCheckIdSchema, enum: ids },
    description,
  } as const;
}

export const summarySchema = {
  title: 'Summary',
  description:
    'The outcome of every sub-check. Lookups with data and clear screenings are in ran alone. Every other sub-check that ran is also in exactly one more list. What the service does not offer is in notOffered alone.',
  type: 'object',
  additionalProperties: false,
  required: ['ran', 'matched', 'unmatched', 'notFound', 'flagged', 'errored', 'notOffered'],
  properties: {
    ran: {
      type: 'array',
      uniqueItems: true,
      items: subCheckIdSchema,
      description: 'Every sub-check that was started.',
    },
    matched: listOf('Verifications that the source confirms.', 'verification'),
    unmatched: listOf('Verifications in which the source finds a difference.', 'verification'),
    notFound: listOf(
      'Sub-checks for which the source holds no record. This speaks neither for nor against the person.',
      'verification',
      'lookup',
      'screening',
    ),
    flagged: listOf('Screenings in which the person is listed.', 'screening'),
    errored: {
      type: 'array',
      items: erroredSubCheckSchema,
      description: 'Sub-checks that no source could decide, and why.',
    },
    notOffered: {
      type: 'array',
      uniqueItems: true,
      items: subCheckIdSchema,
      description:
        'Sub-checks that the fields allow and that the service does not offer. They did not run and cost nothing. If a weaker variant is offered, it ran in their place.',
    },
  },
} as const;
