import type { FromSchema } from 'json-schema-to-ts';
import { applicantProperties } from './applicant-properties.ts';
import type { RequestProperty } from './field.ts';
import { referenceSchemas } from './reference-schemas.ts';

/** JSON Schema's version that every schema of the contract is written in. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The body of POST /kyc/cn/request, as JSON Schema 2020-12. `hint` says in words what the field must be.
 * `personal` marks personal data: no log, error or index may hold it, and the lists of personal fields derive from it. An
 * error names the field and the hint. `field` says how people see the field (field.ts). Rules beyond patterns (a day that
 * exists, a real image, a public address) are in parse-request.ts.
 */
export const requestSchema = {
  $schema: dialect,
  title: 'VerificationRequest',
  description:
    'What is known about the person. Every field is optional, but **mobile or idNumber is required**: each sub-check needs one of them. Every sub-check that can run with the fields that were sent runs, unless subChecks selects some of them. `null` and an empty list count as not sent. An unknown field is refused, so that a misspelled field cannot silently skip a sub-check.',
  type: 'object',
  published: { minProperties: 1 },
  additionalProperties: false,
  properties: {
    ...applicantProperties,
    callbackUrl: {
      type: 'string',
      pattern: '^https://.+',
      maxLength: 2048,
      description:
        'Where to post the report when it is complete: an https URL on port 443 of a public address, without user info or a fragment. Without it, the report can only be polled.',
      hint: 'must be a URL that starts with https://, at most 2048 characters',
      examples: ['https://example.com/webhooks/kyc'],
      field: {
        label: { en: 'Callback URL', zh: '回调地址' },
        formHint: {
          en: 'https, on a public address; the signed report is posted there',
          zh: '公网 https 地址，签名报告将推送至此',
        },
        chineseHint: '须为以 https:// 开头的网址，最长 2048 个字符',
        otherNames: ['callback', 'notifyurl', 'webhook', 'webhookurl'],
        input: 'text',
        form: { group: 'delivery', maxLength: 2100, inputMode: 'url' },
        option: { flag: 'callback', value: 'https URL' },
        columnNames: [],
      },
    },
    ...referenceSchemas,
  } as const satisfies Readonly<Record<string, RequestProperty>>,
} as const;

/** A body that the schema accepts. */
export type VerificationRequest = FromSchema<typeof requestSchema>;
