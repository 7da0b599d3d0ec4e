import { readFileSync } from 'node:fs';
import { projectFile } from '../../lib/project-file.ts';
import { said, strictAjv } from './contract-validation.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document whose form is what the tests look at.
type Json = any;

/** The committed OpenAPI document. */
export const openApi: Json = JSON.parse(readFileSync(projectFile('docs/openapi.json'), 'utf8'));

const documentId = 'openapi.json';
const ajv = strictAjv();
// To Ajv the document is a schema without a single keyword that it knows; what it refers to in it are real ones.
ajv.addVocabulary(Object.keys(openApi));
ajv.addSchema(openApi, documentId, false, false);

/** The value that a local reference, or a chain of them, leads to; any other value as it is. */
export function resolved(value: Json): Json {
  if (typeof value?.$ref !== 'string') return value;
  const steps = value.$ref.slice(2).split('/') as string[];
  return resolved(steps.reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], openApi));
}

/** What is wrong with a value by a schema of the document, itself or by reference. */
export function violations(schema: { $ref: string }, value: unknown): string[] {
  const validate = ajv.getSchema(documentId + schema.$ref);
  if (!validate) throw new Error(`the document has no ${schema.$ref}`);
  return validate(value) ? [] : said(validate.errors);
}

/** An answer as it came over HTTP. */
interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What is wrong with one header by its description in the document. */
function headerViolations(name: string, described: Json, value: string | null | undefined): string[] {
  const { required, schema } = resolved(described);
  if (value === null || value === undefined) return required ? [`the header ${name} is missing`] : [];
  return ajv.validate(schema, schema.type === 'integer' ? Number(value) : value)
    ? []
    : said(ajv.errors).map((line) => `header ${name}:${line}`);
}

/** What is wrong with a webhook by the document: its headers (names in lower case) or its body. */
export function webhookViolations(headers: Readonly<Record<string, string>>, body: unknown): string[] {
  const { parameters, requestBody } = openApi.webhooks.report.post;
  return [
    ...parameters.flatMap((parameter: Json) =>
      headerViolations(parameter.name, parameter, headers[parameter.name]),
    ),
    ...violations(requestBody.content['application/json'].schema, body),
  ];
}

/** What is wrong with an answer by the document: its status, media type, headers or body. */
export function answerViolations(route: string, { status, headers, body }: HttpAnswer): string[] {
  const response = resolved(openApi.paths[route].post.responses[status]);
  if (!response) return [`the document has no ${status} for ${route}`];
  const mediaType = headers.get('content-type')?.split(';')[0] ?? 'none';
  const content = response.content[mediaType];
  if (!content) return [`the document has no ${mediaType} for ${route} ${status}`];
  return [
    ...Object.entries(response.headers ?? {}).flatMap(([name, header]) =>
      headerViolations(name, header, headers.get(name)),
    ),
    ...violations(content.schema, body),
  ];
}

/** The messages in the document's examples of an answer. */
export function exampleMessages(route: string, status: number): string[] {
  const { content } = resolved(openApi.paths[route].post.responses[status]);
  const examples = Object.values(content['application/json'].examples) as Json[];
  return examples.map(({ value }) => value.message);
}

/** Every `{ schema, examples }` of the document, with where it stands. */
export function mediaTypes(value: Json = openApi, at = '#'): { at: string; content: Json }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value.schema && value.examples) return [{ at, content: value }];
  return Object.entries(value).flatMap(([key, inner]) => mediaTypes(inner, `${at}/${key}`));
}
