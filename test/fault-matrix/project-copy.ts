import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { projectFile } from '../../lib/project-file.ts';
import { linkPackages } from '../support/linked-packages.ts';
import type { Mutation } from './mutations.ts';

const copied = ['packages', 'lambdas', 'lib', 'test/fault-matrix', 'test/support', 'package.json'];

/** A copy of what the matrix runs, to change. */
export class ProjectCopy {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'kyc-china-fault-matrix-'));

  constructor() {
    for (const name of copied) cpSync(projectFile(name), path.join(this.#folder, name), { recursive: true });
    linkPackages(this.#folder);
  }

  /**
   * Runs a mutation's cell on the changed client.
   * @returns the broken invariants, a line each; the error when the matrix itself failed.
   */
  async brokenBy({ file, text: known, replacement, ...cell }: Mutation): Promise<string> {
    const place = path.join(this.#folder, file);
    const whole = readFileSync(place, 'utf8');
    if (whole.split(known).length !== 2) throw new Error(`${file} does not hold this once: ${known}`);
    const changed = whole.replace(known, () => replacement);
    try {
      writeFileSync(place, changed);
      return await this.#run(cell);
    } finally {
      writeFileSync(place, whole);
    }
  }

  async #run({ caller, step, fault, duration }: Omit<Mutation, 'file' | 'text' | 'replacement'>) {
    const filter = ['--caller', caller, '--step', step, '--fault', fault, '--duration', duration];
    const args = ['test/fault-matrix/main.ts', '--quiet', ...filter];
    const run = spawn(process.execPath, args, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] });
    return text(run.stderr);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
