import { join } from 'node:path';

/** The path of a file of the project, by its path from the root. */
export function projectFile(...segments: string[]): string {
  return join(import.meta.dirname, '..', ...segments);
}
