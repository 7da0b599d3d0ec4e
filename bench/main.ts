import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { asksForHelp } from '../lib/command-help.ts';
import { projectFile } from '../lib/project-file.ts';
import { calls } from './calls.ts';
import { coldStart } from './cold-start.ts';
import { fanOut } from './fan-out.ts';
import { gate } from './gate.ts';
import { growth } from './growth.ts';
import { handlers } from './handlers.ts';
import { hangingReceivers } from './hanging-receivers.ts';
import { hostile } from './hostile-bodies.ts';
import { list } from './list.ts';
import { load } from './load.ts';
import { pdf } from './pdf-section.ts';
import { price } from './price.ts';
import { type MeasuredSection, withSections } from './support/page.ts';
import { type Part, toText } from './support/section.ts';

/** The parts, in the order in which they run and are written down. */
const parts: Readonly<Record<string, Part>> = {
  'fan-out': fanOut,
  'cold-start': coldStart,
  handlers,
  'hostile-bodies': hostile,
  pdf,
  load,
  gate,
  growth,
  list,
  calls,
  'hanging-receivers': hangingReceivers,
  price,
};

const usage = `npm run bench [-- [--quick] [part …]]

Measures, prints and writes the sections of the parts into docs/benchmarks.md; with --quick, writes nothing.
Parts: ${Object.keys(parts).join(', ')}`;

function machine(): string {
  const [cpu] = cpus();
  const memoryGib = (totalmem() / 2 ** 30).toFixed(1);
  return `${cpu?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, ${memoryGib} GiB, Node ${process.versions.node}`;
}

function loadAverage(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

async function measured(name: string, part: Part, quick: boolean): Promise<MeasuredSection> {
  const [startedAt, loadBefore] = [performance.now(), loadAverage()];
  const section = await part({ quick, progress: (line) => console.error(`  ${name}: ${line}`) });
  console.log(`\n${toText(section)}\n\n(${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  const date = new Date().toISOString().slice(0, 10);
  return {
    section,
    circumstances: { date, machine: machine(), loadAverage: `${loadBefore} to ${loadAverage()}` },
  };
}

const arguments_ = process.argv.slice(2);
if (asksForHelp(arguments_)) {
  console.log(usage);
  process.exit(0);
}
const quick = arguments_.includes('--quick');
const named = arguments_.filter((argument) => argument !== '--quick');
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  const [what] = unknown;
  console.error(`Unknown ${what?.startsWith('-') ? 'option' : 'part'} '${what}'.\n\n${usage}`);
  process.exit(2);
}
const page = projectFile('docs', 'benchmarks.md');
for (const [name, part] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const section = await measured(name, part, quick);
  if (quick) continue;
  // After each part: what was measured stays, whatever becomes of the next.
  writeFileSync(page, withSections(existsSync(page) ? readFileSync(page, 'utf8') : '', [section]));
}
// Nothing of an emulator that is slow to close keeps a finished benchmark.
process.exit(0);
