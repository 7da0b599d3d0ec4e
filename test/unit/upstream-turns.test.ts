import { describe, expect, it } from '@jest/globals';
import { queuesFor, shareOfRate, spacingFor } from '@kyc-china/core/upstream-turns';
import fc from 'fast-check';
import {
  type Arrival,
  busiestSecond,
  idealWait,
  poisson,
  reserving,
  waitOf,
} from '../../bench/support/gate-simulation.ts';

const rate = 20;
const burst = (calls: number, client: string, at = 0): Arrival[] =>
  Array.from({ length: calls }, (_, call) => ({ at: at + call / 10_000, client }));
const byTime = (arrivals: Arrival[]) => arrivals.toSorted((one, other) => one.at - other.at);

const manyArrivals = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 30, noNaN: true }),
    client: fc.constantFrom('a', 'b', 'c', 'd'),
    calls: fc.integer({ min: 1, max: 60 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('turns', () => {
  it('turns of any calls are a spacing apart, and each call has one', () => {
    fc.assert(
      fc.property(manyArrivals, fc.constantFrom(1, 20, 100), fc.nat(), (groups, callsPerSecond, seed) => {
        const arrivals = byTime(groups.flatMap(({ at, client, calls }) => burst(calls, client, at)));
        const { calls } = reserving(arrivals, callsPerSecond, seed);
        expect(calls).toHaveLength(arrivals.length);
        const spacing = spacingFor(callsPerSecond) / 1_000_000;
        for (const [index, at] of calls.entries())
          if (index > 0) expect(at - (calls[index - 1] ?? 0)).toBeGreaterThan(spacing - 1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('turns at 82 % of a rate come within a second at p99, as in a queue without a gate', () => {
    const arrivals = poisson(0.82 * rate, 1800, 20, 7);
    const run = reserving(arrivals, rate);
    expect(waitOf(run, 0.99)).toBeLessThan(1);
    expect(waitOf(run, 0.99)).toBeLessThan(1.5 * idealWait(arrivals, rate, 0.99));
    expect(run.writes).toBeLessThan(1.1);
    expect(run.transitions).toBe(0);
  });

  it.each([1400, 8000])(
    'turns of a burst of %i calls use 97 %% of the rate, and no second holds more',
    (size) => {
      const { calls, waits, transitions } = reserving(burst(size, 'a'), rate);
      expect(waits).toHaveLength(size);
      expect((calls.at(-1) ?? 0) / (size / rate)).toBeLessThan(1.05);
      expect(busiestSecond(calls)).toBeLessThanOrEqual(rate);
      expect(transitions).toBeLessThan(4);
    },
  );

  it.each([1, 10])('turns of single calls beside %i clients with 1,000 each come within 5 s', (heavy) => {
    const others = Array.from({ length: heavy }, (_, client) => burst(1000, `heavy ${client}`, 5 * client));
    const singles = Array.from({ length: 30 }, (_, call) => ({
      at: 5 * heavy + call,
      client: `single ${call % 7}`,
    }));
    const run = reserving(byTime([...others.flat(), ...singles]), rate);
    expect(waitOf(run, 0.99, 'single')).toBeLessThan(5);
    expect(run.calls.at(-1) ?? 0).toBeLessThan((1.1 * run.calls.length) / rate);
  });

  it('turns are used when a client with fewer calls is done', () => {
    const run = reserving(byTime([...burst(4000, 'a'), ...burst(200, 'b')]), rate);
    expect((run.calls.at(-1) ?? 0) / (4200 / rate)).toBeLessThan(1.05);
    expect(waitOf(run, 1, 'b')).toBeLessThan((1.2 * 400) / rate);
  });

  it('turns of calls that ended while they waited go to others, soon and to their own client too', () => {
    const arrivals = byTime([
      ...burst(2000, 'dead'),
      ...burst(400, 'a', 5),
      { at: 300, client: 'dead but one' },
      ...burst(40, 'dead', 301),
    ]);
    const run = reserving(arrivals, rate, 3, (client) => client === 'dead' && arrivals.length > 0);
    // At most what they would wait if the others had lived.
    expect(waitOf(run, 1, 'a')).toBeLessThan((2.1 * 400) / rate);
    expect(waitOf(run, 1, 'dead but one')).toBeLessThan(3);
  });

  it('turns of one operation are shared by as many items as its rate needs', () => {
    expect([1, 500, 501, 1200].map(queuesFor)).toEqual([1, 1, 2, 3]);
    for (const callsPerSecond of [1, 20, 500, 501, 1200])
      expect(queuesFor(callsPerSecond) * (1_000_000 / spacingFor(callsPerSecond))).toBeCloseTo(
        callsPerSecond * shareOfRate,
        -1,
      );
  });
});
