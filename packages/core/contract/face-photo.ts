import { largestPhotoBytes, readImage, tooLargePhoto } from '../photo/image-fault.ts';

export { largestPhotoBytes };

export type DecodedPhoto =
  | { readonly bytes: Uint8Array }
  | { readonly problem: string; readonly tooLarge: boolean };

function problem(text: string, tooLarge = false): DecodedPhoto {
  return { problem: text, tooLarge };
}

const lastGroup = /^[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/]=|==)$/;

/**
 * Returns whether a text is standard base64, given the bytes that Node decoded from it: Node skips invalid characters. A
 * regular expression over megabytes can exhaust the stack. This comparison cannot. The last group is checked separately,
 * because its spare bits may have any value.
 */
function isBase64Of(text: string, bytes: Buffer): boolean {
  const head = text.length - 4;
  return (
    text.length % 4 === 0 &&
    lastGroup.test(text.slice(-4)) &&
    bytes.toString('base64').slice(0, head) === text.slice(0, head)
  );
}

/**
 * Decodes the base64 (RFC 4648, section 4) of a file that starts with a complete JPEG or PNG.
 * @returns the image, without the bytes that follow it in the file, or the problem, worded for the sender.
 */
export function decodeFacePhoto(base64: string): DecodedPhoto {
  if (base64.startsWith('data:'))
    return problem('must be the base64 alone, without the data:image/...;base64, prefix');
  if ((base64.length / 4) * 3 > largestPhotoBytes + 2) return problem(tooLargePhoto, true);
  const bytes = Buffer.from(base64, 'base64');
  if (!isBase64Of(base64, bytes))
    return problem('must be standard base64 (RFC 4648) with its padding, without spaces or line breaks');
  if (bytes.length > largestPhotoBytes) return problem(tooLargePhoto, true);
  const read = readImage(bytes);
  return 'fault' in read ? problem(read.fault) : { bytes: read.image };
}
