import type {
  ApplicantStore,
  LedgerEntry,
  PdfStore,
  ReportRecord,
  ReportStore,
  SubCheckLedger,
} from './ports.ts';
import { mergeReport, type Report, type TaskOutcome } from './report.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import { unknownOutcome, upstreamUnavailable } from './sub-checks/findings.ts';

export interface AggregateDependencies {
  readonly reports: ReportStore;
  readonly applicants: ApplicantStore;
  readonly ledger: SubCheckLedger;
  readonly pdfs: PdfStore;
  readonly renderPdf: (report: Report) => Promise<Uint8Array>;
  readonly now: () => Date;
  /** Tells what a client's report cost upstream. */
  readonly recordCost: (clientId: string, upstreamCost: number) => void;
}

/** A report, or what it is made of, is not where it must be. Nothing that a retry could mend is lost by it. */
export class ReportIncompleteError extends Error {
  override name = 'ReportIncompleteError';
}

function outcomeOf(task: SubCheckTask, entry: LedgerEntry | undefined): TaskOutcome {
  const billed = entry?.billed ?? false;
  return { task, finding: entry?.finding ?? (billed ? unknownOutcome : upstreamUnavailable), billed };
}

async function buildReport(
  { applicants, ledger, now }: AggregateDependencies,
  record: ReportRecord,
): Promise<{ report: Report; upstreamCost: number }> {
  const { reportId, requestedAt, warnings, tasks } = record;
  const [applicant, entries] = await Promise.all([applicants.find(reportId), ledger.entries(reportId)]);
  if (!applicant) throw new ReportIncompleteError('the applicant of the report is not stored');
  const byKey = new Map(entries.map((entry) => [entry.taskKey, entry]));
  const outcomes = tasks.map((task) => outcomeOf(task, byKey.get(taskKey(task))));
  const report = mergeReport({ reportId, requestedAt, completedAt: now(), applicant, warnings, outcomes });
  return { report, upstreamCost: entries.reduce((sum, { price = 0 }) => sum + price, 0) };
}

/**
 * Merges what the sub-checks found into the report, renders its PDF, stores both, and deletes the applicant's
 * data. Done again for a report that stands, it only makes sure that the data are gone.
 * @returns whether somebody waits for a webhook.
 * @throws ReportIncompleteError when the report or its applicant is unknown.
 */
export async function aggregateReport(
  dependencies: AggregateDependencies,
  reportId: string,
): Promise<{ hasCallback: boolean }> {
  const { reports, applicants, pdfs, renderPdf, recordCost } = dependencies;
  const record = await reports.find(reportId);
  if (!record) throw new ReportIncompleteError('the report is unknown');
  if (record.status !== 'completed') {
    const { report, upstreamCost } = await buildReport(dependencies, record);
    await pdfs.put(reportId, await renderPdf(report));
    await reports.complete(reportId, report, upstreamCost);
    recordCost(record.clientId, upstreamCost);
  }
  await applicants.delete(reportId);
  return { hasCallback: record.callbackUrl !== undefined };
}

/** Marks a report that cannot be aggregated as failed, and deletes the applicant's data all the same. */
export async function failReport(
  { reports, applicants }: Pick<AggregateDependencies, 'reports' | 'applicants'>,
  reportId: string,
): Promise<void> {
  await reports.fail(reportId);
  await applicants.delete(reportId);
}
