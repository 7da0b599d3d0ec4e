export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a text that may be shown; undefined if it repeats something that was sent. The API never does, a proxy might. */
export function speakable(text: unknown, unspeakable: readonly string[]): string | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  return unspeakable.some((value) => text.includes(value)) ? undefined : text;
}
