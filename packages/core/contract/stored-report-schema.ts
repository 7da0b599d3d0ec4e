import type { FromSchema } from 'json-schema-to-ts';
import { apiErrorCodeSchema, progressSchema } from './answer-schemas.ts';
import { decisionSchema } from './decision-schema.ts';
import { pageSizes, reportStatuses } from './list-values.ts';
import { clientReferenceSchema } from './reference-schemas.ts';
import { reportIdSchema } from './report-id-schema.ts';
import { reportSchema } from './report-schema.ts';
import { dialect } from './request-schema.ts';
import { summarySchema } from './summary-schema.ts';

type SummaryList = keyof (typeof summarySchema)['properties'];

const countSchema = { type: 'integer', minimum: 0 } as const;

/** How many sub-checks each list of the summary holds. */
export const countsSchema = {
  title: 'Counts',
  description: 'How many sub-checks each list of the summary holds.',
  type: 'object',
  additionalProperties: false,
  required: summarySchema.required,
  properties: Object.fromEntries(
    Object.keys(summarySchema.properties).map((list) => [
      list,
      { ...countSchema, description: `The number of entries of summary.${list}.` },
    ]),
  ) as unknown as { readonly [List in SummaryList]: typeof countSchema },
} as const;

const timeSchema = { type: 'string', format: 'date-time' } as const;

/** The status of a report. */
export const reportStatusSchema = {
  title: 'ReportStatus',
  description:
    'The status of a report. processing: sub-checks are running. completed: the report is complete. failed: it could not be produced, and never will be.',
  type: 'string',
  enum: reportStatuses,
  examples: ['completed'],
} as const;

/** A report as it is read by id and listed: one shape for every status. */
export const storedReportSchema = {
  $schema: dialect,
  title: 'StoredReport',
  description: 'A report by its id, whatever its status. Lists leave out report and progress.',
  type: 'object',
  additionalProperties: false,
  required: ['reportId', 'status', 'requestedAt'],
  properties: {
    reportId: reportIdSchema,
    status: reportStatusSchema,
    requestedAt: { ...timeSchema, description: 'When the request was accepted.' },
    completedAt: { ...timeSchema, description: 'When the report was completed.' },
    clientReference: clientReferenceSchema,
    decision: decisionSchema,
    counts: countsSchema,
    progress: { ...progressSchema, description: 'How far the verification is, while it is processing.' },
    report: { ...reportSchema, description: 'The report as a poll returns it, if it is completed.' },
    message: { type: 'string', minLength: 1, description: 'Why the report failed, for a person.' },
    code: apiErrorCodeSchema,
  },
} as const;

/** One page of a client's reports. */
export const reportPageSchema = {
  $schema: dialect,
  title: 'ReportPage',
  description: "One page of the client's own reports, newest first.",
  type: 'object',
  additionalProperties: false,
  required: ['reports'],
  properties: {
    reports: {
      type: 'array',
      maxItems: pageSizes.most,
      items: storedReportSchema,
      description:
        'The reports that match. With filters, a page may hold fewer than limit, or none, although more follow.',
    },
    nextCursor: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      description: 'The cursor of the next page. The last page has none.',
    },
  },
} as const;

export type Counts = Record<SummaryList, number>;

export type StoredReport = FromSchema<typeof storedReportSchema>;
