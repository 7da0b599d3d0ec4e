import type { CallFacts } from './call-facts.ts';
import type { SubCheckTask } from './sub-checks/eligibility.ts';
import type { ErrorCode, Finding, Outcome } from './sub-checks/findings.ts';

/**
 * What the state SubCheck returns of a task. It is kept in the execution's history: names, numbers and codes of ours alone.
 * An address is named by its position.
 */
export interface SubCheckResult extends SubCheckTask, CallFacts {
  readonly outcome: Outcome;
  /** Why no source could decide. */
  readonly code?: ErrorCode;
}

/** Builds what is returned of a task. */
export function subCheckResult(task: SubCheckTask, finding: Finding, facts: CallFacts): SubCheckResult {
  const { billed, provider, upstreamMs, attempts } = facts;
  return {
    ...task,
    outcome: finding.outcome,
    ...(finding.outcome === 'errored' && { code: finding.code }),
    ...(provider !== undefined && { provider }),
    billed,
    ...(upstreamMs !== undefined && { upstreamMs }),
    ...(attempts !== undefined && { attempts }),
  };
}

/**
 * The task is done, and its stored result says that no source could decide. The message is the result as JSON, which the
 * state machine reads. A Catch costs a transition only when there is an error; a Choice would cost one for each task.
 */
export class SettledAsErroredError extends Error {
  override name = 'SettledAsErroredError';

  constructor(result: SubCheckResult) {
    super(JSON.stringify(result));
    // Lambda puts the stack into the cause. Where a stored result was read says nothing.
    this.stack = this.name;
  }
}

/**
 * Returns a result to the state machine.
 * @throws SettledAsErroredError when no source could decide: it leads to a state of its own.
 */
export function returnResult(result: SubCheckResult): SubCheckResult {
  if (result.outcome === 'errored') throw new SettledAsErroredError(result);
  return result;
}
