import { createHash } from 'node:crypto';
import { type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { addFlateStream } from './flate-stream.ts';
import { pdfDate } from './pdf-date.ts';

export const attachmentName = 'report.json';

/**
 * Embeds the report's canonical JSON as an associated file (ISO 19005-3, 6.8), so that the printed hash can be computed
 * from the PDF alone.
 */
export function attachReport(pdf: PDFDocument, json: string, completedAt: Date): void {
  const { context, catalog } = pdf;
  const bytes = Buffer.from(json, 'utf8');
  const params = context.obj({
    Size: bytes.length,
    ModDate: PDFString.of(pdfDate(completedAt)),
    // The form that PDF names for this entry (ISO 32000-1, table 46). Nothing relies on it.
    CheckSum: PDFHexString.of(createHash('md5').update(bytes).digest('hex')),
  });
  const file = addFlateStream(pdf, bytes, {
    Type: 'EmbeddedFile',
    Subtype: 'application/json',
    Params: params,
  });
  const specification = context.register(
    context.obj({
      Type: 'Filespec',
      F: PDFString.of(attachmentName),
      UF: PDFString.of(attachmentName),
      Desc: PDFString.of('The report as canonical JSON (RFC 8785)'),
      AFRelationship: 'Data',
      EF: { F: file, UF: file },
    }),
  );
  catalog.set(PDFName.of('AF'), context.obj([specification]));
  catalog.set(
    PDFName.of('Names'),
    context.obj({ EmbeddedFiles: { Names: [PDFString.of(attachmentName), specification] } }),
  );
}
