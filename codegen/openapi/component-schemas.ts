import {
  apiErrorCodeSchema,
  errorSchema,
  fieldProblemSchema,
  processingSchema,
  progressSchema,
  tokenSchema,
} from '@kyc-china/core/contract/answer-schemas';
import { categorySchemas } from '@kyc-china/core/contract/category-schemas';
import {
  consentSchema,
  recordedConsentSchema,
  separateConsentSchema,
} from '@kyc-china/core/contract/consent-schema';
import {
  decisionOutcomeSchema,
  decisionSchema,
  reasonCodeSchema,
  reasonSchema,
} from '@kyc-china/core/contract/decision-schema';
import { pollSchema } from '@kyc-china/core/contract/poll-schema';
import {
  reportMetadataSchema,
  warningCodeSchema,
  warningFieldSchema,
  warningSchema,
} from '@kyc-china/core/contract/report-metadata-schema';
import { reportSchema } from '@kyc-china/core/contract/report-schema';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import {
  distanceBandSchema,
  fraudSeveritySchema,
  policeCategorySchema,
  resultSchemas,
  verificationCodeSchema,
} from '@kyc-china/core/contract/result-schemas';
import { addressTypeSchema, statedAddressSchema } from '@kyc-china/core/contract/stated-address-schema';
import {
  countsSchema,
  reportPageSchema,
  reportStatusSchema,
  storedReportSchema,
} from '@kyc-china/core/contract/stored-report-schema';
import { subCheckIdSchema } from '@kyc-china/core/contract/sub-check-id-schema';
import { submittedAddressSchema, submittedSchema } from '@kyc-china/core/contract/submitted-schema';
import {
  errorCodeSchema,
  erroredSubCheckSchema,
  summarySchema,
} from '@kyc-china/core/contract/summary-schema';
import { subCheckUsageSchema, usageCostSchema, usageSchema } from '@kyc-china/core/contract/usage-schema';

interface TitledSchema {
  readonly title: string;
  readonly description: string;
}

/** The bodies that the service receives. An unknown field is refused in these alone: responses may get more fields at any time. */
const requests = new Set<object>([requestSchema, statedAddressSchema, consentSchema, pollSchema]);

/** The schemas that the document names, in its order. Every other occurrence of one is a reference. */
const named = [
  requestSchema,
  statedAddressSchema,
  addressTypeSchema,
  consentSchema,
  separateConsentSchema,
  tokenSchema,
  pollSchema,
  processingSchema,
  progressSchema,
  storedReportSchema,
  reportStatusSchema,
  reportPageSchema,
  countsSchema,
  usageSchema,
  subCheckUsageSchema,
  usageCostSchema,
  reportSchema,
  reportMetadataSchema,
  recordedConsentSchema,
  warningSchema,
  warningFieldSchema,
  warningCodeSchema,
  decisionSchema,
  decisionOutcomeSchema,
  reasonSchema,
  reasonCodeSchema,
  submittedSchema,
  submittedAddressSchema,
  ...(Object.values(categorySchemas) as unknown as TitledSchema[]),
  ...Object.values(resultSchemas),
  verificationCodeSchema,
  distanceBandSchema,
  fraudSeveritySchema,
  policeCategorySchema,
  summarySchema,
  subCheckIdSchema,
  erroredSubCheckSchema,
  errorCodeSchema,
  errorSchema,
  apiErrorCodeSchema,
  fieldProblemSchema,
] as const satisfies TitledSchema[];

const byTitle = new Map<unknown, TitledSchema>(named.map((schema) => [schema.title, schema]));

/**
 * Keywords that the document does not need. `hint`, `personal`, `field` and `published` are our own. The document states the dialect. Generators
 * ignore conditions and linters misread them: the descriptions say the same.
 */
const leftOut = new Set(['$schema', 'hint', 'personal', 'field', 'published', 'if', 'then', 'else']);

type Json = Record<string, unknown>;

function mapValues(record: Json, map: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Returns a subschema as it is in the document: one that has a name of its own becomes a reference. */
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

function keywordInDocument(keyword: string, value: unknown): unknown {
  if (keyword === 'properties') return mapValues(value as Json, referring);
  if (keyword === 'anyOf') return (value as unknown[]).map(referring);
  return referring(value);
}

/**
 * Returns a schema as it is published: `published` replaces keywords that validators of other languages cannot use, or
 * removes them. What is published may accept more than the service does, never less.
 */
function inDocument(schema: object): Json {
  const { published, additionalProperties } = schema as Json & { published?: Json };
  const closed = additionalProperties === false &&
    !requests.has(schema) && { additionalProperties: undefined };
  const kept = Object.entries({ ...schema, ...closed, ...published }).filter(
    ([keyword, value]) => !leftOut.has(keyword) && value !== undefined,
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keywordInDocument(keyword, value)]));
}

/** A reference to one of the named schemas. */
export function schemaReference({ title }: Pick<TitledSchema, 'title'>): { $ref: string } {
  return { $ref: `#/components/schemas/${title}` };
}

/** `components.schemas` of the document. */
export function componentSchemas(): Json {
  return Object.fromEntries(named.map((schema) => [schema.title, inDocument(schema)]));
}
