import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Makes a file's name as durable as its content; where directories cannot be opened, the system sees to it. */
export async function syncFolderOf(file: string): Promise<void> {
  const folder = await open(path.dirname(path.resolve(file)), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Writes a file beside the target, and puts it in the target's place. */
async function replace(target: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${target}.unfinished`;
  try {
    const handle = await open(unfinished, 'w', 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolderOf(target);
}

/**
 * Writes the whole file or none of it, for its owner alone. A device or pipe is written to as it is.
 * @throws Error of the file system, as on a full disk. A file that was there before is unchanged then.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const isFile = await stat(target).then(
    (found) => found.isFile() || found.isDirectory(),
    () => true,
  );
  await (isFile ? replace(target, content) : writeFile(target, content));
}
