import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A line that a function wrote, parsed. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly message: string };

function parsed(text: string): LogLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value = JSON.parse(line);
      return typeof value?.message === 'string' ? [value] : [];
    } catch {
      // The runtime's own lines, and one that is being written.
      return [];
    }
  });
}

/**
 * Reads what the functions of an embedded run have logged so far, without their metrics.
 * @returns the lines by the function's name.
 */
export async function functionLogs(dataDirectory: string): Promise<Map<string, readonly LogLine[]>> {
  const directory = path.join(dataDirectory, 'logs');
  const files = (await readdir(directory)).filter((file) => file.endsWith('.log'));
  const read = files.map(
    async (file): Promise<[string, LogLine[]]> => [
      path.basename(file, '.log'),
      parsed(await readFile(path.join(directory, file), 'utf8')),
    ],
  );
  return new Map(await Promise.all(read));
}
