import type { FromSchema } from 'json-schema-to-ts';

/** JSON Schema's version that every schema of the contract is written in. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** What an address is to the applicant. */
export const addressTypes = ['common', 'work', 'residential'] as const;

/** At least one character that can be seen: a source is paid for an answer to a blank as well. */
const notBlank = '\\S';

/** One of the addresses to verify. */
export const statedAddressSchema = {
  title: 'StatedAddress',
  description: 'An address that the applicant states, to be compared with where the phone usually is.',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'city', 'address'],
  mend: 'must be an object with type, city and address',
  properties: {
    type: {
      type: 'string',
      enum: addressTypes,
      description: 'What the address is to the applicant.',
      examples: ['residential'],
      mend: 'must be common, work or residential',
    },
    city: {
      type: 'string',
      pattern: notBlank,
      maxLength: 50,
      description: 'The city, in Chinese.',
      examples: ['北京市'],
      mend: 'must be the name of a city, 1 to 50 characters',
    },
    address: {
      type: 'string',
      pattern: notBlank,
      maxLength: 200,
      description: 'The rest of the address, in Chinese: district, street, number.',
      examples: ['朝阳区建国路88号'],
      mend: 'must be an address, 1 to 200 characters',
    },
  },
} as const;

/**
 * The body of POST /kyc/cn/request, as JSON Schema 2020-12. `mend` says, for a person, what the field must be;
 * an error names the field and this. What a pattern cannot say (a day that exists, a real image, a public
 * address) is in parse-request.ts.
 */
export const requestSchema = {
  $schema: dialect,
  title: 'VerificationRequest',
  description:
    'What is known of the person. Every field is optional: whichever sub-checks the fields that are present suffice for will run. A field that is not listed here is refused, so that a misspelt one cannot silently skip a sub-check.',
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string',
      // Han of every plane, and between them the middle dot of minority names; counted in code points.
      pattern: '^\\p{Script=Han}+(·\\p{Script=Han}+)*$',
      minLength: 2,
      maxLength: 50,
      description:
        'Legal name in Chinese characters, 2 to 50 of them, rare ones of every Unicode plane included. The parts of a minority name are separated by · (U+00B7). Before the pattern is applied, look-alikes of the separator are replaced by it, and space at both ends is dropped.',
      mend: 'must be the Chinese legal name: 2 to 50 Chinese characters, with · (U+00B7) as the only separator; the sources do not accept pinyin',
      examples: ['张三', '买买提·吐尔逊'],
    },
    idNumber: {
      type: 'string',
      pattern: '^[0-9]{17}[0-9Xx]$',
      description:
        'Number of the resident identity card, 18 characters. A wrong check digit earns a warning in the report and refuses nothing.',
      mend: 'must be the 18 characters of a resident identity card number: 17 digits and a digit or X',
      examples: ['110101199001011234'],
    },
    idIssueDate: {
      type: 'string',
      pattern: '^[0-9]{8}$',
      description:
        'First day of validity printed on the card, as YYYYMMDD; a day that exists. It counts only together with idExpiryDate.',
      mend: 'must be a day that exists, as YYYYMMDD',
      examples: ['20180501'],
    },
    idExpiryDate: {
      type: 'string',
      pattern: '^([0-9]{8}|长期)$',
      description:
        'Last day of validity printed on the card, as YYYYMMDD, or 长期 for a card without one. It counts only together with idIssueDate.',
      mend: 'must be a day that exists, as YYYYMMDD, or 长期',
      examples: ['20380501', '长期'],
    },
    facePhoto: {
      type: 'string',
      minLength: 1,
      contentEncoding: 'base64',
      description:
        'JPEG or PNG of the face, as base64 (RFC 4648, section 4) without a data: prefix or line breaks. At most 4 MB once decoded; 2 MB or less is recommended.',
      mend: 'must be the base64 of a JPEG or PNG image',
    },
    mobile: {
      type: 'string',
      pattern: '^1[3-9][0-9]{9}$',
      description: 'Mainland mobile number: 11 digits, without country code, spaces or dashes.',
      mend: 'must be an 11-digit mainland mobile number, without +86, spaces or dashes',
      examples: ['13800138000'],
    },
    bankCardNumber: {
      type: 'string',
      pattern: '^[0-9]{12,19}$',
      description:
        'Bank card number, 12 to 19 digits. One that fails the Luhn check earns a warning in the report and is not refused.',
      mend: 'must be a bank card number: 12 to 19 digits, without spaces',
      examples: ['6222021234567890123'],
    },
    addressesToVerify: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      description: 'Addresses to compare with where the phone usually is. Each costs one upstream call.',
      mend: 'must be a list of 1 to 5 addresses',
      items: statedAddressSchema,
    },
    callbackUrl: {
      type: 'string',
      pattern: '^https://.+',
      maxLength: 2048,
      description:
        'Where to post the report once it stands: an https URL on port 443 of a public address, without user info or a fragment. Left out, the report can only be polled.',
      mend: 'must be a URL that starts with https://, at most 2048 characters',
      examples: ['https://example.com/webhooks/kyc'],
    },
  },
} as const;

/** A body that the schema accepts. */
export type VerificationRequest = FromSchema<typeof requestSchema>;
