import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a number of milliseconds. */
export type Wait = (ms: number) => Promise<unknown>;

export const waitForReal: Wait = sleep;

/**
 * How long to wait before a write is sent again, in milliseconds, each time after the SDK's own attempts, which are over
 * in a tenth of a second.
 */
const waitsMs = [200, 400, 800, 1600, 3200];

/**
 * Sends a write until it succeeds, for some six seconds. It is for writes without which a paid answer would be lost, or a
 * call that was not made would count as one with an unknown outcome.
 * @throws what the last try throws.
 */
export async function insist<T>(write: () => Promise<T>, wait: Wait): Promise<T> {
  for (const waitMs of waitsMs)
    try {
      return await write();
    } catch {
      await wait(waitMs);
    }
  return write();
}
