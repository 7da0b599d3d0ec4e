import { buildReportFonts } from '../../lib/fonts/report-fonts.ts';
import { projectFile } from '../../lib/project-file.ts';
import { synthesize } from '../../local/synthesize.ts';

/** Before the tests, so that no two of them build the same thing at once. Quick when nothing changed. */
export default async function setUp(): Promise<void> {
  // Jest's workers and the commands that tests start inherit it: each loads most of the same code.
  process.env.NODE_COMPILE_CACHE ??= projectFile('node_modules', '.cache', 'kyc-china-tests');
  // An API that is served elsewhere needs nothing of this machine.
  if (process.env.KYC_TARGET_URL) return;
  await buildReportFonts();
  await synthesize({
    projectDirectory: projectFile(),
    assemblyDirectory: projectFile('cdk.out'),
    report: () => undefined,
    signal: new AbortController().signal,
  });
}
