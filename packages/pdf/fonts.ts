import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fontFiles, fontPath, type Weight } from './font-files.ts';
import { TrueTypeFont } from './truetype.ts';
import { glyphIn, Typeface } from './typeface.ts';

export type Fonts = Readonly<Record<Weight, Typeface>>;

let loaded: Promise<Fonts> | undefined;

/**
 * Returns the typefaces built from the files that the build cut.
 * @param readRest reads the file of rare characters. A usual report does not need it. It is synchronous: the layout needs
 * the glyph immediately, and the process has no other work.
 */
export function fontsOf(core: Uint8Array, bold: Uint8Array, readRest: () => Uint8Array): Fonts {
  const [coreFont, boldFont] = [new TrueTypeFont(core), new TrueTypeFont(bold)];
  let rest: TrueTypeFont | undefined;
  const regular = new Typeface(coreFont, (codePoint) => {
    const usual = glyphIn(coreFont, codePoint);
    if (usual) return usual;
    rest ??= new TrueTypeFont(readRest());
    return glyphIn(rest, codePoint);
  });
  const boldFace = new Typeface(boldFont, (codePoint) => glyphIn(boldFont, codePoint));
  return { regular, bold: boldFace };
}

async function load(): Promise<Fonts> {
  const [core, bold] = await Promise.all([
    readFile(fontPath(fontFiles.core)),
    readFile(fontPath(fontFiles.bold)),
  ]);
  return fontsOf(core, bold, () => readFileSync(fontPath(fontFiles.rest)));
}

/** The typefaces of a report: read at the first report and kept for the life of the process. */
export function loadFonts(): Promise<Fonts> {
  loaded ??= load().catch((error: unknown) => {
    // A failed read is not kept: the next report tries again.
    loaded = undefined;
    throw error;
  });
  return loaded;
}
