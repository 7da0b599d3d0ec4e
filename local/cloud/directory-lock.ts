import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The lock's name inside the directory. */
export const lockFile = 'lock';

/** Whether a process of this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whose lock it is; undefined when there is none, or its process is gone without having released it. */
function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Our own id in a lock that we are only about to take is that of an earlier process.
    return pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

const held = new Set<string>();

/**
 * Takes a data directory, made if need be, for this process alone.
 * @returns what releases it.
 * @throws Error naming the process that has it.
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
