import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { renderReportPdf } from '@kyc-china/pdf/render-report';
import { printed, samples } from '@kyc-china/samples/pdf-samples';
import { variantPdf, variants } from '@kyc-china/samples/pdf-variants';

export const sampleNames = Object.keys(samples) as (keyof typeof samples)[];

/** Renders a sample report and has it signed. */
export function signedSample(name: keyof typeof samples, signer: ReportSigner): Promise<Uint8Array> {
  const { report, sources } = printed(name);
  return renderReportPdf(report, sources, signer);
}

/** Writes the signed PDF of every sample report and of every variant. @returns the files. */
export async function writeSamples(folder: string, signer: ReportSigner): Promise<string[]> {
  const files: string[] = [];
  for (const name of sampleNames) {
    const file = path.join(folder, `${name}.pdf`);
    writeFileSync(file, await signedSample(name, signer));
    files.push(file);
  }
  for (const name of Object.keys(variants) as (keyof typeof variants)[]) {
    const file = path.join(folder, `${name}.pdf`);
    writeFileSync(file, await variantPdf(name, signer));
    files.push(file);
  }
  return files;
}
