import { isObject } from '@kyc-china/core/json';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

type Schema = Readonly<Record<string, unknown>>;

const prefix = '#/components/schemas/';

/** Keywords that tell a validator what no type can say, and would only spoil the types. */
const beyondTypes = new Set([
  '$schema',
  'if',
  'then',
  'else',
  'allOf',
  'minItems',
  'maxItems',
  'examples',
  'x-enum-varnames',
]);

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
      if (keyword === 'anyOf') return [keyword, (value as Schema[]).map(forTypes)];
      return [keyword, isObject(value) ? forTypes(value) : value];
    }),
  );
}

/**
 * Returns the types of codes to which new ones may be added: `Known…` to handle each known one, and the type of what an
 * answer may hold. `string & {}` keeps the compiler from widening the union to string, so editors still propose the codes.
 */
function openType(name: string, description: unknown, codes: readonly string[]): string {
  const known = `Known${name}`;
  return [
    `/**\n * The values of ${name} that this version of the client knows.\n */`,
    `export type ${known} =${codes.map((code) => `\n  | ${JSON.stringify(code)}`).join('')};\n`,
    `/**\n * ${description}\n */`,
    `export type ${name} = ${known} | (string & {});\n`,
  ].join('\n');
}

async function typeOf(name: string, schema: Schema): Promise<string> {
  const codes = schema['x-extensible-enum'];
  if (Array.isArray(codes)) return openType(name, schema.description, codes);
  const typed = { ...forTypes(schema), title: name } as JSONSchema;
  return compile(typed, name, { bannerComment: '', additionalProperties: false });
}

/**
 * The types of what is sent and answered, for the client to publish.
 * @param schemas the OpenAPI document's, by name.
 * @returns a TypeScript module of nothing but types.
 */
export async function clientTypes(schemas: Schema): Promise<string> {
  const types: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) types.push(await typeOf(name, schema as Schema));
  return ['// Generated from the schemas of the contract: npm run contract\n', ...types].join('\n');
}
