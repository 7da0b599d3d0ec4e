import type { FieldProblem } from './problems.ts';

const variationSelector = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const invisible = /\p{Cf}|\u034f|[\u115f\u1160\u3164\uffa0]/u;
const privateUse = /\p{Co}/u;

const codePointOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** What is wrong with a text that looks right; undefined if it holds nothing that cannot be seen. */
function hiddenFault(text: string): string | undefined {
  const [selector] = variationSelector.exec(text) ?? [];
  if (selector)
    return `holds a variation selector (${codePointOf(selector)}), which cannot be seen: remove it`;
  const [hidden] = invisible.exec(text) ?? [];
  if (hidden) return `holds an invisible character (${codePointOf(hidden)}): enter the value again by hand`;
  const [own] = privateUse.exec(text) ?? [];
  return (
    own && `holds a private-use character (${codePointOf(own)}): enter the standard character of Unicode`
  );
}

/**
 * Names the character that cannot be seen where a text is refused that looks right to a reader. Without that, "must be an
 * 11-digit mobile number" is said of what reads 13800138000.
 * @param body the bounded body.
 */
export function withHiddenCharacters(problems: readonly FieldProblem[], body: unknown): FieldProblem[] {
  return problems.map((problem) => {
    const value = (body as Readonly<Record<string, unknown>> | null)?.[problem.field];
    const fault = typeof value === 'string' && problem.field !== 'facePhoto' ? hiddenFault(value) : undefined;
    return fault === undefined ? problem : { field: problem.field, message: fault };
  });
}
