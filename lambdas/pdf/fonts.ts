import { readFile } from 'node:fs/promises';
import { assetPath, fontFiles, type Weight } from './font-files.ts';
import { TrueTypeFont } from './truetype.ts';

export type Fonts = Readonly<Record<Weight, TrueTypeFont>>;

let loaded: Promise<Fonts> | undefined;

async function load(): Promise<Fonts> {
  const [regular, bold] = await Promise.all([
    readFile(assetPath(fontFiles.regular)),
    readFile(assetPath(fontFiles.bold)),
  ]);
  return { regular: new TrueTypeFont(regular), bold: new TrueTypeFont(bold) };
}

/** The whole fonts: read at the first report and kept for the life of the process. */
export function loadFonts(): Promise<Fonts> {
  loaded ??= load().catch((error: unknown) => {
    // A failed read is not kept: the next report tries again.
    loaded = undefined;
    throw error;
  });
  return loaded;
}
