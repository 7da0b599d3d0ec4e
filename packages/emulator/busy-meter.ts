import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** The share of its time that a thread computes, from which on it is busy. */
const busyFrom = 0.8;

/** The shortest time over which the share is measured, in milliseconds. */
const measuredForMs = 40;

/** Measures whether a thread computes most of its time, instead of waiting. */
export class BusyMeter {
  readonly #read: () => EventLoopUtilization;
  #before: EventLoopUtilization | undefined;
  #busy = false;

  /** @param read returns the utilization of the thread's event loop since it started. */
  constructor(read: () => EventLoopUtilization) {
    this.#read = read;
  }

  /** Whether it was busy when last measured: now, or less than the shortest time ago. */
  get busy(): boolean {
    const now = this.#read();
    const { active, idle, utilization } = performance.eventLoopUtilization(now, this.#before);
    if (active + idle < measuredForMs) return this.#busy;
    this.#before = now;
    this.#busy = utilization >= busyFrom;
    return this.#busy;
  }
}
