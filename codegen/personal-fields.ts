import { requestSchema } from '@kyc-china/core/contract/request-schema';

interface Schema {
  readonly personal?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** Returns the paths of the fields that a schema marks as `personal`; `[]` means every item of a list. */
export function personalFieldsOf(schema: Schema, path = ''): string[] {
  const own = schema.personal ? [path] : [];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    personalFieldsOf(property, path === '' ? name : `${path}.${name}`),
  );
  const items = schema.items ? personalFieldsOf(schema.items, `${path}[]`) : [];
  return [...own, ...properties, ...items];
}

/** The paths of the personal fields of a request. */
export const personalFields = personalFieldsOf(requestSchema as Schema);

/** Returns the typed client's list of the personal fields, as the text of a module. */
export function personalFieldsModule(): string {
  return [
    '// Written by npm run contract: do not edit by hand.\n',
    '/** The fields of a request that hold personal data. */',
    `export const personalFields = [\n${personalFields.map((field) => `  '${field}',\n`).join('')}] as const;\n`,
  ].join('\n');
}
