/** Why no provider could decode an image. */
export type ImageFault = 'format' | 'process' | 'damaged' | 'dimensions';

/** What reading a file showed: where the image in it ends, or why it has no image. */
export type ImageReading = { readonly endsAt: number } | { readonly fault: ImageFault };

/** The largest width and height taken, in pixels: far above any camera, and far below what exhausts a decoder. */
export const longestSide = 16_384;

/** Whether a width and a height are those of an image that a decoder takes. */
export function areDimensions(width: number, height: number): boolean {
  return [width, height].every((side) => side >= 1 && side <= longestSide);
}
