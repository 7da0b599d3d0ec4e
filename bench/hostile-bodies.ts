import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hostileBodies, unreadableBodies } from '@kyc-china/samples/hostile-bodies';
import { projectFile } from '../lib/project-file.ts';
import { bundle } from './support/lambda-bundle.ts';
import type { Part } from './support/section.ts';
import { ms } from './support/statistics.ts';

const run = promisify(execFile);

/** No body may use more: the process ends if one does. */
const mostHeapMb = 250;
const mostMs = 1000;

/** What both routes do with a body before they ask AWS for anything. */
const source = `
export { parseStrictJson } from '../lambdas/shared/strict-json.ts';
export { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
export { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
`;

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly heapBytes: number;
  readonly refused: boolean;
}

async function costOf(file: string, name: string, route: string): Promise<Cost> {
  const { stdout } = await run(process.execPath, [
    '--expose-gc',
    `--max-old-space-size=${mostHeapMb}`,
    projectFile('bench', 'support', 'hostile-process.ts'),
    file,
    name,
    route,
  ]);
  return JSON.parse(stdout);
}

/** Time and heap of the bodies that are known to cost most, as large as Lambda takes them. */
export const hostile: Part = async ({ quick, progress }) => {
  const { file } = await bundle({ text: source });
  const all = [...Object.keys(hostileBodies), ...Object.keys(unreadableBodies)];
  const measured: { name: string; initiate: Cost; poll: Cost }[] = [];
  for (const name of quick ? all.slice(0, 3) : all) {
    const initiate = await costOf(file, name, 'initiate');
    const poll = await costOf(file, name, 'poll');
    if (!initiate.refused || !poll.refused) throw new Error(`'${name}' was accepted`);
    progress(`${name}: ${ms(initiate.wallMs)}, ${ms(poll.wallMs)}`);
    measured.push({ name, initiate, poll });
  }
  const megabytes = ({ heapBytes }: Cost) => `${(heapBytes / 1e6).toFixed(0)} MB`;
  measured.sort((a, b) => b.initiate.cpuMs - a.initiate.cpuMs);
  const worst = Math.max(...measured.flatMap(({ initiate, poll }) => [initiate.wallMs, poll.wallMs]));
  return {
    title: 'Hostile bodies',
    method: `Each body, up to Lambda’s 6 MB, is parsed, normalized and validated as initiate and poll do it, in a fresh process with ${mostHeapMb} MB of heap, from one bundle with the flags of the functions’ bundles. Both routes refuse all of them.`,
    tables: [
      {
        columns: ['body', 'initiate', 'CPU', 'heap', 'poll', 'CPU', 'heap'],
        rows: measured.map(({ name, initiate, poll }) => [
          name,
          ...[initiate, poll].flatMap((cost) => [ms(cost.wallMs), ms(cost.cpuMs), megabytes(cost)]),
        ]),
      },
    ],
    notes: [`The longest took ${ms(worst)}; the bound is ${ms(mostMs)}.`],
  };
};
