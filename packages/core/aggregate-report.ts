import { digestOf, type ExecutionDigest } from './execution-digest.ts';
import { hashesOf, type IssuedHashes, sha256Of } from './issued-hashes.ts';

import { type Charge, chargesOf } from './monthly-usage.ts';
import type { CallFailure } from './observed-call.ts';
import type {
  ApplicantRemoval,
  ClientRegistry,
  ClientUsage,
  DecidedReport,
  DecidingClient,
  FailureAnnouncement,
  LedgerEntry,
  PdfFiles,
  ReportRecord,
  ReportStore,
  SubCheckLedger,
} from './ports.ts';
import type { Prices } from './price-list.ts';
import { mergeReport, type Report, type TaskOutcome } from './report.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import { unknownOutcome, upstreamUnavailable } from './sub-checks/findings.ts';
import { sourceOf, type TaskSource } from './task-source.ts';

export interface AggregateDependencies {
  readonly reports: ReportStore;
  readonly applicants: ApplicantRemoval;
  readonly ledger: SubCheckLedger;
  readonly pdfs: PdfFiles;
  readonly issuedHashes: Pick<IssuedHashes, 'record' | 'markErased'>;
  /** Where the policy of the report's client is. */
  readonly clients: ClientRegistry<DecidingClient>;
  /** The same report, sources and client give the same bytes. */
  readonly renderPdf: (
    report: Report,
    sources: readonly TaskSource[],
    clientId: string,
  ) => Promise<Uint8Array>;
  readonly usage: Pick<ClientUsage, 'settle'>;
  /** What clients without prices of their own pay. */
  readonly prices: Prices;
  readonly now: () => Date;
  /** Records as a metric what a client's report cost upstream. */
  readonly recordCost: (clientId: string, upstreamCost: number) => void;
  /**
   * Is given each sub-check that the report lists as errored because no run of it got a result. It must not throw.
   * @param failure what kept it from being processed the last time; undefined if that is not known.
   */
  readonly observeGivenUp: (subCheck: SubCheckId, failure: CallFailure | undefined) => void;
}

function outcomeOf(task: SubCheckTask, entry: LedgerEntry | undefined): TaskOutcome {
  const billed = entry?.billed ?? false;
  return { task, finding: entry?.finding ?? (billed ? unknownOutcome : upstreamUnavailable), billed };
}

/** Whether somebody waits for a webhook, and then its first attempt. */
export type DueWebhook =
  | { readonly hasCallback: false }
  | { readonly hasCallback: true; readonly resend: number; readonly attempt: number };

/** What the state Aggregate leaves for the states after it. */
export interface AggregatedReport {
  readonly report: ExecutionDigest;
  readonly webhook: DueWebhook;
}

type UnfinishedReport = Exclude<ReportRecord, { status: 'completed' }>;

/**
 * What the ledger holds once no task can be claimed any more. Without that, a run that is late could call a provider for
 * a report that says that nothing was billed.
 */
async function finalEntries(
  ledger: SubCheckLedger,
  { reportId, tasks }: ReportRecord,
  before: readonly LedgerEntry[],
): Promise<readonly LedgerEntry[]> {
  const settled = new Set(before.flatMap(({ taskKey: key, finding }) => (finding ? [key] : [])));
  const open = tasks.map(taskKey).filter((key) => !settled.has(key));
  if (open.length === 0) return before;
  await ledger.shut(reportId, open);
  return ledger.entries(reportId);
}

/** @throws Error when the report exists and is not complete. */
function reportOf(record: ReportRecord | undefined): Report | undefined {
  if (record && record.status !== 'completed') throw new Error('the report is not complete');
  return record?.report;
}

async function buildReport(
  { clients, prices, now }: AggregateDependencies,
  record: UnfinishedReport,
  entries: readonly LedgerEntry[],
): Promise<DecidedReport> {
  const { clientId, tasks, carried = [] } = record;
  const byKey = new Map(entries.map((entry) => [entry.taskKey, entry]));
  // A client that was removed meanwhile has neither. The report that is decided first keeps its policy and prices.
  const { policy, prices: own } = (await clients.find(clientId)) ?? {};
  const outcomes = tasks.map((task) => outcomeOf(task, byKey.get(taskKey(task))));
  const report = mergeReport({ ...record, policy, completedAt: now(), outcomes });
  const asked = tasks.map((task) => sourceOf(task, byKey.get(taskKey(task))));
  const sources = [...asked, ...carried.flatMap(({ sources }) => sources)];
  return { report, sources, charges: chargesOf(outcomes, prices, own) };
}

