import type { Report, ResultOf, Summary } from './report.ts';
import { kindOf, placeOf, type SubCheckId } from './sub-checks/catalogue.ts';
import type { Outcome } from './sub-checks/findings.ts';

const listOutcomes = ['matched', 'unmatched', 'notFound', 'flagged'] as const satisfies (Outcome &
  keyof Summary)[];

/** What came of a sub-check that ran. Data and clear screenings are in no list of the summary. */
export function outcomeOf(summary: Summary, id: SubCheckId): Outcome {
  if (summary.errored.some(({ check }) => check === id)) return 'errored';
  const list = listOutcomes.find((name) => summary[name].includes(id));
  return list ?? (kindOf(id) === 'lookup' ? 'data' : 'clear');
}

/** A sub-check's result; undefined when no source answered. */
export function resultOf<Id extends SubCheckId>(report: Report, id: Id): ResultOf<Id> | undefined {
  const { category, key } = placeOf(id);
  // A category's keys are those of its own sub-checks, each with the type that its id gives it.
  const results = report[category] as Record<string, ResultOf<Id>> | undefined;
  return results?.[key];
}

/** The adverse outcomes: a report shows them where a reader cannot miss them. */
export function isAdverse(outcome: Outcome): boolean {
  return outcome === 'flagged' || outcome === 'unmatched';
}
