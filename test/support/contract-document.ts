import { readFileSync } from 'node:fs';
import { projectFile } from '../../lib/project-file.ts';
import { said, strictAjv } from './contract-validation.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document whose form is what the tests look at.
type Json = any;

/** The committed OpenAPI document. */
export const openApi: Json = JSON.parse(readFileSync(projectFile('docs/openapi.json'), 'utf8'));

/**
 * Returns the document as strict as the service is today: answers have no field, and codes no value, that it does not name.
 * What is published leaves both open for later, and would let a test miss an answer that holds too much.
 */
function closed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(closed);
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)])),
    ...(value.type === 'object' && value.properties && { additionalProperties: false }),
    ...(value['x-extensible-enum'] && { enum: value['x-extensible-enum'] }),
  };
}

const documentId = 'openapi.json';

/** A validator of whatever a document refers to. To Ajv, the document itself is a schema without a keyword that it knows. */
function validatorOf(document: Json) {
  const ajv = strictAjv();
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema(document, documentId, false, false);
  return ajv;
}

const ajv = validatorOf(closed(openApi));
const publishedAjv = validatorOf(openApi);

/** The value that a local reference, or a chain of them, leads to; any other value as it is. */
export function resolved(value: Json): Json {
  if (typeof value?.$ref !== 'string') return value;
  const steps = value.$ref.slice(2).split('/') as string[];
  return resolved(steps.reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], openApi));
}

function violationsBy(validator: typeof ajv, { $ref }: { $ref: string }, value: unknown): string[] {
  const validate = validator.getSchema(documentId + $ref);
  if (!validate) throw new Error(`the document has no ${$ref}`);
  return validate(value) ? [] : said(validate.errors);
}

/** What is wrong with a value by a schema of the document, where the document names all that there is. */
export function violations(schema: { $ref: string }, value: unknown): string[] {
  return violationsBy(ajv, schema, value);
}

/** What is wrong with a value by a schema of the document exactly as a generated client reads it. */
export function publishedViolations(name: string, value: unknown): string[] {
  return violationsBy(publishedAjv, { $ref: `#/components/schemas/${name}` }, value);
}

/** Every schema of the document and every part of one, with where it is; `named` is the component that it belongs to. */
export function publishedSchemas(): { at: string; named: string; schema: Json }[] {
  const within = (schema: Json, at: string, named: string): { at: string; named: string; schema: Json }[] => [
    { at, named, schema },
    ...Object.entries<Json>(schema.properties ?? {}).flatMap(([name, one]) =>
      within(one, `${at}/${name}`, named),
    ),
    ...[schema.items ?? [], schema.anyOf ?? []].flat().flatMap((one, i) => within(one, `${at}/${i}`, named)),
  ];
  const parameters = [openApi.components.parameters, openApi.components.headers].flatMap(Object.entries);
  return [
    ...Object.entries<Json>(openApi.components.schemas).flatMap(([name, one]) => within(one, name, name)),
    ...parameters.flatMap(([name, { schema }]) => within(schema, name, name)),
    ...openApi.webhooks.report.post.parameters.flatMap(({ name, schema }: Json) =>
      within(schema, name, name),
    ),
  ];
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
  const isFailure = (body as Json)?.reportMetadata?.status === 'failed';
  const { parameters, requestBody } = openApi.webhooks[isFailure ? 'reportFailed' : 'report'].post;
  return [
    ...parameters.flatMap((parameter: Json) =>
      headerViolations(parameter.name, parameter, headers[parameter.name]),
    ),
    ...violations(requestBody.content['application/json'].schema, body),
  ];
}

type Method = 'get' | 'post' | 'delete';

/** The operation of a route, by default its POST or GET. */
function operationOf(route: string, method?: Method): Json {
  const { get, post, delete: erase } = openApi.paths[route];
  return method ? { get, post, delete: erase }[method] : (post ?? get);
}

/** What is wrong with an answer by the document: its status, media type, headers or body. */
export function answerViolations(
  route: string,
  { status, headers, body }: HttpAnswer,
  method?: Method,
): string[] {
  const response = resolved(operationOf(route, method).responses[status]);
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
export function exampleMessages(route: string, status: number, method?: Method): string[] {
  const { content } = resolved(operationOf(route, method).responses[status]);
  const examples = Object.values(content['application/json'].examples) as Json[];
  return examples.map(({ value }) => value.message);
}

/** Every `{ schema, examples }` of the document, with its location. */
export function mediaTypes(value: Json = openApi, at = '#'): { at: string; content: Json }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value.schema && value.examples) return [{ at, content: value }];
  return Object.entries(value).flatMap(([key, inner]) => mediaTypes(inner, `${at}/${key}`));
}
