import { subCheckIds } from '../sub-checks/catalogue.ts';
import { consentSchema } from './consent-schema.ts';
import { subCheckIdSchema } from './sub-check-id-schema.ts';

/** The most entries that the metadata of a request has. */
const mostMetadata = 20;

/** The client's own id of a person or a case. */
export const clientReferenceSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  pattern: '^[^\\p{Cc}\\p{Cs}]+$',
  description:
    "The client's own id of the person or the case: 1 to 128 characters, no control characters. The report, the webhook and the PDF show it. It is kept in clear for as long as the report, so it must not contain the name, the ID number, the mobile or the card number of the request.",
  // Regular expressions of several languages know no Unicode properties.
  published: { pattern: undefined },
  hint: 'must be 1 to 128 characters, without control characters',
  examples: ['case-4711'],
  field: {
    label: { en: 'Client reference', zh: '客户参考号' },
    formHint: {
      en: 'Your own id of the case; nothing that identifies the person',
      zh: '您的业务编号，不得含个人身份信息',
    },
    chineseHint: '须为 1 至 128 个字符，不得含控制字符',
    otherNames: ['reference', 'externalid', 'customerid', 'vendordata'],
    input: 'text',
    form: { group: 'delivery', maxLength: 128 },
    option: { flag: 'reference', value: 'text' },
    columnNames: [],
  },
} as const;

/** Anything that the client wants to find in the report again. */
export const metadataSchema = {
  type: 'object',
  maxProperties: mostMetadata,
  propertyNames: {
    type: 'string',
    pattern: '^[A-Za-z0-9_.-]{1,40}$',
    hint: 'must have keys of 1 to 40 characters: letters, digits, _ . -',
  },
  additionalProperties: {
    type: 'string',
    maxLength: 200,
    pattern: '^[^\\p{Cs}]*$',
    published: { pattern: undefined },
    hint: 'must be a string of at most 200 characters',
  },
  description: `Up to ${mostMetadata} texts of the client, by key: 1 to 40 letters, digits, \`_\`, \`.\` or \`-\`. A value has at most 200 characters. The report and the webhook return it as it was sent; the PDF does not show it. As for clientReference, no key or value may contain the name, the ID number, the mobile or the card number of the request.`,
  // Few generators know the keyword.
  published: { propertyNames: undefined },
  hint: `must be an object of at most ${mostMetadata} strings`,
  examples: [{ branch: 'central', product: 'loan-12' }],
  field: {
    label: { en: 'Metadata', zh: '附加信息' },
    chineseHint: `须为最多含 ${mostMetadata} 个字符串的对象`,
    otherNames: [],
    input: 'own',
  },
} as const;

/** The fields of a request that say nothing about the person. */
export const referenceSchemas = {
  subChecks: {
    type: 'array',
    minItems: 1,
    maxItems: subCheckIds.length,
    uniqueItems: true,
    items: { ...subCheckIdSchema, hint: 'must be the id of a sub-check, such as identity.two-factor' },
    description:
      'Run only these sub-checks. One that cannot run with the fields that were sent is a 400 that names the missing field. A weaker sub-check of an axis runs if it is named. Without this field, everything that can run does.',
    published: { minItems: undefined },
    hint: `must be a list of 1 to ${subCheckIds.length} ids of sub-checks, each of them once`,
    examples: [['identity.two-factor', 'risk.fraud']],
    field: {
      label: { en: 'Sub-checks', zh: '核验项' },
      chineseHint: `须为 1 至 ${subCheckIds.length} 个核验项编号的列表，不得重复`,
      otherNames: ['checks'],
      input: 'own',
    },
  },
  clientReference: clientReferenceSchema,
  metadata: metadataSchema,
  consent: consentSchema,
} as const;
