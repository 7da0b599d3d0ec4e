import type { ApiErrorCode } from './contract/answer-schemas.ts';
import type { Counts, StoredReport } from './contract/stored-report-schema.ts';
import {
  type PdfLinks,
  pdfFileNameOf,
  type ReportRecord,
  type ReportStore,
  type SubCheckLedger,
} from './ports.ts';
import type { DeliveredReport, Report } from './report.ts';

/**
 * How long after its last start a report may be processing, in milliseconds. The state machine's longest way to an
 * end, every retry of every state taken to its last, is 121 minutes (statemachine/README.md).
 */
export const longestProcessingMs = 130 * 60 * 1000;

/** What a poll finds. */
export type PollResult =
  | { readonly status: 'unknown' }
  | { readonly status: 'failed' }
  | { readonly status: 'processing'; readonly completed: number; readonly total: number }
  | { readonly status: 'completed'; readonly report: DeliveredReport };

/** The report as it is handed out: with a link to its PDF, signed at the given time. */
export async function withPdfLink(pdfs: PdfLinks, report: Report, signedAt: Date): Promise<DeliveredReport> {
  const { reportId } = report.reportMetadata;
  return { ...report, pdfUrl: await pdfs.link(reportId, signedAt), pdfFileName: pdfFileNameOf(reportId) };
}

function isOverdue({ startedAt }: ReportRecord, now: Date): boolean {
  return now.getTime() - startedAt.getTime() > longestProcessingMs;
}

export interface ReadDependencies {
  readonly reports: ReportStore;
  readonly ledger: SubCheckLedger;
  readonly pdfs: PdfLinks;
  /** Notes that a completed report is handed out. A report whose read cannot be noted is not handed out. */
  readonly noteRead?: (record: ReportRecord) => Promise<void>;
}

async function resultOf(
  { ledger, pdfs, noteRead }: ReadDependencies,
  record: ReportRecord,
  now: Date,
): Promise<Exclude<PollResult, { status: 'unknown' }>> {
  if (record.status === 'completed') {
    // At the same time: the note costs the read no time of its own while the signing key is fetched.
    const [report] = await Promise.all([withPdfLink(pdfs, record.report, now), noteRead?.(record)]);
    return { status: 'completed', report };
  }
  if (record.status === 'failed' || isOverdue(record, now)) return { status: 'failed' };
  const entries = await ledger.entries(record.reportId);
  const completed = entries.filter((entry) => entry.finding !== undefined).length;
  return { status: 'processing', completed, total: record.tasks.length };
}

/**
 * Reads a report for the client that requested it. Another client's report is as unknown as one that never
 * was. A report that should have ended long ago counts as failed: no client polls `processing` forever.
 */
export async function readReport(
  dependencies: ReadDependencies,
  reportId: string,
  clientId: string,
  now: Date,
): Promise<PollResult> {
  const record = await dependencies.reports.find(reportId);
  if (!record || record.clientId !== clientId) return { status: 'unknown' };
  return resultOf(dependencies, record, now);
}

/** What a report that failed says, read by id or listed. */
export const failedReport = {
  message:
    'The report could not be produced, and never will be. Send the request again, with another Idempotency-Key if it had one.',
  code: 'report-failed' satisfies ApiErrorCode,
} as const;

/** Returns how many entries each list of a report's summary has. */
export function countsOf({ summary }: Pick<Report, 'summary'>): Counts {
  return Object.fromEntries(
    Object.entries(summary).map(([list, entries]) => [list, entries.length]),
  ) as Counts;
}

/**
 * Reads a report by its id, in one shape for every status.
 * @returns undefined if the report is unknown, erased, expired or another client's.
 */
export async function readReportById(
  dependencies: ReadDependencies,
  reportId: string,
  clientId: string,
  now: Date,
): Promise<StoredReport | undefined> {
  const record = await dependencies.reports.find(reportId);
  if (!record || record.clientId !== clientId) return undefined;
  const { requestedAt, clientReference } = record;
  const result = await resultOf(dependencies, record, now);
  const base = {
    reportId,
    status: result.status,
    requestedAt: requestedAt.toISOString(),
    ...(clientReference !== undefined && { clientReference }),
  };
  if (result.status === 'failed') return { ...base, ...failedReport };
  if (result.status === 'processing')
    return { ...base, progress: { completed: result.completed, total: result.total } };
  const { report } = result;
  const { reportMetadata, decision } = report;
  return { ...base, completedAt: reportMetadata.completedAt, decision, counts: countsOf(report), report };
}
