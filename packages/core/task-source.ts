import type { LedgerEntry } from './ports.ts';
import type { SubCheckTask } from './sub-checks/eligibility.ts';

/**
 * Where the result of a task comes from. The contract's JSON has no place for it; the PDF shows it. A task that
 * no source answered has its task alone.
 */
export interface TaskSource {
  readonly task: SubCheckTask;
  /** The provider's name in the stage's configuration. */
  readonly provider?: string;
  readonly askedAt?: Date;
  readonly answeredAt?: Date;
}

/** Returns the source of a task's result, by its entry in the ledger. */
export function sourceOf(task: SubCheckTask, entry: LedgerEntry | undefined): TaskSource {
  const { provider, claimedAt, settledAt } = entry ?? {};
  // A claim without a result says when a provider was called, not when it returned something.
  if (!provider || !settledAt) return { task };
  return { task, provider, answeredAt: settledAt, ...(claimedAt && { askedAt: claimedAt }) };
}
