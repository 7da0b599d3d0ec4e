import { readFile } from 'node:fs/promises';
import { CommandError } from './command-line.ts';

/** Reads a file of JSON. @throws CommandError when it cannot be read, or is not JSON. */
export async function jsonIn(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not valid JSON`);
  }
}
