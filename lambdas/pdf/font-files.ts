import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The weights that a report is set in. */
export type Weight = 'regular' | 'bold';

/** The fonts as the build cuts them (lib/fonts): `core` draws a usual report, `rest` has what else there is. */
export const fontFiles = { core: 'regular-core.ttf', rest: 'regular-rest.ttf', bold: 'bold.ttf' } as const;

/** Where the build leaves them for whatever runs from the sources: tests and benchmarks. */
export const builtFonts = join(import.meta.dirname, '../../node_modules/.cache/kyc-china/fonts');

/** A font file's path: in `fonts/` beside the bundle, or where the build left it. */
export function fontPath(file: string): string {
  const beside = join(import.meta.dirname, 'fonts', file);
  return existsSync(beside) ? beside : join(builtFonts, file);
}
