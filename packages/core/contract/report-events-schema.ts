import type { FromSchema } from 'json-schema-to-ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';
import { dialect } from './request-schema.ts';

const time = { type: 'string', format: 'date-time' } as const;

/** What happened to a report. */
export const reportEventTypeSchema = openCodes(
  'ReportEventType',
  `What happened. ${meaningsOf({
    requested: 'the request was accepted',
    completed: 'the report is complete',
    failed: 'the report could not be produced',
    read: 'the report was handed out',
    'webhook-attempted': 'the webhook was posted once, or could not be',
    'webhook-resent': 'the webhook was started again',
  })}`,
  ['requested', 'completed', 'failed', 'read', 'webhook-attempted', 'webhook-resent'],
);

/** How a report was read, or who had its webhook resent. */
export const eventBySchema = openCodes(
  'ReportEventBy',
  `How the report was read, or who had the webhook resent. ${meaningsOf({
    poll: 'the report was read by its token',
    id: 'the report was read by its id',
    client: 'the client had the webhook resent, by the API',
    operator: 'the operator of the service had the webhook resent',
  })}`,
  ['poll', 'id', 'client', 'operator'],
);

/** What became of one attempt to post a webhook. */
export const attemptOutcomeSchema = openCodes(
  'WebhookOutcome',
  `What became of the attempt. ${meaningsOf({
    delivered: 'the receiver took it',
    failed: 'another attempt follows',
    'given-up': 'no other attempt follows',
  })}`,
  ['delivered', 'failed', 'given-up'],
);

/** One event of a report: one shape for every type. */
export const reportEventSchema = {
  title: 'ReportEvent',
  description: 'One event of a report.',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'at'],
  properties: {
    type: reportEventTypeSchema,
    at: { ...time, description: 'When it happened; for read, the first of these reads.' },
    by: eventBySchema,
    keyId: {
      type: 'string',
      minLength: 1,
      description: 'The id of the key that was used. Absent if the secret has no id.',
    },
    count: {
      type: 'integer',
      minimum: 1,
      description:
        'With read: how often it was read so, from at to lastAt. An event holds the reads of one hour.',
    },
    lastAt: { ...time, description: 'With read: the last of these reads.' },
    resend: {
      type: 'integer',
      minimum: 0,
      description: 'With the webhook: which sending it is. 0 is the first one.',
    },
    attempt: {
      type: 'integer',
      minimum: 1,
      description: 'With webhook-attempted: its number within the sending.',
    },
    outcome: attemptOutcomeSchema,
    httpStatus: {
      type: 'integer',
      minimum: 100,
      maximum: 599,
      description: 'With webhook-attempted: the status of the response, if one came.',
    },
    durationMs: {
      type: 'integer',
      minimum: 0,
      description: 'With webhook-attempted: how long the attempt took, in milliseconds.',
    },
    error: {
      type: 'string',
      minLength: 1,
      description: 'With webhook-attempted: why no response came, as the name of an error.',
      examples: ['TimeoutError'],
    },
  },
} as const;

/** The events of a report. */
export const reportEventsSchema = {
  $schema: dialect,
  title: 'ReportEvents',
  description: 'What happened to a report, and who read it, oldest first.',
  type: 'object',
  additionalProperties: false,
  required: ['events'],
  properties: {
    events: { type: 'array', items: reportEventSchema, description: 'The events, oldest first.' },
  },
} as const;

export type ReportEvent = FromSchema<typeof reportEventSchema>;
