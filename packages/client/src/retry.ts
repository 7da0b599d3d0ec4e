import type { Clock } from './clock.ts';
import {
  isReportFailed,
  KycNetworkError,
  KycProtocolError,
  KycRateLimitError,
  KycServiceError,
} from './errors.ts';

/** The first wait after a failure, in milliseconds; each further one is twice as long, up to the longest. */
const firstWaitMs = 250;
const longestWaitMs = 8_000;

/** Until when, and how often, a call may be repeated. */
export interface RetryLimits {
  /** By the clock, in milliseconds. */
  readonly deadline: number;
  /** How often a call is repeated after no answer, one that is not the API's, or a 5xx without Retry-After. */
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * How long to wait before a repetition, in milliseconds: between half and all of a wait that doubles, so that callers
 * who failed together do not come back together; after a Retry-After, on top of it.
 * @param failures how many there were in a row, from 1.
 */
export function waitAfter(failures: number, retryAfterMs: number, random: number): number {
  const backoff = Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs);
  return retryAfterMs + backoff * (0.5 + random / 2);
}

/** Returns how long the API asks to wait, in milliseconds, if it is only short of capacity. */
function askedToWait(error: unknown): number | undefined {
  if (error instanceof KycRateLimitError) return error.retryAfterMs;
  return error instanceof KycServiceError && error.status === 503 ? error.retryAfterMs : undefined;
}

/** Whether the API may not have been reached, or not have been able to answer. */
function isTemporary(error: unknown): boolean {
  return [KycNetworkError, KycServiceError, KycProtocolError].some((kind) => error instanceof kind);
}

/**
 * Makes a call until it succeeds, is refused, or may not be repeated any more.
 * @returns what the call does.
 * @throws what the last call threw, or the signal's reason.
 */
export async function withRetries<Result>(
  call: () => Promise<Result>,
  clock: Clock,
  { deadline, retries, signal }: RetryLimits,
): Promise<Result> {
  let failures = 0;
  let throttled = 0;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      let wait: number;
      if (isReportFailed(error)) throw error;
      const retryAfterMs = askedToWait(error);
      if (retryAfterMs !== undefined) {
        throttled += 1;
        wait = waitAfter(throttled, retryAfterMs, clock.random());
      } else if (isTemporary(error)) {
        failures += 1;
        if (failures > retries) throw error;
        wait = waitAfter(failures, 0, clock.random());
      } else throw error;
      if (clock.now() + wait > deadline) throw error;
      await clock.wait(wait, signal);
    }
  }
}
