import type { FromSchema } from 'json-schema-to-ts';
import { largestPhotoBytes } from './face-photo.ts';
import { referenceSchemas } from './reference-schemas.ts';

/** JSON Schema's version that every schema of the contract is written in. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** The kinds of address of an applicant. */
export const addressTypes = ['common', 'work', 'residential'] as const;

/** What an address is to the applicant, by name. */
export const addressTypeSchema = {
  title: 'AddressType',
  description: 'What the address is to the applicant.',
  type: 'string',
  enum: addressTypes,
  examples: ['residential'],
  hint: 'must be common, work or residential',
} as const;

/**
 * The pattern of a text that a person can read: at least one letter or digit that is visible (the Hangul fillers are letters
 * and invisible), no control character, no half of a surrogate pair. The source also bills an invisible text.
 * Its length is bounded, so that a hostile text cannot make the expression slow.
 */
function legible<const Length extends number>(maxLength: Length) {
  const any = `[^\\p{Cc}\\p{Cs}]{0,${maxLength - 1}}`;
  return {
    type: 'string',
    pattern: `^${any}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}]${any}$`,
    maxLength,
    // Regular expressions of several languages know no Unicode properties.
    published: { pattern: undefined, minLength: 1 },
  } as const;
}

/** One of the addresses to verify. */
export const statedAddressSchema = {
  title: 'StatedAddress',
  description: 'An address that the applicant states, to be compared with where the phone usually is.',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'city', 'address'],
  hint: 'must be an object with type, city and address',
  properties: {
    type: addressTypeSchema,
    city: {
      ...legible(50),
      description: 'The city, in Chinese: at least one letter or digit, no control characters.',
      examples: ['北京市'],
      hint: 'must be the name of a city: 1 to 50 characters with at least one letter or digit, no control characters',
    },
    address: {
      ...legible(200),
      personal: true,
      description:
        'The rest of the address, in Chinese: district, street, number. At least one letter or digit, no control characters.',
      examples: ['朝阳区建国路88号'],
      hint: 'must be an address: 1 to 200 characters with at least one letter or digit, no control characters',
    },
  },
} as const;

/** YYYYMMDD. Whether a month has the day is checked in parse-request.ts. */
const day = '[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])';

/** A PNG of one pixel: an image, and short enough to read over. */
const onePixelPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/**
 * The body of POST /kyc/cn/request, as JSON Schema 2020-12. `hint` says in words what the field must be.
 * `personal` marks personal data: no log, error or index may hold it, and the lists of personal fields derive from it. An
 * error names the field and the hint. Rules beyond patterns (a day that exists, a real image, a public address) are
 * in parse-request.ts.
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
    name: {
      type: 'string',
      personal: true,
      // Allows ideographs of every plane, and 〇, which Unicode does not count as one. Radicals and other symbols do not match.
      // The middle dot of minority names may separate them. Lengths are counted in code points.
      pattern: '^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$',
      minLength: 2,
      maxLength: 50,
      description:
        'Legal name in Chinese characters, 2 to 50 of them, rare ones of every Unicode plane included. The parts of a minority name are separated by · (U+00B7). Characters that look like the separator are replaced by it. Radicals are replaced by the ideograph that looks the same. White space at both ends is removed.',
      // The pattern and the length apply to the normalized name. The raw one may be longer, and may have look-alikes of ·.
      published: { pattern: '^[^!-~]+$', maxLength: undefined },
      hint: 'must be the Chinese legal name: 2 to 50 Chinese characters, with · (U+00B7) as the only separator; the sources do not accept pinyin',
      examples: ['张三', '买买提·吐尔逊'],
    },
    idNumber: {
      type: 'string',
      personal: true,
      pattern: '^[0-9]{17}[0-9Xx]$',
      description:
        'Number of the resident identity card, 18 characters. A wrong check digit causes a warning in the report, not a refusal.',
      hint: 'must be the 18 characters of a resident identity card number: 17 digits and a digit or X',
      examples: ['110101199001011234'],
    },
    idIssueDate: {
      type: 'string',
      personal: true,
      pattern: `^${day}$`,
      description:
        'First day of validity printed on the card, as YYYYMMDD. The day must exist. It is used only together with idExpiryDate.',
      hint: 'must be a day that exists, as YYYYMMDD',
      examples: ['20180501'],
    },
    idExpiryDate: {
      type: 'string',
      personal: true,
      pattern: `^(${day}|长期)$`,
      description:
        'Last day of validity printed on the card, as YYYYMMDD, or 长期 for a card that does not expire. It is used only together with idIssueDate.',
      hint: 'must be a day that exists, as YYYYMMDD, or 长期',
      examples: ['20380501', '长期'],
    },
    facePhoto: {
      type: 'string',
      personal: true,
      minLength: 1,
      contentEncoding: 'base64',
      description:
        'JPEG or PNG of the face, as base64 (RFC 4648, section 4) without a data: prefix or line breaks. At most 4 MB once decoded; 2 MB or less is recommended. The image must be complete: a truncated or damaged image is refused. Data that a phone appends to the image, such as a film or a second picture, is removed. Turn the picture upright before you send it: many face engines ignore the EXIF orientation and find no face.',
      hint: 'must be the base64 of a JPEG or PNG image',
      examples: [onePixelPng],
      // A longer one is a 413, not a 400: see face-photo.ts.
      published: { maxLength: Math.ceil(largestPhotoBytes / 3) * 4 },
    },
    mobile: {
      type: 'string',
      personal: true,
      pattern: '^1[3-9][0-9]{9}$',
      description: 'Mainland mobile number: 11 digits, without country code, spaces or dashes.',
      hint: 'must be an 11-digit mainland mobile number, without +86, spaces or dashes',
      examples: ['13800138000'],
    },
    bankCardNumber: {
      type: 'string',
      personal: true,
      pattern: '^[0-9]{12,19}$',
      description:
        'Bank card number, 12 to 19 digits. A number that fails the Luhn check causes a warning in the report, not a refusal.',
      hint: 'must be a bank card number: 12 to 19 digits, without spaces',
      examples: ['6222021234567890123'],
    },
    addressesToVerify: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      description: 'Addresses to compare with where the phone usually is. Each costs one upstream call.',
      published: { minItems: undefined },
      hint: 'must be a list of 1 to 5 addresses',
      items: statedAddressSchema,
    },
    callbackUrl: {
      type: 'string',
      pattern: '^https://.+',
      maxLength: 2048,
      description:
        'Where to post the report when it is complete: an https URL on port 443 of a public address, without user info or a fragment. Without it, the report can only be polled.',
      hint: 'must be a URL that starts with https://, at most 2048 characters',
      examples: ['https://example.com/webhooks/kyc'],
    },
    ...referenceSchemas,
  },
} as const;

/** A body that the schema accepts. */
export type VerificationRequest = FromSchema<typeof requestSchema>;
