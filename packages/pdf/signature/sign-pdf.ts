import { createHash } from 'node:crypto';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { type PDFDocument, PDFInvalidObject, PDFName, PDFString } from 'pdf-lib';
import { pdfDate } from '../pdf-date.ts';
import { signedData } from './signed-data.ts';

/** The room for the CMS in bytes: with a chain of two certificates it takes 2,400. */
const signatureRoom = 4096;

const blankNumber = '0'.repeat(10);

/**
 * Adds an invisible signature field (ISO 32000-1, 12.7.4.5) that certifies the document and allows no later change
 * (DocMDP, 12.8.2.2). Its value has room for what is known only when all other bytes stand.
 * @param field names the field, and describes it to a screen reader.
 */
export function addSignatureField(
  pdf: PDFDocument,
  signedAt: Date,
  field: { name: string; description: string },
): void {
  const { context, catalog } = pdf;
  const permissions =
    '<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>';
  // As text, because it is changed in place: an object of pdf-lib would be packed into an object stream.
  const value = context.register(
    PDFInvalidObject.of(
      Buffer.from(
        `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(${pdfDate(signedAt)})/Reference[${permissions}]/ByteRange[0 ${blankNumber} ${blankNumber} ${blankNumber}]/Contents<${'0'.repeat(signatureRoom * 2)}>>>`,
        'latin1',
      ),
    ),
  );
  const page = pdf.getPage(0);
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of(field.name),
      TU: PDFString.of(field.description),
      // Printed and locked: PDF/A allows no hidden field (ISO 19005-3, 6.3.2).
      F: 132,
      Rect: [0, 0, 0, 0],
      P: page.ref,
      V: value,
    }),
  );
  page.node.set(PDFName.of('Annots'), context.obj([widget]));
  catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [widget], SigFlags: 3 }));
  catalog.set(PDFName.of('Perms'), context.obj({ DocMDP: value }));
}

/**
 * Signs a serialized document with a signature field of ours, in place.
 * @throws RangeError when the signature is larger than its room.
 */
export async function signPdf(bytes: Uint8Array, signer: ReportSigner): Promise<void> {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const open = pdf.lastIndexOf(`/Contents<${blankNumber}`) + '/Contents'.length;
  const close = open + signatureRoom * 2 + 2;
  const numbers = [open, close, pdf.length - close].map((number) =>
    String(number).padStart(blankNumber.length, '0'),
  );
  pdf.write(`0 ${numbers.join(' ')}`, pdf.lastIndexOf('/ByteRange[', open) + '/ByteRange['.length, 'latin1');
  const digest = createHash('sha256').update(pdf.subarray(0, open)).update(pdf.subarray(close)).digest();
  const signature = await signedData(digest, signer);
  if (signature.length > signatureRoom)
    throw new RangeError(
      `the signature has ${signature.length} bytes, and there is room for ${signatureRoom}`,
    );
  pdf.write(signature.toString('hex').toUpperCase(), open + 1, 'latin1');
}
