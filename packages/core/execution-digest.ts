import { type CallCode, noProvider } from './observed-call.ts';
import { outcomeOf } from './outcome-of.ts';
import type { LedgerEntry } from './ports.ts';
import type { Report } from './report.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import type { ErrorCode, Outcome } from './sub-checks/findings.ts';

/** A sub-check that no source could decide. */
interface ErroredDigest {
  readonly subCheck: SubCheckId;
  /** Of one that was given up, what kept its last call from being processed. */
  readonly code: ErrorCode | CallCode;
  /** The provider that answered, or that did not take the last call; undefined when no provider was chosen. */
  readonly provider?: string;
  /** Whether one of its calls was, or may have been, billed. */
  readonly billed: boolean;
}

interface SlowestCall extends SubCheckTask {
  readonly provider: string;
  readonly upstreamMs: number;
}

/**
 * What an execution says at its end of its report. It is kept in the execution's history: names, numbers and codes of ours
 * alone.
 */
export type ExecutionDigest =
  | {
      readonly status: 'complete' | 'complete-with-errors';
      /** What the report recommends; undefined in a report of an early release. */
      readonly decision?: NonNullable<Report['decision']>['outcome'];
      /** How many sub-checks had each outcome. */
      readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
      readonly errored: readonly ErroredDigest[];
      /** How many calls were, or may have been, billed. */
      readonly billed: number;
      /** Undefined when no provider answered. */
      readonly slowest?: SlowestCall;
      /** From the request to the report, in milliseconds. */
      readonly durationMs: number;
    }
  /** The report was erased while it ran. */
  | { readonly status: 'erased' };

/** A task, and its entry in the ledger. */
interface Call {
  readonly task: SubCheckTask;
  readonly entry: LedgerEntry | undefined;
}

function slowestOf(calls: readonly Call[]): SlowestCall | undefined {
  const answered = calls.flatMap(({ task, entry }) => {
    const { provider, upstreamMs } = entry ?? {};
    return provider !== undefined && upstreamMs !== undefined ? [{ ...task, provider, upstreamMs }] : [];
  });
  return answered.toSorted((one, other) => other.upstreamMs - one.upstreamMs)[0];
}

function erroredOf({ summary }: Report, calls: readonly Call[]): ErroredDigest[] {
  return summary.errored.map(({ check, code }) => {
    const entries = calls.flatMap(({ task, entry }) => (task.subCheck === check && entry ? [entry] : []));
    const answered = entries.find((entry) => entry.provider !== undefined)?.provider;
    const billed = entries.some((entry) => entry.billed);
    // An outcome that is unknown says more than what failed before.
    const failure = answered || billed ? undefined : entries.find((entry) => entry.failure)?.failure;
    const chosen = failure?.provider === noProvider.provider ? undefined : failure?.provider;
    const provider = answered ?? chosen;
    return {
      subCheck: check,
      code: failure?.code ?? (code as ErrorCode),
      ...(provider !== undefined && { provider }),
      billed,
    };
  });
}

/**
 * Digests a complete report for the reader of its execution.
 * @param tasks of the report.
 * @param entries the ledger's, before or after it was closed.
 */
export function digestOf(
  report: Report,
  tasks: readonly SubCheckTask[],
  entries: readonly LedgerEntry[],
): ExecutionDigest {
  const byKey = new Map(entries.map((entry) => [entry.taskKey, entry]));
  const calls = tasks.map((task) => ({ task, entry: byKey.get(taskKey(task)) }));
  const { summary, reportMetadata, decision } = report;
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const id of summary.ran) {
    const outcome = outcomeOf(summary, id);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const slowest = slowestOf(calls);
  return {
    status: summary.errored.length > 0 ? 'complete-with-errors' : 'complete',
    ...(decision && { decision: decision.outcome }),
    outcomes,
    errored: erroredOf(report, calls),
    billed: reportMetadata.upstreamCalls,
    ...(slowest && { slowest }),
    durationMs: reportMetadata.durationMs,
  };
}
