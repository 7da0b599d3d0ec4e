import type { Report } from '@kyc-china/core/report';
import { reportSha256 } from '@kyc-china/core/report-digest';
import type { TaskSource } from '@kyc-china/core/task-source';
import { PDFDocument, PDFStreamWriter } from 'pdf-lib';
import { describe } from './describe.ts';
import { type EmbedFont, embedSubset } from './embed-font.ts';
import { type Fonts, loadFonts } from './fonts.ts';
import { layOutReport } from './lay-out-report.ts';
import { paintPages } from './paint.ts';

/**
 * Returns the report as a bilingual PDF. The same report and sources give the same bytes.
 * @param sources the provider and the time of each task's result.
 * @param given other fonts, or another way for them to get into the PDF: tests compare ours with those.
 */
export async function renderReportPdf(
  report: Report,
  sources: readonly TaskSource[],
  given: { fonts?: Fonts; embed?: EmbedFont } = {},
): Promise<Uint8Array> {
  const { fonts = await loadFonts(), embed = embedSubset } = given;
  const printed = { report, sources, sha256: reportSha256(report) };
  const pages = layOutReport(printed, fonts);
  // pdf-lib would date the document with the clock.
  const pdf = await PDFDocument.create({ updateMetadata: false });
  describe(pdf, printed);
  await paintPages(pdf, pages, fonts, embed);
  await pdf.flush();
  // All objects but the streams go into one object stream instead of groups of fifty: small, similar objects compress well.
  return PDFStreamWriter.forContext(pdf.context, Infinity, true, Infinity).serializeToBuffer();
}
