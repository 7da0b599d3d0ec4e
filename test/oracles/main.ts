import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { asksForHelp } from '../../lib/command-help.ts';
import { home } from './home.ts';
import { MissingTool, type Part } from './part.ts';
import { parts } from './parts.ts';
import { missingTools } from './tools.ts';

const usage = `Judges the project by programs that others wrote.

  npm run test:oracles [-- <part> …] [-- --seed <number>]

  --seed  what Schemathesis starts from; a new one for each run if it is missing

  KYC_ORACLES_HOME=<folder>    where everything is installed (.oracles)
  KYC_REQUIRE_ORACLES=1        a missing tool fails the run

Parts:
${parts.map(({ name, proves }) => `  ${name.padEnd(18)} ${proves}`).join('\n')}`;

/** How a part ended. */
type Verdict = 'passed' | 'failed' | 'skipped';

const show = (line: string) => console.log(line);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** @throws Error if an argument is not known. */
function readArguments(): { chosen: readonly Part[]; seed: number } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`Unknown part: ${unknown.join(', ')}.`);
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed takes a whole number from 0 up.');
  const chosen = positionals.length === 0 ? parts : parts.filter(({ name }) => positionals.includes(name));
  return { chosen, seed };
}

/** Runs a part, and says how it ended. */
async function judge(part: Part, seed: number): Promise<Verdict> {
  const started = performance.now();
  const withoutTools = (missing: string): Verdict => {
    show(`  missing: ${missing}`);
    show(`  unproven: ${part.proves}`);
    return process.env.KYC_REQUIRE_ORACLES === '1' ? 'failed' : 'skipped';
  };
  const indented = (text: string) => show(text.replace(/^(?=.)/gm, '  '));
  show(`${part.name}`);
  let verdict: Verdict = 'passed';
  try {
    const missing = await missingTools(part.tools);
    if (missing.length > 0) verdict = withoutTools(missing.join(', '));
    else await part.run({ show: indented, seed });
  } catch (error) {
    if (error instanceof MissingTool) verdict = withoutTools(error.message);
    else {
      indented(error instanceof Error ? error.message : String(error));
      verdict = 'failed';
    }
  }
  show(`  ${verdict} in ${seconds(started)}`);
  return verdict;
}

async function main(): Promise<number> {
  if (asksForHelp(process.argv.slice(2))) {
    show(usage);
    return 0;
  }
  const { chosen, seed } = readArguments();
  const started = performance.now();
  show(`Everything is installed in ${home}; the seed is ${seed}.`);
  const verdicts: Verdict[] = [];
  for (const part of chosen) verdicts.push(await judge(part, seed));
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  show(`All of it took ${seconds(started)}.`);
  show(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  return count('failed') === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
