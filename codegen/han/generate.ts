/**
 * Writes generated/tables.ts from the Unicode Character Database. Run it for a new version of Unicode:
 * `node codegen/han/generate.ts <folder>`, where the folder holds EquivalentUnifiedIdeograph.txt,
 * Unihan_Variants.txt and Unihan_OtherMappings.txt, as unicode.org and Debian's package unicode-data publish them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder of the Unicode Character Database.');

const read = (name: string) => readFile(path.join(folder, name), 'utf8');
const codePoint = (hex: string) => Number.parseInt(hex.replace('U+', ''), 16);
const text = (points: Iterable<number>) =>
  [...points]
    .sort((a, b) => a - b)
    .map((point) => String.fromCodePoint(point))
    .join('');

/** A Unihan file's values of one property, by code point. */
function property(file: string, name: string): Map<number, string[]> {
  const values = new Map<number, string[]>();
  for (const line of file.split('\n')) {
    const [point = '', property, value = ''] = line.split('\t');
    if (property === name) values.set(codePoint(point), value.trim().split(' '));
  }
  return values;
}

/** The CJK and Kangxi radicals that Unicode equates with an ideograph: pairs, as U+2F00 and U+4E00. */
function radicalPairs(file: string): [number, number][] {
  return file.split('\n').flatMap((line) => {
    const [range = '', ideograph] = (line.split('#')[0] ?? '').split(';').map((part) => part.trim());
    if (ideograph === undefined) return [];
    const [first = '', last = first] = range.split('..');
    const from = codePoint(first);
    const points = Array.from({ length: codePoint(last) - from + 1 }, (_, index) => from + index);
    return points
      .filter((point) => point >= 0x2e80 && point <= 0x2fdf)
      .map((point): [number, number] => [point, codePoint(ideograph)]);
  });
}

/** Hong Kong's and older forms, which Unihan links to a traditional character by kSemanticVariant alone. */
const otherForms = [...'爲衞敍衆鷄鬭麪鑑'].map((character) => character.codePointAt(0) as number);

/**
 * The characters that are traditional alone. Each has a simplified form in the Table of General Standard Chinese
 * Characters (kTGH), is not its own simplified form, as 后 and 干 are, and is not in that table itself, as 於 is.
 */
function traditional(variants: string, mappings: string): Set<number> {
  const standard = property(mappings, 'kTGH');
  const pointsOf = (values: string[]) => values.map((value) => codePoint(value.split('<')[0] ?? ''));
  const found = new Set<number>();
  for (const [point, values] of property(variants, 'kSimplifiedVariant')) {
    const simplified = pointsOf(values);
    if (standard.has(point) || simplified.includes(point)) continue;
    if (simplified.some((form) => standard.has(form))) found.add(point);
  }
  // Another shape of one of them, as 説 of 說.
  for (const [point, values] of property(variants, 'kZVariant'))
    if (!standard.has(point) && pointsOf(values).some((form) => found.has(form))) found.add(point);
  return new Set([...found, ...otherForms]);
}

const radicalsFile = await read('EquivalentUnifiedIdeograph.txt');
const version = /^# EquivalentUnifiedIdeograph-([0-9.]+)\.txt/.exec(radicalsFile)?.[1];
if (version === undefined) throw new Error('EquivalentUnifiedIdeograph.txt names no version.');
const pairs = radicalPairs(radicalsFile).sort(([a], [b]) => a - b);
const traditionals = traditional(await read('Unihan_Variants.txt'), await read('Unihan_OtherMappings.txt'));

const module = `// Written by codegen/han/generate.ts from Unicode ${version}: do not edit by hand.

/** CJK and Kangxi radicals, and at the same place in the next text the unified ideograph of each. */
export const radicals = '${pairs.map(([radical]) => String.fromCodePoint(radical)).join('')}';
export const ideographsOfRadicals = '${pairs.map(([, ideograph]) => String.fromCodePoint(ideograph)).join('')}';

/** Characters of the traditional script alone. */
export const traditionalCharacters = '${text(traditionals)}';
`;
await writeFile(new URL('../../packages/core/han/generated/tables.ts', import.meta.url), module);
