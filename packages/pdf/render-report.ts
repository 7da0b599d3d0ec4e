import type { Report } from '@kyc-china/core/report';
import { canonicalReport, reportSha256 } from '@kyc-china/core/report-digest';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import type { TaskSource } from '@kyc-china/core/task-source';
import { PDFDocument, PDFStreamWriter } from 'pdf-lib';
import { attachReport } from './attach-report.ts';
import { describe } from './describe.ts';
import { type EmbedFont, embedSubset } from './embed-font.ts';
import { type Fonts, loadFonts } from './fonts.ts';
import { layOutReport } from './lay-out-report.ts';
import { paintPages } from './paint.ts';
import type { PrintContext } from './printed-report.ts';
import { addSignatureField, signPdf } from './signature/sign-pdf.ts';

const signatureField = { name: 'Seal', description: 'Electronic seal of the issuer 签发方电子签章' };

/**
 * Returns the report as a bilingual PDF, signed, with its JSON inside. The same report, sources and certificate give the
 * same bytes.
 * @param sources the provider and the time of each task's result.
 * @param given what the PDF says beyond its report. Also other fonts, or another way for them to get into the PDF: tests compare
 * ours with those.
 */
export async function renderReportPdf(
  report: Report,
  sources: readonly TaskSource[],
  signer: ReportSigner,
  given: PrintContext & { fonts?: Fonts; embed?: EmbedFont } = {},
): Promise<Uint8Array> {
  const { fonts = await loadFonts(), embed = embedSubset, ...context } = given;
  const printed = { ...context, report, sources, sha256: reportSha256(report) };
  const pages = layOutReport(printed, fonts);
  // pdf-lib would date the document with the clock.
  const pdf = await PDFDocument.create({ updateMetadata: false });
  describe(pdf, printed);
  await paintPages(pdf, pages, fonts, embed);
  const completedAt = new Date(report.reportMetadata.completedAt);
  attachReport(pdf, canonicalReport(report), completedAt);
  addSignatureField(pdf, completedAt, signatureField);
  await pdf.flush();
  // All objects but the streams go into one object stream instead of groups of fifty: small, similar objects compress well.
  const bytes = await PDFStreamWriter.forContext(pdf.context, Infinity, true, Infinity).serializeToBuffer();
  await signPdf(bytes, signer);
  return bytes;
}
