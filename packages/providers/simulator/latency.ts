import { setTimeout as delay } from 'node:timers/promises';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import { fieldsReadBy } from '@kyc-china/core/sub-checks/catalogue';
import { seedOf } from './seed.ts';

/** Waits. Rejects with the signal's own reason, and at once, when the signal aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** The longest that a timer of Node can run: some 24 days. */
export const forEverMs = 2 ** 31 - 1;

/** How long the source takes to answer in the slow scenario. */
export const slowMs = 5_000;

/** The bounds of an ordinary answer's latency. */
export const latencyBoundsMs = { least: 300, most: 2_000 } as const;

/** Sleeps by the real clock. The timer keeps the process alive: that of AbortSignal.timeout does not. */
export const sleep: Sleep = async (milliseconds, signal) => {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    // node:timers rejects with an AbortError of its own; the caller wants to know why it was stopped.
    signal.throwIfAborted();
    throw error;
  }
};

/** How long an ordinary answer takes: mostly near the lower bound, always the same for the same call. */
export function usualLatencyMs({ subCheck, applicant, address }: UpstreamCall): number {
  const values = fieldsReadBy(subCheck).map((field) => JSON.stringify(applicant[field]) ?? '');
  const fraction =
    seedOf('latency', subCheck, ...values, address?.city ?? '', address?.address ?? '') / 2 ** 32;
  const { least, most } = latencyBoundsMs;
  return Math.round(least + (most - least) * fraction ** 3);
}
