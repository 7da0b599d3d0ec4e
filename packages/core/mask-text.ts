import type { Masking } from './contract/field.ts';

/** The fewest characters that a mask hides, unless it says otherwise. */
const fewestHidden = 4;

/** Returns a text with its first and last characters (code points), and a star for each character between. */
export function maskText(
  text: string,
  { start, end, hidden = fewestHidden, except }: Pick<Masking, 'start' | 'end' | 'hidden' | 'except'>,
): string {
  if (except?.includes(text)) return text;
  const characters = [...text];
  const between = characters.length - start - end;
  if (between < hidden) return '*'.repeat(characters.length);
  return [...characters.slice(0, start), '*'.repeat(between), ...characters.slice(start + between)].join('');
}
