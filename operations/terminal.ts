import { createInterface } from 'node:readline/promises';

/** Asks a person a question. Resolves to the line that was typed; to an empty one if the input ended. */
export type Ask = (question: string) => Promise<string>;

/**
 * Returns what asks on the terminal: on stderr, so that the command's output can go into a file.
 * @returns undefined if no person is there to answer.
 */
export function askOnTerminal(): Ask | undefined {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (question) => {
    const terminal = createInterface({ input: stdin, output: stderr });
    const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    try {
      return await Promise.race([terminal.question(question), ended]);
    } finally {
      terminal.close();
    }
  };
}
