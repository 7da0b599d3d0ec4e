import fc from 'fast-check';
import { broken } from './invariants.ts';
import { scenarios } from './scenario.ts';
import { type Outcome, runSchedule } from './schedule.ts';

export interface Simulation {
  readonly runs: number;
  readonly seconds: number;
  /** What the first failing schedule breaks, made as short as possible; undefined: none fails. */
  readonly failure?: {
    readonly broken: readonly string[];
    readonly path: string;
    readonly outcome: Outcome | undefined;
  };
}

class BrokenError extends Error {
  readonly broken: readonly string[];
  readonly outcome: Outcome;

  constructor(found: readonly string[], outcome: Outcome) {
    super(found.join('\n'));
    this.broken = found;
    this.outcome = outcome;
  }
}

/**
 * Runs schedules until one breaks an invariant.
 * @param path where fast-check found a failure, to repeat that schedule alone.
 * @param shrinks whether a failing schedule is made as short as possible, which takes many more.
 */
export async function simulate(
  runs: number,
  seed: number,
  path?: string,
  shrinks = true,
): Promise<Simulation> {
  const startedAt = performance.now();
  const property = fc.asyncProperty(scenarios, fc.scheduler(), async (scenario, scheduler) => {
    const outcome = await runSchedule(scheduler, scenario);
    const found = broken(outcome);
    if (found.length > 0) throw new BrokenError(found, outcome);
  });
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    ...(path !== undefined && { path }),
    endOnFailure: !shrinks,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (!details.failed) return { runs: details.numRuns, seconds };
  const error = details.errorInstance;
  const found = error instanceof BrokenError ? error.broken : [String((error as Error)?.stack ?? error)];
  return {
    runs: details.numRuns,
    seconds,
    failure: {
      broken: found,
      path: details.counterexamplePath ?? '',
      outcome: error instanceof BrokenError ? error.outcome : undefined,
    },
  };
}
