import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFile } from '../../lib/project-file.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { type Mutation, mutations, noticerOf } from './mutations.ts';

// Runs the simulation, or the named tests, on a copy of the project with one mutation at a time: each has to be noticed.
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    /** A regular expression for the titles of the mutations to try. */
    only: { type: 'string', default: '' },
    /** The same for the invariants or files of tests that have to notice. */
    by: { type: 'string', default: '' },
  },
});
const copied = [
  'lambdas',
  'packages',
  'codegen',
  'operations',
  'lib',
  'local',
  'statemachine',
  'test',
  'docs-site',
  'console',
  'bin',
];
const files = ['package.json', 'jest.config.js', 'tsconfig.json', 'cdk.json'];
const copy = mkdtempSync(path.join(tmpdir(), 'kyc-china-mutations-'));

// The copy uses the assembly as it is: what is mutated runs from its sources.
const env = { ...process.env, KYC_TARGET_URL: 'none' };
const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' });

/** Lets the invariants or the named tests look at the copy. */
function look(mutation: Mutation): { readonly noticed: boolean; readonly lines: readonly string[] } {
  if ('test' in mutation) {
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', mutation.test];
    const { stderr } = node(...jest);
    const failed = stderr.split('\n').filter((line) => line.startsWith('  ● '));
    // Without any failed test, the file could not be run at all: that is no notice.
    const ran = failed.length > 0 && !stderr.includes('Test suite failed to run');
    return { noticed: ran, lines: [...new Set(failed)].slice(0, 3) };
  }
  const { schedules, seed } = values;
  const main = ['test/simulation/main.ts', '--schedules', schedules, '--seed', seed, '--no-shrink'];
  const { stdout, stderr } = node(...main);
  const noticed = stderr.includes(`${mutation.breaks}: `);
  return { noticed, lines: [stdout.split('\n')[0] ?? '', ...stderr.trim().split('\n')] };
}

try {
  for (const name of [...copied, ...files])
    cpSync(projectFile(name), path.join(copy, name), { recursive: true });
  linkPackages(copy);
  symlinkSync(projectFile('cdk.out'), path.join(copy, 'cdk.out'));
  for (const mutation of mutations) {
    const { title, file, text, replacement } = mutation;
    if (!new RegExp(values.only).test(title) || !new RegExp(values.by).test(noticerOf(mutation))) continue;
    const place = path.join(copy, file);
    const whole = readFileSync(place, 'utf8');
    if (whole.split(text).length !== 2) throw new Error(`${file} does not hold this once: ${text}`);
    writeFileSync(
      place,
      whole.replace(text, () => replacement),
    );
    const { noticed, lines } = look(mutation);
    writeFileSync(place, whole);
    console.info(`${noticed ? 'noticed' : 'MISSED'}  ${title} (${noticerOf(mutation)})`);
    for (const line of lines) console.info(`  ${line}`);
    if (!noticed) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
