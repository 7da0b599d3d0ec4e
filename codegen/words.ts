import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { projectFile } from '../lib/project-file.ts';

/** Words that docs/style.md replaces. Each is matched as a whole word, in any case. */
export const replacedWords = [
  'mend(?:s|ed|ing)?',
  'anew',
  '(?:is|are|was|were) none',
  'told',
  'stands',
  'whoever',
  'whom',
  'nobody',
  'everybody',
  'besides',
  'what is more',
  'heed(?:s|ed|ing)?',
  'of itself',
  'the house',
  'in doubt',
  '(?:comes|come|came) of it',
  'made of it',
] as const;

const pattern = new RegExp(`\\b(?:${replacedWords.join('|')})\\b`, 'gi');

/** Files that quote the words, or that others wrote. */
const excluded =
  /^(?:docs\/style\.md|codegen\/words\.ts|THIRD-PARTY-NOTICES\.md|LICENSE|package-lock\.json)$|\/generated\//;

/** A replaced word, and where it is written. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly word: string;
}

/** Returns the replaced words of a text. */
export function findWords(file: string, text: string): Finding[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(pattern)].map(([word]) => ({ file, line: index + 1, word: word.toLowerCase() })),
    );
}

/** Returns the replaced words of all files of the repository. */
export async function findWordsInProject(): Promise<Finding[]> {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: projectFile(), encoding: 'utf8' })
    .split('\0')
    .filter((file) => /\.(?:ts|tsx|js|cjs|md|css|html|json|yaml|yml|py)$/.test(file) && !excluded.test(file));
  const found = await Promise.all(
    files.map(async (file) => findWords(file, await readFile(projectFile(file), 'utf8'))),
  );
  return found.flat();
}

if (import.meta.main) {
  const findings = await findWordsInProject();
  for (const { file, line, word } of findings) console.error(`${file}:${line}: "${word}"`);
  if (findings.length > 0) {
    console.error(`\n${findings.length} words that docs/style.md replaces. Use the words of its table.`);
    process.exitCode = 1;
  }
}
