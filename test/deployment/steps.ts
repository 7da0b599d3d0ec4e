import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../lib/project-file.ts';

/** A command that ended. */
export interface Ended {
  readonly code: number | null;
  /** What it printed, errors included. */
  readonly output: string;
}

/** Runs a program in the project's folder. */
export async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(program, args, { cwd: projectFile(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  return { code, output };
}

/** Like run. @returns what it printed. @throws Error with the end of that, when the exit code is another. */
export async function runOk(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  expected = 0,
): Promise<string> {
  const { code, output } = await run(program, args, env);
  if (code !== expected) throw new Error(`${args.join(' ')} ended with ${code}:\n${output.slice(-20_000)}`);
  return output;
}

/** Runs steps one after the other, and counts how they end. */
export class Steps {
  passed = 0;
  failed = 0;

  /** Runs a step and prints how long it took. @returns its result; undefined when it failed. */
  async step<Result>(title: string, work: () => Promise<Result>): Promise<Result | undefined> {
    const start = Date.now();
    const say = (sign: string) =>
      console.log(`${sign} ${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${title}`);
    try {
      const result = await work();
      this.passed += 1;
      say('✓');
      return result;
    } catch (error) {
      this.failed += 1;
      say('✗');
      console.log(`  ${(error as Error).message.trimEnd().replaceAll('\n', '\n  ')}`);
      return undefined;
    }
  }

  /** Like step, for one without which the others say nothing. @throws Error when it failed. */
  async essential<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
    const failed = this.failed;
    const result = await this.step(title, work);
    if (this.failed > failed) throw new NothingMore();
    return result as Result;
  }
}

/** An essential step failed: its message was printed. */
export class NothingMore extends Error {}
