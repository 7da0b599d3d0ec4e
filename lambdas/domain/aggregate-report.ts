import { createHash } from 'node:crypto';
import type {
  ApplicantRemoval,
  DecidedReport,
  LedgerEntry,
  PdfFiles,
  ReportRecord,
  ReportStore,
  SubCheckLedger,
} from './ports.ts';
import { mergeReport, type Report, type TaskOutcome } from './report.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import { unknownOutcome, upstreamUnavailable } from './sub-checks/findings.ts';
import type { TaskSource } from './task-source.ts';

export interface AggregateDependencies {
  readonly reports: ReportStore;
  readonly applicants: ApplicantRemoval;
  readonly ledger: SubCheckLedger;
  readonly pdfs: PdfFiles;
  /** The same report and sources give the same bytes. */
  readonly renderPdf: (report: Report, sources: readonly TaskSource[]) => Promise<Uint8Array>;
  readonly now: () => Date;
  /** Tells what a client's report cost upstream. */
  readonly recordCost: (clientId: string, upstreamCost: number) => void;
}

function outcomeOf(task: SubCheckTask, entry: LedgerEntry | undefined): TaskOutcome {
  const billed = entry?.billed ?? false;
  return { task, finding: entry?.finding ?? (billed ? unknownOutcome : upstreamUnavailable), billed };
}

function sourceOf(task: SubCheckTask, entry: LedgerEntry | undefined): TaskSource {
  const { provider, claimedAt, settledAt } = entry ?? {};
  // A claim without a result says when somebody was asked, not when somebody answered.
  if (!provider || !settledAt) return { task };
  return { task, provider, answeredAt: settledAt, ...(claimedAt && { askedAt: claimedAt }) };
}

async function buildReport(
  { ledger, now }: AggregateDependencies,
  record: Exclude<ReportRecord, { status: 'completed' }>,
): Promise<DecidedReport> {
  const { reportId, requestedAt, warnings, tasks, submitted } = record;
  const entries = await ledger.entries(reportId);
  const byKey = new Map(entries.map((entry) => [entry.taskKey, entry]));
  const outcomes = tasks.map((task) => outcomeOf(task, byKey.get(taskKey(task))));
  const report = mergeReport({ reportId, requestedAt, completedAt: now(), submitted, warnings, outcomes });
  const sources = tasks.map((task) => sourceOf(task, byKey.get(taskKey(task))));
  return { report, sources, upstreamCost: entries.reduce((sum, { price = 0 }) => sum + price, 0) };
}

/**
 * Merges what the sub-checks found into the report, renders its PDF, stores both, and deletes the applicant's
 * data and what the sources said besides. Done again for a report that stands, it only makes sure that they are gone.
 * A report that was erased while it ran stays erased, its PDF too.
 * @returns whether somebody waits for a webhook.
 */
export async function aggregateReport(
  dependencies: AggregateDependencies,
  reportId: string,
): Promise<{ hasCallback: boolean }> {
  const { reports, applicants, ledger, pdfs, renderPdf, recordCost } = dependencies;
  const record = await reports.find(reportId);
  if (record && record.status !== 'completed') {
    const decided = await reports.decide(reportId, await buildReport(dependencies, record));
    if (decided) {
      const pdf = await renderPdf(decided.report, decided.sources);
      // Before the report stands, so that no link leads nowhere. A run that is late writes the same bytes.
      await pdfs.put(reportId, pdf);
      await reports.complete(reportId, decided, createHash('sha256').update(pdf).digest('hex'));
      recordCost(record.clientId, decided.upstreamCost);
    }
  }
  await applicants.delete(reportId);
  await ledger.close(reportId);
  // Read again: it may have been erased since, and the PDF would outlive it.
  if (await reports.find(reportId)) return { hasCallback: record?.callbackUrl !== undefined };
  await pdfs.delete(reportId);
  return { hasCallback: false };
}

/**
 * Marks a report that cannot be aggregated as failed, and deletes the applicant's data all the same. What the
 * sources said stays for as long as the report's row: once its cause is mended, the report can still be made of it.
 */
export async function failReport(
  { reports, applicants }: Pick<AggregateDependencies, 'reports' | 'applicants'>,
  reportId: string,
): Promise<void> {
  await reports.fail(reportId);
  await applicants.delete(reportId);
}
