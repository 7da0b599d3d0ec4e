import { outcomeOf } from '@kyc-china/core/outcome-of';
import type { Summary } from '@kyc-china/core/report';
import { type Category, placeOf } from '@kyc-china/core/sub-checks/catalogue';
import type { Outcome } from '@kyc-china/core/sub-checks/findings';

/** Outcomes by attention: the most urgent one first, and among good ones the strongest statement first. */
const byUrgency: readonly Outcome[] = [
  'flagged',
  'unmatched',
  'errored',
  'notFound',
  'matched',
  'clear',
  'data',
];

/** The outcome that represents a category: the most urgent one, and how many of its sub-checks share it. */
export interface CategoryStatus {
  readonly outcome: Outcome;
  readonly count: number;
  readonly total: number;
}

/** Returns the status of a category; undefined if none of its sub-checks ran. */
export function statusOf(summary: Summary, category: Category): CategoryStatus | undefined {
  const found = summary.ran
    .filter((id) => placeOf(id).category === category)
    .map((id) => outcomeOf(summary, id));
  const outcome = byUrgency.find((one) => found.includes(one));
  if (!outcome) return undefined;
  return { outcome, count: found.filter((one) => one === outcome).length, total: found.length };
}
