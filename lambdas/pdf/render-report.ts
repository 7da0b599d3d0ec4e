import { PDFDocument } from 'pdf-lib';
import type { Report } from '../domain/report.ts';
import { startHarfBuzz } from './cut-font.ts';
import { type EmbedFont, embedSubset } from './embed-font.ts';
import { loadFonts } from './fonts.ts';
import { both, title } from './labels.ts';
import { layOutReport } from './lay-out-report.ts';
import { paintPages } from './paint.ts';

const maker = 'KYC China';

/**
 * The report as a bilingual PDF. The same report gives the same bytes.
 * @param embed how the fonts get into the PDF: tests compare ours with others.
 */
export async function renderReportPdf(report: Report, embed: EmbedFont = embedSubset): Promise<Uint8Array> {
  const [fonts] = await Promise.all([loadFonts(), startHarfBuzz()]);
  const pages = layOutReport(report, fonts);
  // pdf-lib would date the document with the clock.
  const pdf = await PDFDocument.create({ updateMetadata: false });
  describe(pdf, report);
  await paintPages(pdf, pages, fonts, embed);
  return pdf.save({ addDefaultPage: false, updateFieldAppearances: false, objectsPerTick: Infinity });
}

function describe(pdf: PDFDocument, { reportMetadata: { reportId, completedAt } }: Report): void {
  const date = new Date(completedAt);
  pdf.setTitle(`${both(title)} ${reportId}`, { showInWindowTitleBar: true });
  pdf.setAuthor(maker);
  pdf.setCreator(maker);
  pdf.setProducer(maker);
  pdf.setCreationDate(date);
  pdf.setModificationDate(date);
  // One language is all that the catalogue can name; readers take Latin words for what they are.
  pdf.setLanguage('zh-CN');
}
