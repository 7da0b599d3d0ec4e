import { retentionText } from '../retention.ts';
import { categorySchemas } from './category-schemas.ts';
import { decisionSchema } from './decision-schema.ts';
import { reportMetadataSchema } from './report-metadata-schema.ts';
import { dialect } from './request-schema.ts';
import { submittedSchema } from './submitted-schema.ts';
import { summarySchema } from './summary-schema.ts';

/** The body of a poll's 200 response and of a webhook. */
export const reportSchema = {
  $schema: dialect,
  title: 'Report',
  description:
    'The report on one request. A category is present if at least one of its sub-checks ran. The polled report and the posted one differ in pdfUrl alone.',
  type: 'object',
  additionalProperties: false,
  required: ['reportMetadata', 'decision', 'submitted', 'summary', 'pdfUrl', 'pdfFileName'],
  properties: {
    reportMetadata: reportMetadataSchema,
    decision: decisionSchema,
    submitted: submittedSchema,
    ...categorySchemas,
    summary: summarySchema,
    pdfUrl: {
      type: 'string',
      format: 'uri',
      pattern: '^https?://',
      description: `The link to the report as a PDF. A page can show the PDF in a frame, or save it under its name: it is served \`inline\`, with \`Cache-Control: private, no-store\`. The link carries its own authorization and is valid for ${retentionText('pdfLink')} after it was signed. Each poll signs a new link. The link of a webhook is signed as of completedAt, whenever the webhook arrives. Use it unchanged, with GET: HEAD and an appended parameter such as utm_source get a 403, because the signature covers method and query.`,
    },
    pdfFileName: {
      type: 'string',
      pattern: '^kyc-cn-[0-9a-f-]{36}\\.pdf$',
      description: "The PDF's file name.",
      examples: ['kyc-cn-3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41.pdf'],
    },
  },
} as const;
