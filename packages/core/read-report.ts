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

/**
 * Reads a report for the client that requested it. Another client's report is as unknown as one that never
 * was. A report that should have ended long ago counts as failed: no client polls `processing` forever.
 */
export async function readReport(
  { reports, ledger, pdfs }: { reports: ReportStore; ledger: SubCheckLedger; pdfs: PdfLinks },
  reportId: string,
  clientId: string,
  now: Date,
): Promise<PollResult> {
  const record = await reports.find(reportId);
  if (!record || record.clientId !== clientId) return { status: 'unknown' };
  if (record.status === 'completed')
    return { status: 'completed', report: await withPdfLink(pdfs, record.report, now) };
  if (record.status === 'failed' || isOverdue(record, now)) return { status: 'failed' };
  const entries = await ledger.entries(reportId);
  const completed = entries.filter((entry) => entry.finding !== undefined).length;
  return { status: 'processing', completed, total: record.tasks.length };
}
