import type { FromSchema } from 'json-schema-to-ts';

/**
 * The body of POST /kyc/cn/request, as JSON Schema 2020-12. `mend` says, for a person, what the field must be;
 * an error names the field and this. What a pattern cannot say (a day that exists, a real image, a public
 * address) is in field-rules.ts.
 */
export const requestSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'VerificationRequest',
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string',
      // Han of every plane and the middle dot of minority names; counted in code points.
      pattern: '^[\\p{Script=Han}·]{2,50}$',
      mend: 'must be the Chinese legal name: 2 to 50 Chinese characters, with · (U+00B7) as the only separator; the sources do not accept pinyin',
      examples: ['张三', '买买提·吐尔逊'],
    },
    idNumber: {
      type: 'string',
      pattern: '^[0-9]{17}[0-9Xx]$',
      mend: 'must be the 18 characters of a resident identity card number: 17 digits and a digit or X',
      examples: ['110101199001011234'],
    },
    idIssueDate: {
      type: 'string',
      pattern: '^[0-9]{8}$',
      mend: 'must be a day that exists, as YYYYMMDD',
      examples: ['20180501'],
    },
    idExpiryDate: {
      type: 'string',
      pattern: '^([0-9]{8}|长期)$',
      mend: 'must be a day that exists, as YYYYMMDD, or 长期',
      examples: ['20380501', '长期'],
    },
    facePhoto: {
      type: 'string',
      minLength: 1,
      mend: 'must be the base64 of a JPEG or PNG image',
    },
    mobile: {
      type: 'string',
      pattern: '^1[3-9][0-9]{9}$',
      mend: 'must be an 11-digit mainland mobile number, without +86, spaces or dashes',
      examples: ['13800138000'],
    },
    bankCardNumber: {
      type: 'string',
      pattern: '^[0-9]{12,19}$',
      mend: 'must be a bank card number: 12 to 19 digits, without spaces',
      examples: ['6222021234567890123'],
    },
    addressesToVerify: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      mend: 'must be a list of 1 to 5 addresses',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'city', 'address'],
        mend: 'must be an object with type, city and address',
        properties: {
          type: { enum: ['common', 'work', 'residential'], mend: 'must be common, work or residential' },
          city: {
            type: 'string',
            minLength: 1,
            maxLength: 50,
            mend: 'must be the name of a city, 1 to 50 characters',
          },
          address: {
            type: 'string',
            minLength: 1,
            maxLength: 200,
            mend: 'must be an address, 1 to 200 characters',
          },
        },
      },
    },
    callbackUrl: {
      type: 'string',
      pattern: '^https://.+',
      maxLength: 2048,
      mend: 'must be a URL that starts with https://, at most 2048 characters',
      examples: ['https://example.com/webhooks/kyc'],
    },
  },
} as const;

/** A body that the schema accepts. */
export type VerificationRequest = FromSchema<typeof requestSchema>;

/** The body of POST /kyc/cn/poll. */
export const pollSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'PollRequest',
  type: 'object',
  additionalProperties: false,
  required: ['token'],
  properties: {
    token: {
      type: 'string',
      pattern: '^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$',
      maxLength: 4096,
      mend: 'must be the token that the request was answered with',
    },
  },
} as const;

export type PollRequest = FromSchema<typeof pollSchema>;
