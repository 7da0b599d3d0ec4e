import type { Step } from './exchange.ts';
import type { Fault } from './faults.ts';

/** How long a fault lasts. `one person`: for good, and for one person alone. `25 s`: by the clock. */
export const durations = ['once', 'twice', 'for good', 'one person', '25 s'] as const;
export type Duration = (typeof durations)[number];

const times: Record<Duration, number> = {
  once: 1,
  twice: 2,
  'for good': Number.POSITIVE_INFINITY,
  'one person': Number.POSITIVE_INFINITY,
  '25 s': Number.POSITIVE_INFINITY,
};

/** Says which calls a fault strikes. */
export class Plan {
  readonly fault: Fault;
  readonly #step: Step;
  readonly #duration: Duration;
  readonly #from: number;
  readonly #now: () => number;
  readonly struck = new Set<number>();
  #strikes = 0;
  #since: number | undefined;
  #isOver = false;

  /** @param from the first person that the fault affects. */
  constructor(
    { fault, step, duration }: { fault: Fault; step: Step; duration: Duration },
    from: number,
    now: () => number,
  ) {
    this.fault = fault;
    this.#step = step;
    this.#duration = duration;
    this.#from = from;
    this.#now = now;
  }

  /** Whether it would strike this call. `poll` covers the later polls too, once it began with the first one. */
  strikes(step: Step, person: number): boolean {
    const isLaterOfSame = step === 'later poll' && this.#step === 'poll' && this.#strikes > 0;
    if (this.#isOver || !(step === this.#step || isLaterOfSame)) return false;
    if (step !== 'check' && person < this.#from) return false;
    if (this.#duration === 'one person' && this.#strikes > 0 && !this.struck.has(person)) return false;
    if (this.#duration === '25 s' && this.#since !== undefined && this.#now() >= this.#since + 25_000)
      return false;
    return this.#strikes < times[this.#duration];
  }

  /** Counts a call that was struck. */
  strike(person: number): void {
    this.#since ??= this.#now();
    this.#strikes += 1;
    this.struck.add(person);
  }

  /** Whether it struck anything. */
  get hasStruck(): boolean {
    return this.#strikes > 0;
  }

  /** From now on all is well. */
  end(): void {
    this.#isOver = true;
  }
}
