import { broken } from './invariants.ts';
import { runCell } from './matrix.ts';
import type { Cell } from './seen.ts';

/** Runs cells. @returns every broken invariant, with the command that runs its cell again. */
export async function brokenIn(cells: readonly Cell[]): Promise<string[]> {
  const lines: string[] = [];
  for (const cell of cells) {
    const seen = await runCell(cell);
    const { caller, step, fault, duration } = cell;
    const options = `--caller ${caller} --step '${step}' --fault '${fault.name}' --duration '${duration}'`;
    if (!seen.hasStruck) lines.push(`never met: npm run fault-matrix -- ${options}`);
    for (const { name, what } of broken(seen))
      lines.push(`${name}: ${what}: npm run fault-matrix -- ${options}`);
  }
  return lines;
}
