import { lambdaError } from './lambda-error.ts';

/** How many invocations may run at once. */
export interface ConcurrencyLimits {
  /** Of all functions together, as an account has it. */
  readonly account: number;
  /** Of each function. */
  readonly perFunction: number;
  /** How long an invocation waits, in milliseconds, before it fails as one that AWS throttles; 10 s if not given. */
  readonly longestWaitMs?: number;
}

const usualWaitMs = 10_000;

/**
 * Reserves what an invocation runs in. Gets how many more invocations could start at most.
 * @returns undefined when the function has nothing free.
 */
type Reserve<Place> = (startable: number) => Place | undefined;

interface Turn {
  /** Ends the wait, if the function has a place. @returns whether it has. */
  readonly start: (startable: number) => boolean;
  readonly reject: (why: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The concurrency limit of an account and of its functions. AWS throttles at once what exceeds it. Here it waits first:
 * this machine's limit is far lower. Functions take turns, so that calls of one do not wait for all calls of another.
 */
export class ConcurrencyLimit {
  readonly #limits: ConcurrencyLimits;
  readonly #running = new Map<string, number>();
  /** The invocations that wait, by function. The first function has the next turn. */
  readonly #waiting = new Map<string, Turn[]>();
  #total = 0;

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits;
  }

  /**
   * Waits for the function's turn, and until it has a place for the invocation.
   * @param reserve called while a turn is free, and again after each `look`, until it returns a place.
   * @returns the place.
   * @throws LambdaError 'Lambda.TooManyRequestsException' after the longest wait, 'ServiceException' when the cloud stops.
   */
  async take<Place>(functionName: string, reserve: Reserve<Place>): Promise<Place> {
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const waiting = this.#waiting.get(functionName) ?? [];
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(lambdaError('Lambda.TooManyRequestsException', 'Rate Exceeded.'));
    }, this.#limits.longestWaitMs ?? usualWaitMs);
    const start = (startable: number) => {
      const place = reserve(startable);
      if (place === undefined) return false;
      resolve(place);
      return true;
    };
    const turn: Turn = { start, reject, timer };
    waiting.push(turn);
    this.#waiting.set(functionName, waiting);
    this.look();
    return promise;
  }

  /** Ends a turn of the function. */
  giveBack(functionName: string): void {
    this.#total -= 1;
    this.#running.set(functionName, this.#runningOf(functionName) - 1);
    this.look();
  }

  /** Whether an invocation of the function waits. */
  waits(functionName: string): boolean {
    return (this.#waiting.get(functionName)?.length ?? 0) > 0;
  }

  /** Starts what can start: a function has a new place. */
  look(): void {
    while (this.#total < this.#limits.account && this.#startNext());
  }

  /** Fails whatever waits. */
  stop(): void {
    for (const turns of this.#waiting.values())
      for (const { timer, reject } of turns.splice(0)) {
        clearTimeout(timer);
        reject(lambdaError('ServiceException', 'the embedded cloud has stopped'));
      }
  }

  #runningOf(functionName: string): number {
    return this.#running.get(functionName) ?? 0;
  }

  #startNext(): boolean {
    for (const [functionName, turns] of this.#waiting) {
      const [turn] = turns;
      const startable = Math.min(
        turns.length,
        this.#limits.account - this.#total,
        this.#limits.perFunction - this.#runningOf(functionName),
      );
      if (startable <= 0 || !turn?.start(startable)) continue;
      turns.shift();
      clearTimeout(turn.timer);
      // Behind the other functions.
      this.#waiting.delete(functionName);
      if (turns.length > 0) this.#waiting.set(functionName, turns);
      this.#running.set(functionName, this.#runningOf(functionName) + 1);
      this.#total += 1;
      return true;
    }
    return false;
  }
}
