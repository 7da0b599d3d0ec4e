import type { Report } from '../../src/index.ts';
import { verdictOf, verdicts } from '../verdict.ts';

/** How a row ended. Those that are no verdict: the API refused it, or there will be no report. */
export const endings = [...verdicts, 'refused', 'failed'] as const;
export type Ending = (typeof endings)[number];

/** A row's result, as the journal and the results keep it: nothing that was sent, and nothing that sources tell. */
export interface Outcome {
  readonly verdict: Ending;
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

export function outcomeOf({ reportMetadata, summary }: Report): Outcome {
  const { matched, unmatched, notFound, flagged, errored, notOffered } = summary;
  const { reportId, upstreamCalls, completedAt, warnings } = reportMetadata;
  return {
    verdict: verdictOf(summary),
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
