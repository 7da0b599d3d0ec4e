import { expect, it } from '@jest/globals';
import { busiestSecond, poisson } from '../../bench/support/gate-simulation.ts';
import { percentile } from '../../bench/support/statistics.ts';
import { runGate } from '../support/gate-in-virtual-time.ts';

const rate = 20;

it('gate lets calls at 82 % of a rate wait less than a second at p99, and no second holds more than the rate', async () => {
  const { calls, waits } = await runGate(poisson(0.82 * rate, 60, 5, 7), rate);
  expect(percentile(waits, 0.99)).toBeLessThan(1);
  expect(busiestSecond(calls)).toBeLessThanOrEqual(rate);
});

it('gate uses 95 % of a rate while more calls arrive, and no second holds more than the rate', async () => {
  const arrivals = poisson(1.2 * rate, 40, 5, 7);
  const { calls } = await runGate(arrivals, rate);
  expect(calls).toHaveLength(arrivals.length);
  expect(busiestSecond(calls)).toBeLessThanOrEqual(rate);
  // Once the queue is full, and while calls still arrive.
  const share = calls.filter((at) => at >= 2 && at < 40).length / 38 / rate;
  expect(share).toBeGreaterThanOrEqual(0.95);
});
