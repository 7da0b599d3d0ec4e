import { CommandError } from './command-line.ts';
import type { Ask } from './terminal.ts';

/**
 * Lets a command go on only if a person types the expected word.
 * @param warning what the command is about to do.
 * @throws CommandError if something else is typed, or if no person can be asked.
 */
export async function confirm(warning: string, expected: string, ask: Ask | undefined): Promise<void> {
  if (!ask)
    throw new CommandError(
      `${warning} Nothing was done: without a terminal this needs --yes; --dry-run only counts`,
    );
  const typed = await ask(`${warning} Type ${expected} to go on: `);
  if (typed.trim() !== expected)
    throw new CommandError('Nothing was done: the answer was not the one asked for');
}
