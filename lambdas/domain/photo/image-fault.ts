import { type ImageFault, longestSide } from './fault.ts';
import { jpegFault } from './jpeg.ts';
import { pngFault } from './png.ts';

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

function faultOf(bytes: Uint8Array): ImageFault | undefined {
  if (startsWith(bytes, jpegSignature)) return jpegFault(bytes);
  return startsWith(bytes, pngSignature) ? pngFault(bytes) : 'format';
}

/**
 * Says why bytes are not a complete JPEG or PNG. Reads the structure of the file once, from the first byte to the end of
 * the image, and decodes no pixel. Bytes after the end of the image are ignored, as decoders do.
 * @returns what is wrong, to follow the name of the field; undefined if the image is complete.
 */
export function imageFault(bytes: Uint8Array): string | undefined {
  const fault = faultOf(bytes);
  return fault && messages[fault];
}
