import { createHash } from 'node:crypto';
import type {
  ApplicantRemoval,
  ClientRegistry,
  ClientUsage,
  DecidedReport,
  DecidingClient,
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
  /** Where the policy of the report's client is. */
  readonly clients: ClientRegistry<DecidingClient>;
  /** The same report and sources give the same bytes. */
  readonly renderPdf: (report: Report, sources: readonly TaskSource[]) => Promise<Uint8Array>;
  readonly usage: Pick<ClientUsage, 'settle'>;
  readonly now: () => Date;
  /** Records as a metric what a client's report cost upstream. */
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

/**
 * What the ledger holds once no task can be claimed any more. Without that, a run that is late could call a provider for
 * a report that says that nothing was billed.
 */
async function finalEntries(
  ledger: SubCheckLedger,
  reportId: string,
  tasks: readonly SubCheckTask[],
): Promise<Map<string, LedgerEntry>> {
  const read = async () =>
    new Map((await ledger.entries(reportId)).map((entry) => [entry.taskKey, entry] as const));
  const before = await read();
  const open = tasks.map(taskKey).filter((key) => before.get(key)?.finding === undefined);
  if (open.length === 0) return before;
  await ledger.shut(reportId, open);
  return read();
}

async function buildReport(
  { ledger, clients, now }: AggregateDependencies,
  record: Exclude<ReportRecord, { status: 'completed' }>,
): Promise<DecidedReport> {
  const { reportId, clientId, tasks } = record;
  const byKey = await finalEntries(ledger, reportId, tasks);
  // A client that was removed meanwhile has none. The report that is decided first keeps its policy.
  const policy = (await clients.find(clientId))?.policy;
  const outcomes = tasks.map((task) => outcomeOf(task, byKey.get(taskKey(task))));
  const report = mergeReport({ ...record, policy, completedAt: now(), outcomes });
  const sources = tasks.map((task) => sourceOf(task, byKey.get(taskKey(task))));
  return { report, sources };
}

/**
 * Merges what the sub-checks found into the report, renders its PDF, stores both, and deletes the applicant's
 * data and also what the providers returned. Repeated for a complete report, it only makes sure that they are gone.
 * A report that was erased while it ran stays erased, its PDF too.
 * @returns whether somebody waits for a webhook.
 */
export async function aggregateReport(
  dependencies: AggregateDependencies,
  reportId: string,
): Promise<{ hasCallback: boolean }> {
  const { reports, applicants, ledger, pdfs, renderPdf, usage, recordCost } = dependencies;
  const record = await reports.find(reportId);
  if (record && record.status !== 'completed') {
    const decided = await reports.decide(reportId, await buildReport(dependencies, record));
    if (decided) {
      const pdf = await renderPdf(decided.report, decided.sources);
      // Before the report is complete, so that no link leads nowhere. A late run writes the same bytes.
      await pdfs.put(reportId, pdf);
      await reports.complete(reportId, decided.report, createHash('sha256').update(pdf).digest('hex'));
    }
  }
  await applicants.delete(reportId);
  const upstreamCost = await ledger.close(reportId);
  // Also of a run that was cut after it completed the report. What is settled from now on is added by who settles it.
  if (record && (await reports.settleCost(reportId, upstreamCost))) recordCost(record.clientId, upstreamCost);
  // Read again: it may have been erased since, and the PDF would outlive it.
  if (await reports.find(reportId)) {
    // Of a report that was erased while it ran, the most that it can cost stays counted.
    if (record?.highestCost !== undefined)
      await usage.settle({ ...record, highestCost: record.highestCost }, upstreamCost);
    return { hasCallback: record?.callbackUrl !== undefined };
  }
  await pdfs.delete(reportId);
  return { hasCallback: false };
}

/**
 * Marks a report that cannot be aggregated as failed, and deletes the applicant's data all the same. What the
 * sources said stays for as long as the report's row: once its cause is fixed, the report can still be completed.
 */
export async function failReport(
  { reports, applicants }: Pick<AggregateDependencies, 'reports' | 'applicants'>,
  reportId: string,
): Promise<void> {
  await reports.fail(reportId);
  await applicants.delete(reportId);
}
