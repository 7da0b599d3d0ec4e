import { deflateSync } from 'node:zlib';
import { type PDFDocument, type PDFObject, PDFRawStream, type PDFRef } from 'pdf-lib';

/**
 * Adds a stream to a PDF, packed by Node's zlib: several times faster than pdf-lib's own deflate. Its usual level: the
 * best one saves 0.1 % and takes a tenth of the whole rendering.
 */
export function addFlateStream(
  { context }: PDFDocument,
  bytes: Uint8Array,
  entries: Record<string, string | number | PDFObject> = {},
): PDFRef {
  const packed = deflateSync(bytes);
  const dict = context.obj({ ...entries, Filter: 'FlateDecode', Length: packed.length });
  return context.register(PDFRawStream.of(dict, packed));
}
