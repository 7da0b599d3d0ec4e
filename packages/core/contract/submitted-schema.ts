import { addressTypeSchema, statedAddressSchema } from './request-schema.ts';

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

/** What was sent, as the report shows it. The patterns enforce what masking promises: enough to recognize, no more. */
export const submittedSchema = {
  title: 'SubmittedFields',
  description:
    'What was sent, masked: enough for the sender to recognize it. A field that was not sent is absent.',
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string',
      pattern: '^.\\*{1,49}$',
      description: 'The first character of the name, and a star for each other character.',
      examples: ['张*'],
    },
    idNumber: {
      type: 'string',
      pattern: '^[0-9]{4}\\*{10}[0-9]{3}[0-9X]$',
      description: 'The first and last 4 characters of the ID number.',
      examples: ['1101**********1234'],
    },
    idIssueDate: {
      type: 'string',
      pattern: '^[0-9]{4}\\*{4}$',
      description: 'The year.',
      examples: ['2018****'],
    },
    idExpiryDate: {
      type: 'string',
      pattern: '^([0-9]{4}\\*{4}|长期)$',
      description: 'The year, or 长期.',
      examples: ['2038****', '长期'],
    },
    facePhoto: {
      type: 'boolean',
      const: true,
      description: 'Always true: a photo was sent.',
      // Generators of several languages make an enum of a constant, which no boolean can be.
      published: { const: undefined },
    },
    mobile: {
      type: 'string',
      pattern: '^1[3-9][0-9]\\*{4}[0-9]{4}$',
      description: 'The first 3 and last 4 digits of the number.',
      examples: ['138****8000'],
    },
    bankCardNumber: {
      type: 'string',
      pattern: '^[0-9]{4}\\*{4,11}[0-9]{4}$',
      description: 'The first and last 4 digits of the card number.',
      examples: ['6222***********0123'],
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
