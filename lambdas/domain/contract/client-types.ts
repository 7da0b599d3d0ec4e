import { compile, type JSONSchema } from 'json-schema-to-typescript';

type Schema = Readonly<Record<string, unknown>>;

const prefix = '#/components/schemas/';

/** Whether a value can hold the keywords of a schema, or schemas. */
function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keywords that tell a validator what no type can say, and would only spoil the types. */
const beyondTypes = new Set(['$schema', 'if', 'then', 'else', 'allOf', 'minItems', 'maxItems', 'examples']);

/** A schema of the document, with references to types by their name. */
function forTypes(schema: Schema): Schema {
  const { $ref, ...rest } = schema;
  if (typeof $ref === 'string') return { ...rest, tsType: $ref.slice(prefix.length) };
  const entries = Object.entries(rest).filter(([keyword]) => !beyondTypes.has(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      if (keyword === 'properties' && isObject(value))
        return [
          keyword,
          Object.fromEntries(Object.entries(value).map(([name, of]) => [name, forTypes(of as Schema)])),
        ];
      return [keyword, isObject(value) ? forTypes(value) : value];
    }),
  );
}

/**
 * The types of what is sent and answered, for the client to publish.
 * @param schemas the OpenAPI document's, by name.
 * @returns a TypeScript module of nothing but types.
 */
export async function clientTypes(schemas: Schema): Promise<string> {
  const types: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const typed = { ...forTypes(schema as Schema), title: name } as JSONSchema;
    types.push(await compile(typed, name, { bannerComment: '', additionalProperties: false }));
  }
  return ['// Generated from the schemas of the contract: npm run contract\n', ...types].join('\n');
}
