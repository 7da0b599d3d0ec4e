import { writeWhole } from './whole-file.ts';

/** The whole file, in milliseconds: no PDF of a report has a megabyte. */
const downloadTimeoutMs = 60_000;

/** Where the end of a file is marked (ISO 32000-2, 7.5.5), in bytes from its end. */
const trailerBytes = 1024;

function isWholePdf(bytes: Buffer): boolean {
  return (
    bytes.subarray(0, 5).toString('latin1') === '%PDF-' &&
    bytes.subarray(-trailerBytes).toString('latin1').includes('%%EOF')
  );
}

/**
 * Saves a report's PDF: the whole file, or none of it.
 * @returns why it was not saved; undefined when it was.
 * @throws the signal's reason when it aborts.
 */
export async function savePdf(url: string, file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const timeout = AbortSignal.timeout(downloadTimeoutMs);
    const response = await fetch(url, { signal: AbortSignal.any([signal, timeout]) });
    if (response.status !== 200) {
      await response.body?.cancel();
      return `its link was answered ${response.status}`;
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!isWholePdf(bytes)) return 'its link was not answered with a whole PDF';
    await writeWhole(file, bytes);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const { code, name, cause } = error as NodeJS.ErrnoException;
    const known = typeof code === 'string' ? code : (cause as NodeJS.ErrnoException | undefined)?.code;
    return known ?? name;
  }
}
