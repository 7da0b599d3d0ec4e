import { dialect } from './request-schema.ts';

const timeSchema = { type: 'string', format: 'date-time' } as const;

/** The SHA-256 of a report's JSON or of its PDF file. */
export const sha256Schema = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{64}$',
  description: 'SHA-256, 64 hexadecimal digits.',
} as const;

/** The response to the verification of a hash. */
export const hashVerificationSchema = {
  $schema: dialect,
  title: 'HashVerification',
  description: 'Whether this service issued a report with the hash.',
  type: 'object',
  additionalProperties: false,
  required: ['issued'],
  properties: {
    issued: {
      type: 'boolean',
      description:
        'true: a report or a PDF with this hash was issued. false: none was, or its hash is not kept any more.',
    },
    issuedAt: { ...timeSchema, description: 'When the report was completed, if it was issued.' },
    erasedAt: {
      ...timeSchema,
      description:
        'When the report was erased, if it was. A report that was issued and then erased is still genuine.',
    },
  },
} as const;
