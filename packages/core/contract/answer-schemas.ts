import { retentionText } from '../retention.ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';
import { reportIdSchema } from './report-id-schema.ts';
import { dialect } from './request-schema.ts';
import { tokenPattern } from './token-form.ts';

/** The response to an accepted request. */
export const tokenSchema = {
  $schema: dialect,
  title: 'Token',
  description: 'The request was accepted. Its client polls the report with this token.',
  type: 'object',
  additionalProperties: false,
  required: ['token', 'reportId'],
  properties: {
    reportId: {
      ...reportIdSchema,
      description: 'The id of the report: a random UUID, which the report names too.',
    },
    token: {
      type: 'string',
      pattern: tokenPattern,
      description: `A JSON Web Token that is valid for ${retentionText('token')}. Anyone can decode it: it names the report and the client, and holds no personal data.`,
    },
  },
} as const;

/** How many upstream calls of a verification are done. */
export const progressSchema = {
  title: 'Progress',
  description: 'How far the verification is, in upstream calls.',
  type: 'object',
  additionalProperties: false,
  required: ['completed', 'total'],
  properties: {
    completed: { type: 'integer', minimum: 0, description: 'Calls that are done.', examples: [4] },
    total: { type: 'integer', minimum: 1, description: 'Calls to make in all.', examples: [10] },
  },
} as const;

/** The response to a poll while sub-checks are running. */
export const processingSchema = {
  $schema: dialect,
  title: 'Processing',
  description: 'The report is not complete yet.',
  type: 'object',
  additionalProperties: false,
  required: ['status', 'message', 'progress'],
  properties: {
    status: { type: 'string', const: 'processing', description: 'Always processing.' },
    message: { type: 'string', minLength: 1, description: 'How far the verification is, for a person.' },
    progress: progressSchema,
  },
} as const;

/** What is wrong with one field of a request. */
export const fieldProblemSchema = {
  title: 'FieldProblem',
  description: 'One thing that is wrong with a request.',
  type: 'object',
  additionalProperties: false,
  required: ['field', 'message'],
  properties: {
    field: {
      type: 'string',
      minLength: 1,
      description:
        'The field, such as addressesToVerify[0].city. (body) is the whole body; (unknown) is a field whose name is not repeated here.',
      examples: ['idNumber'],
    },
    message: {
      type: 'string',
      minLength: 1,
      description: 'What the field must be, in words. It never holds a value that was sent.',
      examples: ['must be the 18 characters of a resident identity card number: 17 digits and a digit or X'],
    },
  },
} as const;

/** The code of an error that a program must distinguish from other errors of the same status. */
export const apiErrorCodeSchema = openCodes(
  'ApiErrorCode',
  `What is wrong, as a stable code for programs. ${meaningsOf({
    'report-failed': 'the report could not be produced, and polling again changes nothing',
    'limit-reached': "a limit of the client's own leaves no room for the request; nothing was started",
    'quota-exceeded': "the monthly quota of calls of the client's plan is used up",
    'idempotency-conflict': 'the Idempotency-Key was used with another request',
    'scope-missing': 'the key does not have the scope that the call needs',
    'network-not-allowed': 'the key may not be used from the network address of the call',
    'consent-required': "the operator requires the person's consent for a sub-check; nothing was started",
  })}`,
  [
    'report-failed',
    'limit-reached',
    'quota-exceeded',
    'idempotency-conflict',
    'consent-required',
    'scope-missing',
    'network-not-allowed',
  ],
);

export type ApiErrorCode = (typeof apiErrorCodeSchema)['enum'][number];

/** The body of every response of 400 and above. `Error` would shadow the built-in class of several languages. */
export const errorSchema = {
  $schema: dialect,
  title: 'ApiError',
  description: 'Why the call failed, and what to do about it.',
  type: 'object',
  additionalProperties: false,
  required: ['message', 'requestId'],
  properties: {
    message: { type: 'string', minLength: 1, description: 'What is wrong, for a person.' },
    requestId: {
      type: 'string',
      minLength: 1,
      description:
        'Identifies this call in the logs: quote it to the operator. It is "-" if the call ended before it had an id.',
      examples: ['5d1c7c1e-2b7f-4f0e-9a3b-6f6a6f1f7c11'],
    },
    code: apiErrorCodeSchema,
    resetsAt: {
      type: 'string',
      format: 'date-time',
      description: 'With limit-reached: when the limit resets, in ISO 8601, UTC.',
      examples: ['2026-12-01T00:00:00.000Z'],
    },
    errors: {
      type: 'array',
      minItems: 1,
      items: fieldProblemSchema,
      description: 'Every problem of the request. Absent if no problem belongs to a single field.',
    },
  },
} as const;
