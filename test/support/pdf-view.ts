/** Writes every sample report as PDF and as pictures, to look at: `node test/support/pdf-view.ts <folder> [grey]`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdfOf, samples } from '@kyc-china/samples/pdf-samples';
import { variantPdf, variants } from '@kyc-china/samples/pdf-variants';
import { buildReportFonts } from '../../lib/fonts/report-fonts.ts';
import { encodePng } from './pdf-png.ts';
import { type Raster, rasterise } from './pdf-raster.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('say into which folder');
await buildReportFonts();
mkdirSync(folder, { recursive: true });

/** In colour, or as a grey printer would have it (Rec. 601 luma). */
function picture({ pixels, width, height }: Raster): Buffer {
  if (process.argv[3] !== 'grey') return encodePng(pixels, width, height, 4);
  const grey = Uint8Array.from({ length: width * height }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(4 * at, 4 * at + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  return encodePng(grey, width, height, 1);
}

const files = new Map<string, Uint8Array>();
for (const name of Object.keys(samples) as (keyof typeof samples)[]) files.set(name, await pdfOf(name));
for (const name of Object.keys(variants) as (keyof typeof variants)[])
  files.set(name, await variantPdf(name));
for (const [name, pdf] of files) {
  writeFileSync(join(folder, `${name}.pdf`), pdf);
  for (const [index, raster] of (await rasterise(pdf, 1.6)).entries())
    writeFileSync(join(folder, `${name}-${index + 1}.png`), picture(raster));
}
