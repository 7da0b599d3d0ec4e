import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stripVTControlCharacters } from 'node:util';

export interface CommandOptions {
  readonly folder?: string;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A file that all output is also written to, while it runs. */
  readonly log?: string;
  /** Ends it after this long. 10 minutes if it is missing. */
  readonly timeoutMs?: number;
}

/** A command that ended. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it printed on both streams, in order. */
  readonly output: string;
}

/**
 * Runs a program until it ends, whatever its exit code.
 * @throws Error if it cannot be started.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { folder, environment, log, timeoutMs = 600_000 }: CommandOptions = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    ...(folder !== undefined && { cwd: folder }),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = log === undefined ? undefined : createWriteStream(log);
  const both: string[] = [];
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      both.push(text);
      if (stream === child.stdout) printed.push(text);
      file?.write(text);
    });
  const timer = setTimeout(() => child.kill(), timeoutMs);
  const code = await new Promise<number | null>((ended, failed) => {
    child.once('error', failed);
    child.once('close', ended);
  }).finally(() => clearTimeout(timer));
  file?.end();
  if (file) await finished(file);
  const plain = (texts: readonly string[]) => stripVTControlCharacters(texts.join(''));
  return { code, stdout: plain(printed), output: plain(both) };
}

/**
 * Runs a program that has to succeed.
 * @returns what it printed on standard output.
 * @throws Error with its command line and the end of its output if it fails.
 */
export async function mustRun(
  command: string,
  args: readonly string[],
  options?: CommandOptions,
): Promise<string> {
  const { code, stdout, output } = await runCommand(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${[command, ...args].join(' ')} failed (${code ?? 'ended'}):\n${endOf(output)}`);
}

/** @returns what a program prints, on either stream; undefined if it is missing or fails. */
export async function tryCommand(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { code, output } = await runCommand(command, args, { timeoutMs: 60_000 });
    return code === 0 ? output : undefined;
  } catch {
    return undefined;
  }
}

/** The last lines of an output: where programs say why they failed. */
export function endOf(output: string, lines = 60): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
