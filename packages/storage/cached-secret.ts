/** How long a secret is kept in a warm function, in milliseconds: a change is seen within this time. */
export const freshForMs = 5 * 60 * 1000;

/** How often a secret is read again because of something that it should hold and does not, in milliseconds. */
export const soonestReadAgainMs = 2000;

/** A secret, kept for five minutes: a warm function does not ask for it at every call. */
export class CachedSecret<T> {
  readonly #fetch: () => Promise<T>;
  readonly #now: () => number;
  #known: { readonly value: Promise<T>; readonly readAt: number } | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(fetch: () => Promise<T>, now: () => number = Date.now) {
    this.#fetch = fetch;
    this.#now = now;
  }

  /** The secret, at most five minutes old. */
  value(): Promise<T> {
    const known = this.#known;
    return known && this.#now() - known.readAt < freshForMs ? known.value : this.#read();
  }

  /**
   * The secret, read again if that was not done, or tried, in the last two seconds: for who misses something in
   * it. However many do, for a good reason or not, the secret's service is asked no more often than that.
   */
  newerValue(): Promise<T> {
    return this.#now() - this.#triedAt < soonestReadAgainMs ? this.value() : this.#read();
  }

  async #read(): Promise<T> {
    const earlier = this.#known;
    const value = this.#fetch();
    const readAt = this.#now();
    this.#known = { value, readAt };
    this.#triedAt = readAt;
    try {
      return await value;
    } catch (error) {
      // What was known stays known for the rest of its time; a failure is not.
      if (this.#known.value === value) this.#known = earlier;
      throw error;
    }
  }
}
