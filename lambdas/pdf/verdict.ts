import type { Summary } from '../domain/report.ts';
import { type Category, placeOf, type SubCheckId } from '../domain/sub-checks/catalogue.ts';
import type { Outcome } from '../domain/sub-checks/findings.ts';
import { outcomeOf } from './outcome-of.ts';

/** What needs a reader's attention most comes first; of what is well, the strongest statement does. */
const byUrgency: readonly Outcome[] = [
  'flagged',
  'unmatched',
  'errored',
  'notFound',
  'matched',
  'clear',
  'data',
];

/** The outcome that sums several up: the one that needs attention most, and how many share it. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly count: number;
  readonly total: number;
}

/** What sub-checks that ran come to together; undefined when none did. */
function verdictOn(summary: Summary, ran: readonly SubCheckId[]): Verdict | undefined {
  const found = ran.map((id) => outcomeOf(summary, id));
  const outcome = byUrgency.find((one) => found.includes(one));
  if (!outcome) return undefined;
  return { outcome, count: found.filter((one) => one === outcome).length, total: ran.length };
}

export function verdictOnReport(summary: Summary): Verdict | undefined {
  return verdictOn(summary, summary.ran);
}

export function verdictOnCategory(summary: Summary, category: Category): Verdict | undefined {
  return verdictOn(
    summary,
    summary.ran.filter((id) => placeOf(id).category === category),
  );
}

/** What is held against the person: these are shown where nobody can overlook them. */
export function isAdverse(outcome: Outcome): boolean {
  return outcome === 'flagged' || outcome === 'unmatched';
}
