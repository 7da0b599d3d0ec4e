import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The permissions of the group and of all other users. */
const ofOthers = 0o077;

/**
 * Makes a folder, if it is missing, and leaves it and all in it to its owner alone, whatever earlier runs left there.
 * From here on, all that this process and its threads write is its owner's alone, too, whatever the umask was.
 */
export function keepPrivate(directory: string): void {
  process.umask(ofOthers);
  mkdirSync(directory, { recursive: true });
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
    // A symbolic link has no permissions of its own.
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of [directory, ...entries]) {
    const { mode } = lstatSync(file);
    if ((mode & ofOthers) !== 0) chmodSync(file, mode & 0o7777 & ~ofOthers);
  }
}
