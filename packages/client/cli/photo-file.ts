import { readFile } from 'node:fs/promises';
import { largestPhotoBytes, readImage } from '@kyc-china/core/photo/image-fault';
import { encodePhoto } from '../src/index.ts';
import { UsageError } from './exit-codes.ts';

/**
 * Reads a photo from a file, without what follows the image in it.
 * @throws UsageError when it cannot be read, or the API would not take it.
 */
export async function readPhoto(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError(`the photo cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const read = readImage(bytes);
  if ('fault' in read) throw new UsageError(`the photo ${read.fault}`);
  // The image alone: a phone may have appended a film that is larger than it.
  if (read.image.length > largestPhotoBytes) throw new UsageError('the photo has more than 4 MB');
  return read.image;
}

/** The same as `facePhoto` takes it. */
export async function facePhotoOf(file: string): Promise<string> {
  return encodePhoto(await readPhoto(file));
}
