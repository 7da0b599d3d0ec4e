import type { SubCheckId } from './sub-checks/catalogue.ts';
import type { SubCheckTask } from './sub-checks/eligibility.ts';

/** The sub-checks that a stage's providers serve, and the most that one call for each can cost. */
export type Offers = Readonly<Partial<Record<SubCheckId, number>>>;

/** Returns the most that these tasks can cost upstream. */
export function highestCostOf(tasks: readonly SubCheckTask[], offers: Offers): number {
  return tasks.reduce((sum, { subCheck }) => sum + (offers[subCheck] ?? 0), 0);
}