/** Reports the tasks that have no result although none of them can be claimed any more. */
function observeOpen(
  { observeGivenUp }: Pick<AggregateDependencies, 'observeGivenUp'>,
  { tasks }: UnfinishedReport,
  entries: readonly LedgerEntry[],
): void {
  const byKey = new Map(entries.map((entry) => [entry.taskKey, entry]));
  for (const task of tasks) {
    const entry = byKey.get(taskKey(task));
    if (!entry?.finding) observeGivenUp(task.subCheck, entry?.failure);
  }
}

/**
 * Merges what the sub-checks found into the report, renders its PDF, stores both, and deletes the applicant's
 * data and also what the providers returned. Repeated for a complete report, it only makes sure that they are gone.
 * A report that was erased while it ran stays erased, its PDF too.
 * @returns what the states after it are given.
 */
export async function aggregateReport(
  dependencies: AggregateDependencies,
  reportId: string,
): Promise<AggregatedReport> {
  const { reports, applicants, ledger, pdfs, issuedHashes, renderPdf, usage, recordCost, now } = dependencies;
  const [record, before] = await Promise.all([reports.find(reportId), ledger.entries(reportId)]);
  const unfinished = record?.status === 'completed' ? undefined : record;
  // Of a report that another run completed, the entries may have been read before its last ones were made.
  const entries = await (unfinished ? finalEntries(ledger, unfinished, before) : ledger.entries(reportId));
  let completed: Report | undefined;
  let charges: readonly Charge[] = [];
  let hashes: readonly string[] = [];
  if (unfinished) {
    const built = await buildReport(dependencies, unfinished, entries);
    const decided = await reports.decide(reportId, built);
    if (decided) {
      const pdf = await renderPdf(decided.report, decided.sources, unfinished.clientId);
      const pdfSha256 = sha256Of(pdf);
      hashes = hashesOf(decided.report, pdfSha256);
      const issuedAt = new Date(decided.report.reportMetadata.completedAt);
      // Before the report is complete, so that no link leads nowhere and each PDF can be verified. A late run writes the same.
      await Promise.all([pdfs.put(reportId, pdf), issuedHashes.record(hashes, issuedAt)]);
      charges = decided.charges ?? built.charges ?? [];
      if (await reports.complete(reportId, decided.report, pdfSha256, charges)) {
        completed = decided.report;
        observeOpen(dependencies, unfinished, entries);
      }
    }
  }
  const [upstreamCost] = await Promise.all([ledger.close(reportId, entries), applicants.delete(reportId)]);
  // Also of a run that was cut after it completed the report. What is settled from now on is added by who settles it.
  if (record && (await reports.settleCost(reportId, upstreamCost))) recordCost(record.clientId, upstreamCost);
  // An erasure that follows the completion finds the PDF. One that came before it does not, and the PDF would outlive it.
  const stored = completed ? undefined : await reports.find(reportId);
  const report = completed ?? reportOf(stored);
  // Another run completed it, perhaps by other prices.
  if (stored?.status === 'completed') charges = stored.charges ?? [];
  if (!record || !report) {
    await Promise.all([pdfs.delete(reportId), issuedHashes.markErased(hashes, now())]);
    return { report: { status: 'erased' }, webhook: { hasCallback: false } };
  }
  // Of a report that was erased while it ran, the most that it can cost stays counted.
  if (record.highestCost !== undefined)
    await usage.settle({ ...record, highestCost: record.highestCost }, upstreamCost, charges);
  const webhook: DueWebhook =
    record.callbackUrl === undefined ? { hasCallback: false } : { hasCallback: true, resend: 0, attempt: 1 };
  return { report: digestOf(report, record.tasks, entries), webhook };
}

export interface FailDependencies extends Pick<AggregateDependencies, 'reports' | 'applicants' | 'now'> {
  readonly workflow: FailureAnnouncement;
}

/**
 * Marks a report that cannot be aggregated as failed, deletes the applicant's data all the same, and starts to announce
 * the failure if the request had a callback. What the sources said stays for as long as the report's row: once its cause
 * is fixed, the report can still be completed.
 */
export async function failReport(
  { reports, applicants, workflow, now }: FailDependencies,
  reportId: string,
): Promise<void> {
  await reports.fail(reportId, now());
  await applicants.delete(reportId);
  const record = await reports.find(reportId);
  if (record?.status === 'failed' && record.callbackUrl !== undefined)
    await workflow.announceFailure(reportId);
}
