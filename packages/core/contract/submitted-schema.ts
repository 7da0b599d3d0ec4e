import { maskText } from '../mask-text.ts';
import { type ApplicantText, applicantTexts, examplesOf, maskingOf } from './applicant-fields.ts';
import { addressTypeSchema, statedAddressSchema } from './stated-address-schema.ts';

/** An address of the request, as the report shows it. */
export const submittedAddressSchema = {
  title: 'SubmittedAddress',
  description: 'An address that was sent, masked.',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'city', 'address'],
  properties: {
    type: addressTypeSchema,
    city: {
      type: 'string',
      minLength: 1,
      maxLength: statedAddressSchema.properties.city.maxLength,
      description: 'Its city.',
      examples: ['北京市'],
    },
    address: {
      type: 'string',
      // At most the first 2 characters, whatever they are, line breaks included.
      pattern: '^[\\s\\S]{0,2}\\*+$',
      maxLength: statedAddressSchema.properties.address.maxLength,
      description: 'The first 2 characters of an address of 6 or more, and a star for each other character.',
      examples: ['朝阳*******'],
    },
  },
} as const;

/** A text of the applicant, as the report shows it. */
function maskedText(name: ApplicantText) {
  const masking = maskingOf(name);
  const { pattern, description } = masking;
  return {
    type: 'string',
    pattern,
    description,
    examples: examplesOf(name).map((text) => maskText(text, masking)),
  } as const;
}

const maskedTexts = Object.fromEntries(applicantTexts.map((name) => [name, maskedText(name)])) as {
  readonly [Name in ApplicantText]: ReturnType<typeof maskedText>;
};

/** What was sent, as the report shows it. The patterns enforce what masking promises: enough to recognize, no more. */
export const submittedSchema = {
  title: 'SubmittedFields',
  description:
    'What was sent, masked: enough for the sender to recognize it. A field that was not sent is absent.',
  type: 'object',
  additionalProperties: false,
  properties: {
    ...maskedTexts,
    facePhoto: {
      type: 'boolean',
      const: true,
      description: 'Always true: a photo was sent.',
      // Generators of several languages make an enum of a constant, which no boolean can be.
      published: { const: undefined },
    },
    addressesToVerify: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      description: 'The addresses, in the order in which they were sent.',
      items: submittedAddressSchema,
    },
  },
} as const;
