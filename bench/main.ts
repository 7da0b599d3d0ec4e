import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { projectFile } from '../lib/project-file.ts';
import { coldStart } from './cold-start.ts';
import { fanOut } from './fan-out.ts';
import { growth } from './growth.ts';
import { handlers } from './handlers.ts';
import { load } from './load.ts';
import { price } from './price.ts';
import { type Part, type Section, toMarkdown, toText } from './support/section.ts';

/** The parts, in the order in which they run and are written down. */
const parts: Readonly<Record<string, Part>> = {
  'fan-out': fanOut,
  'cold-start': coldStart,
  handlers,
  load,
  growth,
  price,
};

const usage = `npm run bench [-- [--quick] [part …]]

Measures, prints and, when every part ran in full, writes docs/benchmarks.md.
Parts: ${Object.keys(parts).join(', ')}`;

function machine(): string {
  const [cpu] = cpus();
  const memoryGib = (totalmem() / 2 ** 30).toFixed(1);
  return `${cpu?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, ${memoryGib} GiB, Node ${process.versions.node}`;
}

/** What else kept the machine busy: a benchmark alone has less than its number of cores. */
function loadAverage(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

const arguments_ = process.argv.slice(2);
const quick = arguments_.includes('--quick');
const chosen = arguments_.filter((argument) => argument !== '--quick');
if (chosen.some((name) => !Object.hasOwn(parts, name))) {
  console.error(usage);
  process.exit(2);
}

const loadBefore = loadAverage();
const sections: Section[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const startedAt = performance.now();
  const section = await part({ quick, progress: (line) => console.error(`  ${name}: ${line}`) });
  sections.push(section);
  console.log(`\n${toText(section)}\n\n(${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
}

const page = projectFile('docs', 'benchmarks.md');
if (chosen.length === 0 && !quick) {
  const head = `# Benchmarks

Written by \`npm run bench\`: run it to have them for your machine. Every figure stands beside a peer or a limit that
was measured in the same run; the ratio is what carries over to other machines.

- **Machine**: ${machine()}; load average ${loadBefore} before the run, ${loadAverage()} at its end. Where that is above the number of cores, others shared the machine, and absolute times are longer than they would be alone.
- **Date**: ${new Date().toISOString().slice(0, 10)}`;
  writeFileSync(page, `${[head, ...sections.map(toMarkdown)].join('\n\n')}\n`);
  console.log(`\nWritten to ${page}: ${readFileSync(page).length} bytes`);
}
// Nothing of an emulator that is slow to close keeps a finished benchmark.
process.exit(0);
