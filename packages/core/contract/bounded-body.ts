import { isObject } from '../json.ts';
import { maxProblems } from './problems.ts';

/** The parts of a schema that bound what a body may hold. */
interface BoundedSchema {
  readonly type?: unknown;
  readonly pattern?: unknown;
  readonly maxLength?: unknown;
  readonly maxItems?: unknown;
  readonly items?: unknown;
  readonly properties?: unknown;
  /** The schema of the values of an object that has keys of the caller's own, and how many it may have. */
  readonly additionalProperties?: unknown;
  readonly maxProperties?: unknown;
}

/** A body of which each part is small enough to be normalized, matched and validated. */
export interface BoundedBody {
  readonly body: unknown;
  /** How many unknown fields were left out of it. */
  readonly omitted: number;
}

/** How many UTF-16 code units a text of the contract has at most before it is normalized, for each character allowed. */
const unitsForEach = 4;
/** The same for a text of which the pattern alone says how long it is. */
const longestPatternedText = 256;

/** Is not valid for any field that has a bound, so that the schema's own message says what the field must be. */
const oversized = false;

function isOversizedText(text: string, { pattern, maxLength }: BoundedSchema): boolean {
  if (typeof maxLength === 'number') return text.length > maxLength * unitsForEach;
  return pattern !== undefined && text.length > longestPatternedText;
}

/** Keeps every known field and the first unknown ones: enough to be named. */
function boundedRecord(
  record: Record<string, unknown>,
  properties: Record<string, BoundedSchema>,
): BoundedBody {
  const kept: [string, unknown][] = [];
  let unknown = 0;
  let omitted = 0;
  for (const name of Object.keys(record)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) {
      unknown += 1;
      if (unknown <= maxProblems) kept.push([name, null]);
      continue;
    }
    const bounded = boundedBody(record[name], schema);
    kept.push([name, bounded.body]);
    omitted += bounded.omitted;
  }
  return { body: Object.fromEntries(kept), omitted: omitted + Math.max(0, unknown - maxProblems) };
}

/** Keeps an object with keys of the caller's own whole, unless it has too many of them. */
function boundedMap(record: Record<string, unknown>, { maxProperties, additionalProperties }: BoundedSchema) {
  const names = Object.keys(record);
  if (typeof maxProperties !== 'number' || names.length > maxProperties) return oversized;
  const values = additionalProperties as BoundedSchema;
  return Object.fromEntries(names.map((name) => [name, boundedBody(record[name], values).body]));
}

/**
 * Returns a body that costs little to validate, whatever the caller sent: texts, lists and objects are measured before
 * anything reads them. A part that is larger than its schema can allow is replaced by a value that the schema refuses with
 * the same message. Takes time and memory by the number of fields of the outermost object alone.
 */
export function boundedBody(value: unknown, schema: BoundedSchema): BoundedBody {
  if (typeof value === 'string')
    return { body: isOversizedText(value, schema) ? oversized : value, omitted: 0 };
  if (Array.isArray(value)) {
    // An empty list counts as not sent, for a text too.
    if (value.length === 0) return { body: value, omitted: 0 };
    const { maxItems, items } = schema;
    if (typeof maxItems !== 'number' || value.length > maxItems) return { body: oversized, omitted: 0 };
    const bounded = value.map((item) => boundedBody(item, items as BoundedSchema));
    return {
      body: bounded.map(({ body }) => body),
      omitted: bounded.reduce((sum, { omitted }) => sum + omitted, 0),
    };
  }
  if (!isObject(value)) return { body: value, omitted: 0 };
  if (isObject(schema.properties))
    return boundedRecord(value, schema.properties as Record<string, BoundedSchema>);
  return { body: isObject(schema.additionalProperties) ? boundedMap(value, schema) : oversized, omitted: 0 };
}
