import type { Decision, DecisionOutcome, Report } from '../src/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** The decision of a report that an earlier release completed: it holds none. */
const missing: Decision = {
  outcome: 'review',
  policy: 'none',
  reasons: [{ code: 'no-decision', message: 'An earlier release of the service completed the report.' }],
};

/** Returns what a report recommends. */
export function decisionOf({ decision }: { readonly decision?: Report['decision'] }): Decision {
  return decision ?? missing;
}

const codes: Record<DecisionOutcome, ExitCode> = {
  pass: exitCodes.ok,
  review: exitCodes.review,
  fail: exitCodes.fail,
};

/** Returns the exit code of a report's decision. */
export function exitCodeOf(report: { readonly decision?: Report['decision'] }): ExitCode {
  return codes[decisionOf(report).outcome];
}
