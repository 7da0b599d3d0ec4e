import { ideographsOfRadicals, radicals, traditionalCharacters } from './generated/tables.ts';

const traditionals = new Set(traditionalCharacters);

/**
 * Whether a text holds a character of the traditional script alone. A character of both scripts, as 后, is not.
 */
export function hasTraditionalCharacter(text: string): boolean {
  return [...text].some((character) => traditionals.has(character));
}

const ideographs = [...ideographsOfRadicals];
const ideographOf = new Map([...radicals].map((radical, index) => [radical, ideographs[index] as string]));

/**
 * Replaces CJK and Kangxi radicals (U+2E80 to U+2FDF), which PDF copies and OCR produce, by the ideograph that looks the
 * same (Unicode's EquivalentUnifiedIdeograph).
 */
export function replaceRadicals(text: string): string {
  return text.replace(/[\u2e80-\u2fdf]/g, (radical) => ideographOf.get(radical) ?? radical);
}
