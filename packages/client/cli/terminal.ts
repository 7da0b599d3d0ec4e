import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isClosed, Output } from './output.ts';

/** What the process gives to the command line. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts at Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Aborts at a second Ctrl-C. */
  readonly interruptedAgain: AbortSignal;
}

/** What a command reads and writes. */
export interface Terminal extends Omit<Streams, 'stdout' | 'stderr'> {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Returns streams that can be written to at any moment, and the environment without its empty variables: they are unset. */
export function terminalOf(streams: Streams): Terminal {
  const set = Object.entries(streams.environment).filter(([, value]) => value !== '');
  return {
    ...streams,
    stdout: new Output(streams.stdout),
    stderr: new Output(streams.stderr),
    environment: Object.fromEntries(set),
  };
}

/** Writes a line that must be read by someone: to stderr, or to stdout if stderr cannot be written to. */
export async function announce({ stdout, stderr }: Terminal, line: string): Promise<void> {
  stderr.write(`${printable(line)}\n`);
  if (await stderr.flush()) stdout.write(`${printable(line)}\n`);
}

/** Resolves when the results are written: to what went wrong, if anything did. A reader that has gone is no error. */
export async function outputFault({ stdout }: Terminal): Promise<string | undefined> {
  const failure = await stdout.flush();
  return failure === undefined || isClosed(failure) ? undefined : (failure.code ?? failure.name);
}

/** A text from elsewhere, without what a terminal would obey. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

/**
 * Asks for something that must not be seen.
 * @throws the signal's reason at Ctrl-C.
 */
export async function askHidden(question: string, { stdin, stderr, interrupted }: Terminal): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  const ended = new AbortController();
  lines.on('SIGINT', () => ended.abort());
  try {
    return await lines.question('', { signal: AbortSignal.any([ended.signal, interrupted]) });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
