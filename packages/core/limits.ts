/** What a client may use at most; undefined: without a limit. Days and months are those of UTC. */
export interface ClientLimits {
  readonly verificationsPerDay?: number;
  readonly verificationsPerMonth?: number;
  /** In the currency of the stage's prices. */
  readonly upstreamCostPerMonth?: number;
}

export type LimitName = keyof ClientLimits;

/** What each limit bounds, for people. */
export const limitLabels: Readonly<Record<LimitName, string>> = {
  verificationsPerDay: 'verifications a day',
  verificationsPerMonth: 'verifications a month',
  upstreamCostPerMonth: 'upstream cost a month',
};

/** The limits in the order in which they are reported. */
export const limitNames = Object.keys(limitLabels) as LimitName[];

/** Returns the UTC day of a time, as YYYY-MM-DD. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Returns the UTC month of a time, as YYYY-MM. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

/** Returns when a limit that is reached resets: the beginning of the next UTC day or month. */
export function resetOf(limit: LimitName, at: Date): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return new Date(
    limit === 'verificationsPerDay' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1),
  );
}

/** A request that a limit of its client leaves no room for: nothing is stored or billed. */
export class LimitReachedError extends Error {
  override name = 'LimitReachedError';
  readonly limit: LimitName;
  readonly resetsAt: Date;
  /** From the request to the reset, rounded up. */
  readonly retryAfterSeconds: number;

  constructor(limit: LimitName, at: Date) {
    const resetsAt = resetOf(limit, at);
    super(
      `${
        limit === 'upstreamCostPerMonth'
          ? 'This request could exceed the limit of upstream cost a month.'
          : `The limit of ${limitLabels[limit]} is reached.`
      } Nothing was started. The limit resets at ${resetsAt.toISOString()}.`,
    );
    this.limit = limit;
    this.resetsAt = resetsAt;
    this.retryAfterSeconds = Math.ceil((resetsAt.getTime() - at.getTime()) / 1000);
  }
}
