import { type ImageFault, type ImageReading, longestSide } from './fault.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';

const messages: Record<ImageFault, string> = {
  format: 'must be a JPEG or PNG image',
  process: 'must be a baseline or progressive JPEG, or a PNG: few decoders read other kinds of JPEG',
  damaged: 'is cut off or damaged: send the whole JPEG or PNG file',
  dimensions: `must be 1 to ${longestSide} pixels wide and high`,
};

/** The largest photo taken, in bytes. */
export const largestPhotoBytes = 4 * 1024 * 1024;
export const tooLargePhoto = 'must be at most 4 MB once decoded (2 MB or less is recommended)';

const startsWith = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, index) => bytes[index] === byte);
const jpegSignature = [0xff, 0xd8, 0xff]; // SOI and the first marker (ISO/IEC 10918-1, annex B)
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]; // ISO/IEC 15948, 5.2

function readingOf(bytes: Uint8Array): ImageReading {
  if (startsWith(bytes, jpegSignature)) return readJpeg(bytes);
  return startsWith(bytes, pngSignature) ? readPng(bytes) : { fault: 'format' };
}

/**
 * Reads the structure of a file once, from the first byte to the end of the image.
 * Phones append to a photo what is not part of it: a film, a depth map, a second picture. Attackers append programs. No
 * decoder of images reads such bytes, so they are cut off here, before anything is stored or sent.
 * @returns the complete JPEG or PNG that the file starts with, or what is wrong, to follow the name of the field.
 */
export function readImage(bytes: Uint8Array): { readonly image: Uint8Array } | { readonly fault: string } {
  const reading = readingOf(bytes);
  return 'fault' in reading
    ? { fault: messages[reading.fault] }
    : { image: bytes.subarray(0, reading.endsAt) };
}
