import { isObject } from '../json.ts';

/** The part of a schema that says which fields an object has, and which of them must be there. */
interface ObjectSchema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

const isObjectSchema = (schema: unknown): schema is ObjectSchema =>
  isObject(schema) && isObject(schema.properties);

const isAbsent = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/**
 * Returns a body without the optional fields that hold null or an empty list: serializers of Java and .NET, and models
 * that are generated for Java, send these for a field that was not set. A required field and an unknown one stay, so that
 * the caller learns about them. The same holds for the fields of an object inside the body.
 */
export function withoutAbsentFields(body: unknown, { properties, required = [] }: ObjectSchema): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const isOptional = (name: string) => Object.hasOwn(properties, name) && !required.includes(name);
  const present = Object.entries(body).filter(([name, value]) => !(isOptional(name) && isAbsent(value)));
  return Object.fromEntries(
    present.map(([name, value]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [name, isObjectSchema(schema) ? withoutAbsentFields(value, schema) : value];
    }),
  );
}
