import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFonts, fontFiles } from '@kyc-china/pdf/font-files';
import { TrueTypeFont } from '@kyc-china/pdf/truetype';
import { isFullWidth } from '@kyc-china/pdf/typeface';
import { coreCharacters, labelCharacters } from './core-characters.ts';
import { cutFont } from './cut-font.ts';

const packageFile = (file: string): string =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${file}`));

/** The fonts as their package has them, whole. */
export const wholeFonts = {
  regular: packageFile('400Regular/NotoSansSC_400Regular.ttf'),
  bold: packageFile('700Bold/NotoSansSC_700Bold.ttf'),
} as const;

const licenceFile = 'OFL.txt';
const digestFile = 'fonts.sha256';
const lastCodePoint = 0x3ffff;

/** Every character that a font has a glyph for. */
function charactersOf(font: TrueTypeFont): string[] {
  const codePoints = Array.from({ length: lastCodePoint + 1 }, (_, codePoint) => codePoint);
  return codePoints
    .filter((codePoint) => font.glyphOf(codePoint) !== undefined)
    .map((codePoint) => String.fromCodePoint(codePoint));
}

/**
 * Cuts the fonts of the PDF: one for usual reports, one with every other character, and the bold one, with
 * the Chinese characters of the labels. The same font, sources and code give the same bytes, so that the asset's hash changes with them only.
 */
async function cut(
  core: ReadonlySet<string>,
  whole: { regular: Uint8Array; bold: Uint8Array },
): Promise<Record<string, Uint8Array>> {
  const all = charactersOf(new TrueTypeFont(whole.regular));
  const labels = labelCharacters();
  const bold = charactersOf(new TrueTypeFont(whole.bold)).filter(
    (character) => !isFullWidth(character) || labels.has(character),
  );
  return {
    [fontFiles.core]: await cutFont(whole.regular, core),
    [fontFiles.rest]: await cutFont(
      whole.regular,
      all.filter((character) => !core.has(character)),
    ),
    [fontFiles.bold]: await cutFont(whole.bold, bold),
  };
}

/** Writes a temporary file and renames it: a concurrent reader gets the old file or the new one. */
async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, content);
  await rename(aside, file);
}

/** Builds the fonts, and their licence beside them, where the sources look for them; unless they are there already. */
export async function buildReportFonts(): Promise<void> {
  const core = coreCharacters();
  const [regular, bold, licence, ...code] = (await Promise.all(
    [
      wholeFonts.regular,
      wholeFonts.bold,
      packageFile('LICENSE_FONT'),
      import.meta.filename,
      path.join(import.meta.dirname, 'cut-font.ts'),
    ].map((file) => readFile(file)),
  )) as [Buffer, Buffer, Buffer, ...Buffer[]];
  const hash = createHash('sha256').update([...core].sort().join(''));
  hash.update([...labelCharacters()].sort().join(''));
  for (const part of [regular, bold, licence, ...code]) hash.update(part);
  const digest = hash.digest('hex');
  const stamp = path.join(builtFonts, digestFile);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === digest) return;
  await mkdir(builtFonts, { recursive: true });
  for (const [file, bytes] of Object.entries(await cut(core, { regular, bold })))
    await writeWhole(path.join(builtFonts, file), bytes);
  await writeWhole(path.join(builtFonts, licenceFile), licence);
  await writeWhole(stamp, digest);
}

/** Builds the fonts into a bundle's folder: `node lib/fonts/report-fonts.ts <folder>`. */
if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('say into which folder');
  await buildReportFonts();
  await mkdir(folder, { recursive: true });
  for (const file of [...Object.values(fontFiles), licenceFile])
    await copyFile(path.join(builtFonts, file), path.join(folder, file));
}
