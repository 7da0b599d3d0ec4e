import { apiErrorCodeSchema } from './answer-schemas.ts';
import { clientReferenceSchema } from './reference-schemas.ts';
import { reportIdSchema } from './report-id-schema.ts';
import { dialect } from './request-schema.ts';

/** What identifies a report that failed. */
export const failedReportMetadataSchema = {
  title: 'FailedReportMetadata',
  description: 'Which report failed.',
  type: 'object',
  additionalProperties: false,
  required: ['reportId', 'status', 'requestedAt'],
  properties: {
    reportId: reportIdSchema,
    status: { type: 'string', const: 'failed', description: 'Always failed.' },
    requestedAt: { type: 'string', format: 'date-time', description: 'When the request was accepted.' },
    clientReference: clientReferenceSchema,
  },
} as const;

/** What is posted instead of a report that could not be produced. */
export const failedReportSchema = {
  $schema: dialect,
  title: 'FailedReport',
  description: 'Says that there will be no report. It is posted to callbackUrl in place of the report.',
  type: 'object',
  additionalProperties: false,
  required: ['reportMetadata', 'message', 'code'],
  properties: {
    reportMetadata: failedReportMetadataSchema,
    message: { type: 'string', minLength: 1, description: 'What to do, for a person.' },
    code: apiErrorCodeSchema,
  },
} as const;
