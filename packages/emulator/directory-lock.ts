import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The lock's name inside the directory. */
export const lockFile = 'lock';

/** Returns whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Returns the process that holds the lock; undefined if no lock exists or its process has ended without a release. */
function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Our own id in a lock that we do not hold yet belongs to an earlier process.
    return pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

const held = new Set<string>();

/**
 * Locks a data directory for this process. Creates it if it is missing.
 * @returns a function that releases the lock.
 * @throws Error that names the process that holds the lock.
 */
export function lockDirectory(directory: string): () => void {
  const file = path.join(directory, lockFile);
  mkdirSync(directory, { recursive: true });
  const holder = held.has(file) ? process.pid : holderOf(file);
  if (holder !== undefined)
    throw new Error(`${directory} is in use by process ${holder}: end it, or use another data directory`);
  writeFileSync(file, String(process.pid));
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}
