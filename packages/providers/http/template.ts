import type { Template } from './description.ts';

const place = /\{([^{}]*)\}/g;
const secretPlace = /^secret\.([A-Za-z][A-Za-z0-9]*)$/;

/** What every template may name, apart from the secret's values: what is known before a request is formed. */
export const commonPlaces = [
  'timestamp',
  'timestampSeconds',
  'today',
  'nonce',
  'requestId',
  'requestKey',
] as const;

/** The names in braces of a template. */
function placesOf(template: Template): string[] {
  return [...template.matchAll(place)].map(([, name = '']) => name);
}

/** The names of a template that are neither common, nor of the secret, nor among the others that are allowed. */
export function unknownPlacesIn(template: Template, allowed: readonly string[]): string[] {
  const known = new Set<string>([...commonPlaces, ...allowed]);
  return placesOf(template).filter((name) => !known.has(name) && !secretPlace.test(name));
}

/** Whether a template names something. */
export function names(template: Template, name: string): boolean {
  return placesOf(template).includes(name);
}

/** Fills a template in. Validation has seen to it that every name has a value. */
export function fillIn(template: Template, values: Readonly<Record<string, string>>): string {
  return template.replace(place, (_all, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new RangeError(`a template names ${name}, which has no value`);
    return value;
  });
}
