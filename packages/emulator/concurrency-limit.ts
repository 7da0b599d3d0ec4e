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

interface Turn {
  readonly resolve: () => void;
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
   * Waits for the function's turn.
   * @throws LambdaError 'Lambda.TooManyRequestsException' after the longest wait, 'ServiceException' when the cloud stops.
   */
  async take(functionName: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(functionName) ?? [];
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(lambdaError('Lambda.TooManyRequestsException', 'Rate Exceeded.'));
    }, this.#limits.longestWaitMs ?? usualWaitMs);
    const turn: Turn = { resolve, reject, timer };
    waiting.push(turn);
    this.#waiting.set(functionName, waiting);
    this.#dispatch();
    await promise;
  }

  /** Ends a turn of the function. */
  giveBack(functionName: string): void {
    this.#total -= 1;
    this.#running.set(functionName, this.#runningOf(functionName) - 1);
    this.#dispatch();
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

  #dispatch(): void {
    while (this.#total < this.#limits.account && this.#startNext());
  }

  #startNext(): boolean {
    for (const [functionName, turns] of this.#waiting) {
      if (this.#runningOf(functionName) >= this.#limits.perFunction) continue;
      const turn = turns.shift();
      this.#waiting.delete(functionName);
      if (!turn) continue;
      // Behind the other functions.
      this.#waiting.set(functionName, turns);
      clearTimeout(turn.timer);
      this.#running.set(functionName, this.#runningOf(functionName) + 1);
      this.#total += 1;
      turn.resolve();
      return true;
    }
    return false;
  }
}
