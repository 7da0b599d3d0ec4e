import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFile } from '../../lib/project-file.ts';
import { mutations } from './mutations.ts';

// Runs the simulation on a copy of the project, with one mutation at a time: an invariant has to notice each.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const copied = ['lambdas', 'operations', 'lib', 'local', 'statemachine', 'test', 'package.json'];
const copy = mkdtempSync(path.join(tmpdir(), 'kyc-china-mutations-'));
try {
  for (const name of copied) cpSync(projectFile(name), path.join(copy, name), { recursive: true });
  symlinkSync(projectFile('node_modules'), path.join(copy, 'node_modules'));
  for (const { title, file, text, replacement, breaks } of mutations) {
    if (!title.includes(values.only)) continue;
    const place = path.join(copy, file);
    const whole = readFileSync(place, 'utf8');
    if (whole.split(text).length !== 2) throw new Error(`${file} does not hold this once: ${text}`);
    writeFileSync(
      place,
      whole.replace(text, () => replacement),
    );
    const args = ['test/simulation/main.ts', '--runs', values.runs, '--seed', values.seed];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
    writeFileSync(place, whole);
    const noticed = stderr.includes(`${breaks}: `);
    console.info(`${noticed ? 'noticed' : 'MISSED'}  ${title}`);
    console.info(`  ${stdout.split('\n')[0]}`);
    for (const line of stderr.trim().split('\n')) console.info(`  ${line}`);
    if (!noticed) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
