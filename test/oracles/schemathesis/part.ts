import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../../../lib/project-file.ts';
import { type Api, withApi } from '../api.ts';
import { endOf, runCommand } from '../command.ts';
import { logFile, workFolder } from '../home.ts';
import type { Part } from '../part.ts';
import { pythonEnvironment } from '../python-environment.ts';

/** For each operation and phase. Bounds the run to about three minutes on two cores. */
const maxExamples = 300;

const here = (file: string) => path.join(import.meta.dirname, file);

/** What has to be reached for the checks to have judged something: answers of these kinds. */
const required = [
  /^POST \/kyc\/cn\/request 200$/,
  /^POST \/kyc\/cn\/request 400$/,
  /^POST \/kyc\/cn\/request 401$/,
  /^POST \/kyc\/cn\/poll 200$/,
  /^POST \/kyc\/cn\/poll 202$/,
  /^POST \/kyc\/cn\/poll 401$/,
];

async function run(programs: string, api: Api, seed: number, log: string) {
  const folder = workFolder('schemathesis');
  copyFileSync(here('schemathesis.toml'), path.join(folder, 'schemathesis.toml'));
  const args = [
    ...['--no-color', 'run', projectFile('docs/openapi.json'), '--url', api.url],
    ...['--phases', 'examples,coverage,fuzzing,stateful'],
    ...['--max-examples', String(maxExamples), '--seed', String(seed), '--output-truncate', 'false'],
  ];
  const ended = await runCommand(path.join(programs, 'schemathesis'), args, {
    folder,
    environment: {
      KYC_CN_CLIENT_ID: api.clientId,
      KYC_CN_CLIENT_SECRET: api.clientSecret,
      KYC_CALLBACK_URL: api.callbackUrl,
      KYC_SCHEMATHESIS_HOOKS: here('hooks.py'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
    log,
    timeoutMs: 20 * 60_000,
  });
  return { ...ended, folder };
}

/** Schemathesis: requests that it derives from docs/openapi.json, right and wrong ones, and what the API answers. */
export const schemathesis: Part = {
  name: 'schemathesis',
  proves: 'that the API answers as docs/openapi.json says, whatever is sent',
  tools: ['Python 3.11 with venv'],
  run: async ({ show, seed }) => {
    const programs = await pythonEnvironment('schemathesis', here('requirements.txt'));
    const log = logFile('schemathesis');
    const { code, output, folder } = await withApi((api) => run(programs, api, seed, log), { latencyMs: 0 });
    const again = `npm run test:oracles -- schemathesis --seed ${seed}`;
    if (code !== 0) throw new Error(`${endOf(output, 150)}\n(all of it: ${log}; again: ${again})`);
    const cases = /^ +(\d+ generated.*)$/m.exec(output)?.[1];
    show(`${cases} (again: ${again})`);
    const answers = Object.entries(
      JSON.parse(readFileSync(path.join(folder, 'answers.json'), 'utf8')) as Record<string, number>,
    );
    const absent = required.filter((kind) => !answers.some(([answer]) => kind.test(answer)));
    show(answers.map(([answer, count]) => `${answer}: ${count}`).join(', '));
    if (absent.length > 0) throw new Error(`No case was answered with: ${absent.map(String).join(', ')}.`);
  },
};
