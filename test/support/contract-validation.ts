import { Ajv2020, type AnySchema, type ErrorObject } from 'ajv/dist/2020.js';

/** RFC 3339, section 5.6. */
const dateTime =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

/** Ajv as strict as it gets, with the formats that the contract's schemas name. */
export function strictAjv(): Ajv2020 {
  return new Ajv2020({
    allErrors: true,
    strict: true,
    strictTuples: true,
    keywords: ['hint', 'personal', 'field', 'published', 'x-enum-varnames', 'x-extensible-enum'],
    formats: {
      'date-time': (text: string) => dateTime.test(text) && !Number.isNaN(Date.parse(text)),
      uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      uri: (text: string) => URL.canParse(text),
    },
  });
}

/** What a validator found, a line each. */
export function said(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** What is wrong with a value by a schema; empty when nothing is. */
export function violationsOf(ajv: Ajv2020, schema: AnySchema, value: unknown): string[] {
  const validate = ajv.compile(schema);
  return validate(value) ? [] : said(validate.errors);
}
