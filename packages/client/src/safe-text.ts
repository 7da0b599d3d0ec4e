export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a text that may be shown; undefined if it repeats something that was sent. The API never does, a proxy might. */
export function safeText(text: unknown, withheld: readonly string[]): string | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  return withheld.some((value) => text.includes(value)) ? undefined : text;
}
