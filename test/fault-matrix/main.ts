import { parseArgs } from 'node:util';
import { broken } from './invariants.ts';
import { cellsOf, runCell } from './matrix.ts';
import { type Caller, type CellSeen, callers } from './seen.ts';
import { tableOf } from './table.ts';

// Runs the matrix and prints what each cell came to.
const { values } = parseArgs({
  options: {
    caller: { type: 'string' },
    fault: { type: 'string', default: '' },
    step: { type: 'string' },
    duration: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});
const chosen = callers.filter((caller) => values.caller === undefined || caller === values.caller);
// Not by performance.now: the matrix replaces it.
const startedAt = Date.now();
const perInvariant = new Map<string, number>();
let cells = 0;

async function run(caller: Caller): Promise<CellSeen[]> {
  const seen: CellSeen[] = [];
  for (const cell of cellsOf(caller)) {
    if (!cell.fault.name.includes(values.fault)) continue;
    if (values.step !== undefined && cell.step !== values.step) continue;
    if (values.duration !== undefined && cell.duration !== values.duration) continue;
    seen.push(await runCell(cell));
  }
  return seen;
}

for (const caller of chosen) {
  const seen = await run(caller);
  cells += seen.length;
  if (!values.quiet) console.info(`${tableOf(caller, seen)}\n`);
  for (const one of seen)
    for (const { name, what } of broken(one)) {
      const { fault, step, duration } = one.cell;
      perInvariant.set(name, (perInvariant.get(name) ?? 0) + 1);
      console.error(`${name}: ${caller}, ${step}, ${fault.name}, ${duration}: ${what}`);
      process.exitCode = 1;
    }
}
const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
const total = [...perInvariant.values()].reduce((sum, count) => sum + count, 0);
console.info(`${cells} cells in ${seconds} s, ${total} broken invariants`);
for (const [name, count] of perInvariant) console.info(`  ${name}: ${count}`);
