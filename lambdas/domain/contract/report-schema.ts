import { retentionText } from '../retention.ts';
import { categorySchemas } from './category-schemas.ts';
import { reportMetadataSchema } from './report-metadata-schema.ts';
import { dialect } from './request-schema.ts';
import { submittedSchema } from './submitted-schema.ts';
import { summarySchema } from './summary-schema.ts';

/** A poll's 200 and a webhook's body. */
export const reportSchema = {
  $schema: dialect,
  title: 'Report',
  description:
    'The report on one request. A category is present when at least one of its sub-checks ran. Polled or posted, it is the same but for pdfUrl.',
  type: 'object',
  additionalProperties: false,
  required: ['reportMetadata', 'submitted', 'summary', 'pdfUrl', 'pdfFileName'],
  properties: {
    reportMetadata: reportMetadataSchema,
    submitted: submittedSchema,
    ...categorySchemas,
    summary: summarySchema,
    pdfUrl: {
      type: 'string',
      format: 'uri',
      pattern: '^https?://',
      description: `Where the report is as a PDF, to be shown in a frame of a page (it is served \`inline\`, with \`Cache-Control: private, no-store\`) or saved under its name. The link carries its own authorization and is valid for ${retentionText('pdfLink')} from when it was signed: each poll signs a new one, and that of a webhook is signed as of completedAt, whenever the webhook arrives. Use it as it is, with GET: HEAD and an appended parameter such as utm_source get a 403, because the signature covers method and query.`,
    },
    pdfFileName: {
      type: 'string',
      pattern: '^kyc-cn-[0-9a-f-]{36}\\.pdf$',
      description: "The PDF's name.",
      examples: ['kyc-cn-3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41.pdf'],
    },
  },
} as const;
