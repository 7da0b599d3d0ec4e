/** How many calls a second are let through, and how many at once. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** The token bucket that API Gateway throttles with: it holds `burst` calls and fills at the rate. */
export class TokenBucket {
  readonly #throttle: Throttle;
  readonly #now: () => number;
  #calls: number;
  #filledAt: number;

  constructor(throttle: Throttle, now: () => number) {
    this.#throttle = throttle;
    this.#now = now;
    this.#calls = throttle.burst;
    this.#filledAt = now();
  }

  /** Takes a call out. @returns whether there was one. */
  take(): boolean {
    const { ratePerSecond, burst } = this.#throttle;
    const now = this.#now();
    const filled = ((now - this.#filledAt) / 1000) * ratePerSecond;
    this.#calls = Math.min(burst, this.#calls + Math.max(0, filled));
    this.#filledAt = now;
    if (this.#calls < 1) return false;
    this.#calls -= 1;
    return true;
  }
}
