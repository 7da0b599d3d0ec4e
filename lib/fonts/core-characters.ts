import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../project-file.ts';

/** The rows of GB 2312 that hold symbols (1 to 9), and the 3,755 Chinese characters of its level 1 (16 to 55). */
const rows = [
  [0x01, 0x09],
  [0x10, 0x37],
] as const;

function* gb2312(): Generator<string> {
  const decoder = new TextDecoder('gbk');
  for (const [first, last] of rows)
    for (let row = first; row <= last; row++)
      for (let cell = 0x01; cell <= 0x5e; cell++)
        yield* decoder.decode(Uint8Array.of(row + 0xa0, cell + 0xa0));
}

/** The folders of what runs in functions. */
const sources = ['lambdas', 'packages/core', 'packages/providers', 'packages/storage', 'packages/pdf'];

/** Every character in the sources of what runs: a label, a message or a name that is written there is among them. */
function* writtenInSources(): Generator<string> {
  for (const folder of sources.map((source) => projectFile(source)))
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (file.endsWith('.ts')) yield* readFileSync(path.join(folder, file), 'utf8');
}

/** The files with the labels that a report sets in bold. */
const labelFiles = ['packages/core/labels.ts', 'packages/pdf/words.ts'];

/** Returns the characters of the labels that a report sets in bold: headings, results, and what to do. */
export function labelCharacters(): ReadonlySet<string> {
  return new Set(labelFiles.flatMap((file) => [...readFileSync(projectFile(file), 'utf8')]));
}

/** What reports are usually written in: our own words, Latin, and the Chinese characters in frequent use. */
export function coreCharacters(): ReadonlySet<string> {
  const latin = Array.from({ length: 0x250 }, (_, codePoint) => String.fromCodePoint(codePoint));
  return new Set([...latin, ...writtenInSources(), ...gb2312()]);
}
