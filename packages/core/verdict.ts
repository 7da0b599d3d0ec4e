import { outcomeOf } from './outcome-of.ts';
import type { Summary } from './report.ts';
import { type Category, placeOf, type SubCheckId } from './sub-checks/catalogue.ts';
import type { Outcome } from './sub-checks/findings.ts';

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

/** The outcome that represents several ones: the most urgent one, and how many share it. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly count: number;
  readonly total: number;
}

/** Returns the combined outcome of the sub-checks that ran; undefined if none ran. */
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

/** The adverse outcomes: the report shows them where a reader cannot miss them. */
export function isAdverse(outcome: Outcome): boolean {
  return outcome === 'flagged' || outcome === 'unmatched';
}
