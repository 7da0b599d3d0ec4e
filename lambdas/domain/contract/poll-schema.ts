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
  },
} as const;

/** A body that the schema accepts. */
export type PollRequest = FromSchema<typeof pollSchema>;
