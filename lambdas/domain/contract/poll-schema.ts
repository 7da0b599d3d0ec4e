import type { FromSchema } from 'json-schema-to-ts';
import { retentionText } from '../retention.ts';
import { dialect } from './request-schema.ts';
import { longestToken, tokenPattern } from './token-form.ts';

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
      description: `The token that the request was answered with. It can be polled for ${retentionText('token')}.`,
      mend: 'must be the token that the request was answered with',
    },
    // Without a type: whatever it holds is ignored.
    reportId: {
      description:
        'Ignored: the token names the report. It is allowed so that the answer to a request can be sent as it is.',
      published: { type: 'string' },
    },
  },
} as const;

/** A body that the schema accepts. */
export type PollRequest = FromSchema<typeof pollSchema>;
