import { errorSchema, fieldProblemSchema, processingSchema, tokenSchema } from '../answer-schemas.ts';
import { categorySchemas } from '../category-schemas.ts';
import { pollSchema } from '../poll-schema.ts';
import { reportMetadataSchema, warningSchema } from '../report-metadata-schema.ts';
import { reportSchema } from '../report-schema.ts';
import { requestSchema, statedAddressSchema } from '../request-schema.ts';
import { policeCategorySchema, resultSchemas } from '../result-schemas.ts';
import { submittedAddressSchema, submittedSchema } from '../submitted-schema.ts';
import { erroredSubCheckSchema, subCheckIdSchema, summarySchema } from '../summary-schema.ts';

interface TitledSchema {
  readonly title: string;
  readonly description: string;
}

/** The schemas that the document names, in its order; wherever else one stands, it is referred to. */
const named = [
  requestSchema,
  statedAddressSchema,
  tokenSchema,
  pollSchema,
  processingSchema,
  reportSchema,
  reportMetadataSchema,
  warningSchema,
  submittedSchema,
  submittedAddressSchema,
  ...(Object.values(categorySchemas) as unknown as TitledSchema[]),
  ...Object.values(resultSchemas),
  policeCategorySchema,
  summarySchema,
  subCheckIdSchema,
  erroredSubCheckSchema,
  errorSchema,
  fieldProblemSchema,
] as const satisfies TitledSchema[];

const byTitle = new Map<unknown, TitledSchema>(named.map((schema) => [schema.title, schema]));

/**
 * Keywords that the document has no use for: `mend` is ours, the dialect is the document's own, and of conditions
 * generators know nothing and linters too little; the descriptions say the same.
 */
const leftOut = new Set(['$schema', 'mend', 'if', 'then', 'else']);

type Json = Record<string, unknown>;

function mapValues(record: Json, map: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** A subschema as it stands in the document: one that has a name of its own becomes a reference. */
function referring(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const { title, description } = schema as Partial<TitledSchema>;
  const target = byTitle.get(title);
  if (!target) return inDocument(schema);
  return {
    ...schemaReference(target),
    ...(description !== target.description && { description }),
  };
}

function inDocument(schema: object): Json {
  const kept = Object.entries(schema).filter(([keyword]) => !leftOut.has(keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => [
      keyword,
      keyword === 'properties' ? mapValues(value as Json, referring) : referring(value),
    ]),
  );
}

/** A reference to one of the named schemas. */
export function schemaReference({ title }: Pick<TitledSchema, 'title'>): { $ref: string } {
  return { $ref: `#/components/schemas/${title}` };
}

/** `components.schemas` of the document. */
export function componentSchemas(): Json {
  return Object.fromEntries(named.map((schema) => [schema.title, inDocument(schema)]));
}
