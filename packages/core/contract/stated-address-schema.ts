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
