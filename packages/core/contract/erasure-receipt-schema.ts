import { reportIdSchema } from './report-id-schema.ts';
import { dialect } from './request-schema.ts';

const count = { type: 'integer', minimum: 0 } as const;

/** How many items of each kind an erasure deleted. */
export const erasedCountsSchema = {
  title: 'ErasedCounts',
  description: 'How many items of each kind were deleted.',
  type: 'object',
  additionalProperties: false,
  required: ['reports', 'otherRows', 'idempotencyRecords', 'dataKeys', 'photos', 'pdfs'],
  properties: {
    reports: { ...count, description: 'Reports: 1.' },
    otherRows: {
      ...count,
      description:
        "Records of provider calls, webhook attempts, events and the applicant's encrypted fields.",
    },
    idempotencyRecords: { ...count, description: 'Records of the Idempotency-Key of the request.' },
    dataKeys: { ...count, description: "Keys that the applicant's data were encrypted with." },
    photos: { ...count, description: 'Face photos, with every version.' },
    pdfs: { ...count, description: 'PDFs, with every version.' },
  },
} as const;

/** Proof that a report was erased. */
export const erasureReceiptSchema = {
  $schema: dialect,
  title: 'ErasureReceipt',
  description: 'Proof that a report was erased. It holds no personal data. Keep it: it is returned once.',
  type: 'object',
  additionalProperties: false,
  required: ['reportId', 'erasedAt', 'erasedBy', 'erased'],
  properties: {
    reportId: reportIdSchema,
    clientId: { type: 'string', minLength: 1, description: 'The client that requested the report.' },
    erasedAt: { type: 'string', format: 'date-time', description: 'When the report was erased.' },
    erasedBy: {
      type: 'string',
      minLength: 1,
      description: 'Who erased it: the client with the id of its key, or the operator.',
      examples: ['client:acme key:key_1'],
    },
    erased: erasedCountsSchema,
    consentGiven: {
      type: 'boolean',
      description:
        'True, and present only, if the request stated the consent of the person. What it said is erased.',
    },
  },
} as const;

/** The answer to a resend. */
export const resendSchema = {
  $schema: dialect,
  title: 'WebhookResend',
  description: 'The webhook is being sent again.',
  type: 'object',
  additionalProperties: false,
  required: ['reportId', 'resend'],
  properties: {
    reportId: reportIdSchema,
    resend: {
      type: 'integer',
      minimum: 1,
      description: 'The number of the resend, which the events of its attempts name.',
    },
  },
} as const;
