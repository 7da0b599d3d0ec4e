import { readFile } from 'node:fs/promises';
import { imageFault, largestPhotoBytes } from '../../lambdas/domain/photo/image-fault.ts';
import { encodePhoto } from '../src/index.ts';
import { UsageError } from './exit-codes.ts';

/**
 * Reads a photo from a file.
 * @throws UsageError when it cannot be read, or the API would not take it.
 */
export async function readPhoto(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError(`the photo cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (bytes.length > largestPhotoBytes) throw new UsageError('the photo has more than 4 MB');
  const fault = imageFault(bytes);
  if (fault !== undefined) throw new UsageError(`the photo ${fault}`);
  return bytes;
}

/** The same as `facePhoto` takes it. */
export async function facePhotoOf(file: string): Promise<string> {
  return encodePhoto(await readPhoto(file));
}
