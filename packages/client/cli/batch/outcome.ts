import type { DecisionOutcome, Report } from '../../src/index.ts';
import { decisionOf } from '../decision.ts';

/**
 * How a row ended: what its report recommends; or the API refused it, or there will be no report. `failed` was called so
 * before reports could recommend `fail`.
 */
export type Ending = DecisionOutcome | 'refused' | 'no-report';

/** A row's result, as the journal and the results keep it: nothing that was sent, and nothing that sources say. */
export interface Outcome {
  readonly decision: Ending;
  /** `check:code`, or the code of what is not about a sub-check. */
  readonly reasons?: readonly string[];
  readonly reportId?: string;
  readonly matched?: readonly string[];
  readonly unmatched?: readonly string[];
  readonly notFound?: readonly string[];
  readonly flagged?: readonly string[];
  /** `check:code` */
  readonly errored?: readonly string[];
  readonly notOffered?: readonly string[];
  /** `field:code` */
  readonly warnings?: readonly string[];
  readonly upstreamCalls?: number;
  readonly completedAt?: string;
  /** What to do about it. */
  readonly message?: string;
}

export function outcomeOf(report: Report): Outcome {
  const { reportMetadata, summary } = report;
  const { outcome, reasons } = decisionOf(report);
  const { matched, unmatched, notFound, flagged, errored, notOffered } = summary;
  const { reportId, upstreamCalls, completedAt, warnings } = reportMetadata;
  return {
    decision: outcome,
    reasons: reasons.map(({ code, check }) => (check === undefined ? code : `${check}:${code}`)),
    reportId,
    matched,
    unmatched,
    notFound,
    flagged,
    errored: errored.map(({ check, code }) => `${check}:${code}`),
    ...(notOffered && { notOffered }),
    warnings: warnings.map(({ field, code }) => `${field}:${code}`),
    upstreamCalls,
    completedAt,
  };
}
