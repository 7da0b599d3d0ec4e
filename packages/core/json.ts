export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns whether a value is an object with named fields: not null, and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
