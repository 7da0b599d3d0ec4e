import type { ErrorObject } from 'ajv';
import { distance } from 'fastest-levenshtein';
import type { FieldProblem } from './problems.ts';

// Compiled ahead of time (generate.ts): no schema compiler is loaded at run time.
export { isPollRequest, isVerificationRequest } from './generated/validators.js';

/** A longer name is neither shown nor compared: no field has one. */
const longestEchoedName = 40;

/** Known fields by other names for them, in letters alone. */
type OtherNames = ReadonlyMap<string, string>;

/** Returns the known field that an unknown one was probably meant to be: by another name for it, or the closest spelling. */
export function probablyMeant(
  unknown: string,
  known: readonly string[],
  otherNames: OtherNames = new Map(),
): string | undefined {
  if (unknown.length > longestEchoedName) return undefined;
  const letters = unknown.toLowerCase().replace(/[^a-z]/g, '');
  const word = otherNames.get(letters);
  if (word !== undefined && known.includes(word)) return word;
  const [nearest] = known
    .map((field) => ({ field, off: distance(unknown.toLowerCase(), field.toLowerCase()) }))
    .sort((a, b) => a.off - b.off);
  return nearest && nearest.off <= Math.max(2, Math.floor(nearest.field.length / 3))
    ? nearest.field
    : undefined;
}

/** Returns the field of a key of the metadata. A key is the caller's own text: only a plain word is repeated. */
export function metadataField(key: string): string {
  return isPlainWord(key) ? `metadata.${key}` : 'metadata';
}

/** Returns `/addressesToVerify/0/city` in the form that callers write: `addressesToVerify[0].city`. */
function fieldOf(pointer: string): string {
  const [, key] = /^\/metadata\/(.*)$/s.exec(pointer) ?? [];
  if (key !== undefined) return metadataField(key);
  return pointer
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}

/**
 * Returns whether an unknown field's name may be shown. The name is the caller's own text, so it must be a plain word. Up to
 * two digits may end it, as in address12: they are too few to identify a person.
 */
export function isPlainWord(name: string): boolean {
  return name.length <= longestEchoedName && /^[A-Za-z][A-Za-z_-]*[0-9]{0,2}$/.test(name);
}

function problemOf(error: ErrorObject, otherNames: OtherNames): FieldProblem {
  const at = fieldOf(error.instancePath);
  const join = (name: string) => (at === '' ? name : `${at}.${name}`);
  if (error.keyword === 'additionalProperties') {
    const unknown = String(error.params.additionalProperty);
    const known = Object.keys((error.parentSchema as { properties: object }).properties);
    const meant = probablyMeant(unknown, known, otherNames);
    const hint = meant
      ? `is not a field of this request; ${join(meant)} was probably meant`
      : 'is not a field of this request';
    return { field: isPlainWord(unknown) ? join(unknown) : join('(unknown)'), message: hint };
  }
  if (error.keyword === 'required')
    return { field: join(String(error.params.missingProperty)), message: 'is required' };
  const hint = (error.parentSchema as { hint?: string }).hint ?? 'must be a JSON object';
  return { field: at === '' ? '(body)' : at, message: hint };
}

/**
 * Returns the problems that the schema finds: one for each field, and for fields without a name one for each message.
 * @param otherNames what people and other APIs call the fields.
 */
export function schemaProblems(
  errors: readonly ErrorObject[] | null | undefined,
  otherNames: OtherNames = new Map(),
): FieldProblem[] {
  const byField = new Map<string, FieldProblem>();
  for (const error of errors ?? []) {
    const problem = problemOf(error, otherNames);
    const unknown = error.keyword === 'additionalProperties';
    const key = unknown ? `${problem.field} ${problem.message}` : problem.field;
    if (!byField.has(key)) byField.set(key, problem);
  }
  return [...byField.values()];
}
