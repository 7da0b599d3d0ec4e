import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The weights that a report is set in. */
export type Weight = 'regular' | 'bold';

/** A file that no bundle can hold: where its package keeps it, and its name under `fonts/` beside the bundle. */
export interface AssetFile {
  readonly specifier: string;
  readonly file: string;
}

/** Static TrueType only: HarfBuzz cuts a small subset of these, and every reader draws it. */
export const fontFiles: Readonly<Record<Weight, AssetFile>> = {
  regular: {
    specifier: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    file: 'NotoSansSC_400Regular.ttf',
  },
  bold: {
    specifier: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
    file: 'NotoSansSC_700Bold.ttf',
  },
};

/** HarfBuzz as WebAssembly: it cuts the fonts. */
export const harfbuzzFile: AssetFile = {
  specifier: 'harfbuzzjs/dist/harfbuzz-subset.wasm',
  file: 'harfbuzz-subset.wasm',
};

/** All that the build copies to `fonts/`. */
export const assetFiles: readonly AssetFile[] = [...Object.values(fontFiles), harfbuzzFile];

/** A file's path: beside the bundle, where the build copied it, or else in the package that it comes from. */
export function assetPath({ specifier, file }: AssetFile): string {
  const beside = join(import.meta.dirname, 'fonts', file);
  return existsSync(beside) ? beside : fileURLToPath(import.meta.resolve(specifier));
}
