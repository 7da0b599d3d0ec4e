import { outcomeOf, resultOf } from './outcome-of.ts';
import type { AcceptedReport, LedgerEntry } from './ports.ts';
import type { Report } from './report.ts';
import { type FieldDigests, isSame } from './rerun-digests.ts';
import { fieldsReadBy, type SubCheckId } from './sub-checks/catalogue.ts';
import { taskKey } from './sub-checks/eligibility.ts';
import type { Outcome } from './sub-checks/findings.ts';
import { sourceOf, type TaskSource } from './task-source.ts';

/** The result of an earlier report that a re-run uses: no provider is called for it, and nothing is billed. */
export interface CarriedResult {
  readonly check: SubCheckId;
  readonly outcome: Exclude<Outcome, 'errored'>;
  /** As the earlier report has it. */
  readonly result: unknown;
  /** When a provider returned it, also if the earlier report had carried it over itself. */
  readonly answeredAt: Date;
  /** Which provider returned it, for the PDF. */
  readonly sources: readonly TaskSource[];
}

/** A completed report that a request names, and what the ledger keeps of its calls. */
export interface EarlierReport {
  readonly record: AcceptedReport & { readonly report: Report };
  readonly entries: readonly LedgerEntry[];
}

function sourcesOf({ record, entries }: EarlierReport, check: SubCheckId): TaskSource[] {
  const byKey = new Map(entries.map((entry) => [entry.taskKey, entry]));
  const tasks = record.tasks.filter(({ subCheck }) => subCheck === check);
  return tasks.map((task) => sourceOf(task, byKey.get(taskKey(task))));
}

/** Returns the first of the answers: none of them is older. */
function firstAnswer(sources: readonly TaskSource[], completedAt: string): Date {
  const times = sources.flatMap(({ answeredAt }) => (answeredAt ? [answeredAt.getTime()] : []));
  return times.length > 0 ? new Date(Math.min(...times)) : new Date(completedAt);
}

function carriedFrom(earlier: EarlierReport, check: SubCheckId): CarriedResult[] {
  const { report, carried = [] } = earlier.record;
  const before = carried.find((one) => one.check === check);
  if (before) return [before];
  const outcome = outcomeOf(report.summary, check);
  const result = resultOf(report, check);
  if (!report.summary.ran.includes(check) || outcome === 'errored' || result === undefined) return [];
  const sources = sourcesOf(earlier, check);
  const answeredAt = firstAnswer(sources, report.reportMetadata.completedAt);
  return [{ check, outcome, result, answeredAt, sources }];
}

/**
 * Returns what a re-run carries over: the result of each sub-check that the earlier report answered, and whose fields all have
 * the same values. An errored one is not answered; of several addresses, one that is errored is enough.
 * @param run the sub-checks of the re-run.
 * @param digests of the fields of the earlier and of the new request, under the same key.
 */
export function carriedOver(
  earlier: EarlierReport,
  run: readonly SubCheckId[],
  digests: { readonly before: FieldDigests; readonly now: FieldDigests },
): CarriedResult[] {
  return run
    .filter((check) => fieldsReadBy(check).every((field) => isSame(field, digests.before, digests.now)))
    .flatMap((check) => carriedFrom(earlier, check));
}
