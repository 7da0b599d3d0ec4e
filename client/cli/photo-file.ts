import { readFile } from 'node:fs/promises';
import { encodePhoto } from '../src/index.ts';
import { UsageError } from './exit-codes.ts';

/** The most that the API takes, in bytes. */
const largestPhotoBytes = 4 * 1024 * 1024;

/** First bytes of a JPEG and of a PNG. */
const signatures = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
];

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
  if (!signatures.some((signature) => signature.every((byte, index) => bytes[index] === byte)))
    throw new UsageError('the photo is neither a JPEG nor a PNG');
  return bytes;
}

/** The same as `facePhoto` takes it. */
export async function facePhotoOf(file: string): Promise<string> {
  return encodePhoto(await readPhoto(file));
}
