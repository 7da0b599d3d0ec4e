import type { FromSchema } from 'json-schema-to-ts';
import { dialect } from './request-schema.ts';

/** Form of a JSON Web Token in compact serialisation (RFC 7515, section 7.1). */
export const tokenPattern = '^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$';

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
      maxLength: 4096,
      description: 'The token that the request was answered with. It can be polled for 7 days.',
      mend: 'must be the token that the request was answered with',
    },
  },
} as const;

/** A body that the schema accepts. */
export type PollRequest = FromSchema<typeof pollSchema>;
