import { inputFields, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { distanceBands, policeCategories } from '@kyc-china/core/sub-checks/findings';
import { answerClasses, digestAlgorithms } from './description.ts';

const expression = {
  type: 'string',
  minLength: 1,
  maxLength: 2000,
  hint: 'must be an expression (JMESPath), 1 to 2000 characters',
} as const;
const template = { type: 'string', maxLength: 2000, hint: 'must be a text with {…} places' } as const;
const secretName = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9]*$',
  hint: "must be the name of a value of the provider's secret: letters and digits",
} as const;

function closed<P extends object>(properties: P, required: readonly (keyof P & string)[], hint: string) {
  return { type: 'object', additionalProperties: false, required, properties, hint } as const;
}

function recordOf<V extends object>(value: V, hint: string) {
  return { type: 'object', minProperties: 1, additionalProperties: value, hint } as const;
}

function oneOf(values: readonly (string | number)[], what: string) {
  return { enum: values, hint: `must be ${what}: ${values.join(', ')}` } as const;
}

function mapped(value: object, what: string) {
  return {
    if: { type: 'object' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: closed(
      { from: expression, map: recordOf(value, 'must map at least one value of the vendor') },
      ['from', 'map'],
      what,
    ),
    else: { ...expression, hint: `must be an expression or { from, map }` },
  } as const;
}

const headers = {
  type: 'object',
  propertyNames: { pattern: '^[A-Za-z0-9-]+$', hint: 'must be the name of a header' },
  additionalProperties: template,
  hint: 'must be headers by name',
} as const;

const auth = closed(
  {
    headers,
    values: recordOf(template, 'must be templates by name'),
    signature: closed(
      {
        algorithm: oneOf(digestAlgorithms, 'a digest'),
        key: template,
        signs: template,
        encoding: oneOf(['hex', 'hex-upper', 'base64'], 'an encoding'),
        field: { type: 'string', minLength: 1, hint: 'must be the name of a field' },
      },
      ['algorithm', 'signs', 'encoding'],
      'must be a signature',
    ),
    tls: {
      ...closed({ cert: secretName, key: secretName, ca: secretName }, [], 'must name values of the secret'),
      dependentRequired: { cert: ['key'], key: ['cert'] },
    },
  },
  [],
  'must be an object with any of headers, values, signature and tls',
);

const request = closed(
  {
    method: oneOf(['GET', 'POST'], 'a method'),
    url: {
      type: 'string',
      pattern: '^https://[^?#]+$',
      hint: 'must be an https URL without query and fragment',
    },
    headers,
    encoding: oneOf(['json', 'form', 'query'], 'an encoding'),
    fields: expression,
    encryption: closed(
      {
        cipher: oneOf(
          ['aes-128-ecb', 'aes-128-cbc', 'aes-256-ecb', 'aes-256-cbc', 'sm4-ecb', 'sm4-cbc'],
          'a cipher',
        ),
        key: secretName,
        iv: secretName,
        encoding: oneOf(['base64', 'hex'], 'an encoding'),
        answer: oneOf(['encrypted', 'plain'], 'how the answer comes'),
      },
      ['cipher', 'key', 'encoding', 'answer'],
      'must be an encryption',
    ),
  },
  ['method', 'url', 'encoding', 'fields'],
  'must be a request',
);

const response = closed(
  {
    contentTypes: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', pattern: '^[a-z]+/[a-z0-9.+-]+$', hint: 'must be a content type' },
      hint: 'must be a list of content types',
    },
    code: expression,
    codes: recordOf(
      closed(
        {
          class: oneOf(answerClasses, 'what the code means'),
          billed: { type: ['boolean', 'string'], hint: 'must be true, false or an expression' },
        },
        ['class', 'billed'],
        'must say class and billed',
      ),
      "must be the vendor's codes, at least one",
    ),
    data: closed(
      {
        carrier: mapped({ type: 'string', minLength: 1 }, 'must be { from, map }'),
        province: mapped({ type: 'string', minLength: 1 }, 'must be { from, map }'),
        city: mapped({ type: 'string', minLength: 1 }, 'must be { from, map }'),
        distanceBand: {
          if: { type: 'object', required: ['metres'] },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
          then: closed({ metres: expression }, ['metres'], 'must be { metres } or { from, map }'),
          else: closed(
            { from: expression, map: recordOf(oneOf(distanceBands, 'a band'), 'must map bands') },
            ['from', 'map'],
            'must be { metres } or { from, map }',
          ),
        },
        severity: mapped(oneOf([1, 2, 3], 'a severity'), 'must be { from, map }'),
        categories: closed(
          {
            from: expression,
            map: recordOf(oneOf(Object.keys(policeCategories), 'a category'), 'must map categories'),
          },
          ['from', 'map'],
          'must be { from, map }',
        ),
      },
      [],
      'must say where the data stand',
    ),
  },
  ['code', 'codes'],
  'must be a response',
);

/** The JSON Schema of HttpProviderDescription. `hint` says, for a person, what the value must be. */
export const descriptionSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'HttpProviderDescription',
  ...closed(
    {
      name: {
        type: 'string',
        pattern: '^[a-z][a-z0-9-]{0,39}$',
        hint: 'must be lower-case letters, digits and dashes',
      },
      auth,
      notProcessedStatuses: {
        type: 'object',
        propertyNames: { pattern: '^[345][0-9][0-9]$', hint: 'must be an HTTP status from 300 to 599' },
        additionalProperties: oneOf(['throttled', 'unavailable'], 'a reason'),
        hint: 'must be reasons by HTTP status',
      },
      subChecks: {
        ...recordOf(
          closed(
            {
              needs: {
                type: 'array',
                minItems: 1,
                items: oneOf(inputFields, 'a field of the applicant'),
                hint: 'must be a list of fields of the applicant',
              },
              request,
              response,
            },
            ['request', 'response'],
            'must say request and response',
          ),
          'must be described sub-checks, at least one',
        ),
        propertyNames: oneOf(subCheckIds, 'a sub-check'),
      },
    },
    ['name', 'auth', 'subChecks'],
    'must be an object with name, auth and subChecks',
  ),
} as const;
