import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string' },
    'no-shrink': { type: 'boolean', default: false },
  },
});
const [runs, seed] = [Number(values.schedules), Number(values.seed)];
const { failure, seconds, runs: done } = await simulate(runs, seed, values.path, !values['no-shrink']);
console.info(
  `${done} schedules in ${seconds.toFixed(1)} s, ${(done / seconds).toFixed(0)} a second, seed ${seed}`,
);
if (failure) {
  const { outcome } = failure;
  if (outcome) {
    const { scenario, log } = outcome;
    console.info(JSON.stringify(scenario, null, 1));
    for (const line of log) console.info(line);
  }
  for (const line of failure.broken) console.error(line);
  console.error(`again: npm run simulate -- --seed ${seed} --path ${failure.path}`);
  process.exitCode = 1;
}
