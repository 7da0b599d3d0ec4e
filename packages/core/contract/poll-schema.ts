import type { FromSchema } from 'json-schema-to-ts';
import { retentionText } from '../retention.ts';
import { dialect } from './request-schema.ts';
import { longestReportId, longestToken, tokenPattern } from './token-form.ts';

/** The body of POST /kyc/cn/poll. */
export const pollSchema = {
  $schema: dialect,
  title: 'PollRequest',
  description: 'Which report to read.',
  type: 'object',
  additionalProperties: false,
  required: ['token'],
  properties: {
    token: {
      type: 'string',
      pattern: tokenPattern,
      maxLength: longestToken,
      description: `The token from the response to the request. It can be polled for ${retentionText('token')}.`,
      hint: 'must be the token from the response to the request',
    },
    reportId: {
      type: 'string',
      maxLength: longestReportId,
      description:
        'Ignored: the token identifies the report. It is allowed so that the response to a request can be sent unchanged.',
      hint: `must be a string of at most ${longestReportId} characters; the token identifies the report`,
    },
  },
} as const;

/** A body that the schema accepts. */
export type PollRequest = FromSchema<typeof pollSchema>;
