import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import { invariants } from './invariants.ts';
import { mutations, noticerOf } from './mutations.ts';
import { simulate } from './simulate.ts';

// KYC_SIMULATION_SEED repeats the schedules of an earlier run.
const seed = Number(process.env.KYC_SIMULATION_SEED ?? Date.now() % 1_000_000_000);
const runs = 2000;

it(`every invariant holds in ${runs} schedules (KYC_SIMULATION_SEED=${seed})`, async () => {
  const { failure, runs: done, seconds } = await simulate(runs, seed);
  console.info(`${done} schedules in ${seconds.toFixed(1)} s, seed ${seed}`);
  const repeat = failure && `npm run simulate -- --seed ${seed} --path ${failure.path}`;
  expect({ broken: failure?.broken, repeat }).toEqual({ broken: undefined, repeat: undefined });
  expect(done).toBe(runs);
}, 600_000);

it.each(mutations)('mutation “$title” fits the sources', ({ file, text }) => {
  expect(readFileSync(projectFile(file), 'utf8').split(text)).toHaveLength(2);
});

it('invariants each have a mutation that breaks them', () => {
  const broken = mutations.flatMap((mutation) => ('breaks' in mutation ? [mutation.breaks] : []));
  expect(new Set(broken)).toEqual(new Set(Object.keys(invariants)));
});

it('table of mutations in README.md equals the list', () => {
  const readme = readFileSync(projectFile('test/simulation/README.md'), 'utf8');
  const start = readme.search(/^\| mutation +\|/m);
  const rows = readme
    .slice(start)
    .split('\n\n')[0]
    ?.split('\n')
    .slice(2)
    .map((row) => row.replaceAll(/ +/g, ' '));
  expect(rows).toEqual(
    mutations.map((mutation) => `| ${mutation.title} | ${mutation.file} | ${noticerOf(mutation)} |`),
  );
});
