import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** What a command reads and writes. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts at Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Aborts at a second Ctrl-C. */
  readonly interruptedAgain: AbortSignal;
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
