import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The weights that a report is set in. */
export type Weight = 'regular' | 'bold';

/** The fonts that the build cuts (lib/fonts): `core` draws a usual report, `rest` has all other characters. */
export const fontFiles = { core: 'regular-core.ttf', rest: 'regular-rest.ttf', bold: 'bold.ttf' } as const;

/** The folder for programs that run from the sources: tests and benchmarks. */
export const builtFonts = join(import.meta.dirname, '../../node_modules/.cache/kyc-china/fonts');

/** Returns a font file's path: in `fonts/` beside the bundle, or in the folder of the build. */
export function fontPath(file: string): string {
  const beside = join(import.meta.dirname, 'fonts', file);
  return existsSync(beside) ? beside : join(builtFonts, file);
}
