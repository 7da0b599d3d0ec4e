/** Writes every sample report as PDF and as pictures, to look at: `node test/support/pdf-view.ts <folder>`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReportPdf } from '../../lambdas/pdf/render-report.ts';
import { encodePng } from './pdf-png.ts';
import { rasterise } from './pdf-raster.ts';
import { samples } from './pdf-samples.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('say into which folder');
mkdirSync(folder, { recursive: true });
for (const [name, report] of Object.entries(samples)) {
  const pdf = await renderReportPdf(report);
  writeFileSync(join(folder, `${name}.pdf`), pdf);
  for (const [index, { pixels, width, height }] of (await rasterise(pdf, 1.6)).entries())
    writeFileSync(join(folder, `${name}-${index + 1}.png`), encodePng(pixels, width, height, 4));
}
