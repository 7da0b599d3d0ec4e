import type { ResultShape } from '../sub-checks/catalogue.ts';
import {
  type DistanceBand,
  distanceBands,
  type PoliceCategory,
  policeCategories,
  type Severity,
  severities,
} from '../sub-checks/findings.ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';
import { addressTypeSchema } from './stated-address-schema.ts';

/**
 * The results that a report can hold, one schema for each shape of the catalogue. How one
 * property depends on another is said with if/then/else: validators enforce it, and the types made from the
 * schema, here and by generators elsewhere, stay plain objects.
 */

const found = {
  type: 'boolean',
  description: 'Whether the source holds data. When false, the properties with what it knows are null.',
} as const;
const province = {
  type: ['string', 'null'],
  description: 'Province or municipality, in Chinese; null when not found.',
  examples: ['北京'],
} as const;
const city = {
  type: ['string', 'null'],
  description: 'City, in Chinese; null when not found.',
  examples: ['北京市'],
} as const;
const message = (description: string, example: string) =>
  ({ type: 'string', minLength: 1, description, examples: [example] }) as const;

/** The keyword of JSON Schema; written out, it would look like a thenable. */
const consequence = 'then';

/** A condition on one property: when it has the value, the one subschema holds, otherwise the other. */
function when(property: string, value: boolean, holds: object, otherwise: object): object {
  return { if: { properties: { [property]: { const: value } } }, [consequence]: holds, else: otherwise };
}

/** A lookup's properties hold data when it found some, and are all null otherwise. */
function whenFound(...names: string[]): object {
  const all = (type: string) => ({
    properties: Object.fromEntries(names.map((name) => [name, { type }])),
  });
  return when('found', true, all('string'), all('null'));
}

const codeIs = (code: string) => ({ properties: { code: { const: code } } });

const policeCategoryNames = Object.keys(policeCategories) as PoliceCategory[];
/** What generated clients call each band: its own characters do not make an identifier. */
const constantNames: Record<DistanceBand, string> = {
  '≤3 km': 'UP_TO_3_KM',
  '3-10 km': 'FROM_3_TO_10_KM',
  '10-20 km': 'FROM_10_TO_20_KM',
  '20-50 km': 'FROM_20_TO_50_KM',
  '>50 km': 'OVER_50_KM',
};

const severityLevels = Object.keys(severities).map(Number) as Severity[];

/** One category of police record. */
export const policeCategorySchema = openCodes(
  'PoliceCategory',
  `A category of police record: ${policeCategoryNames
    .map((name) => `\`${name}\` ${policeCategories[name].en} (${policeCategories[name].zh})`)
    .join(', ')}.`,
  policeCategoryNames,
);

/** The outcome of a verification, in a word. */
export const verificationCodeSchema = openCodes(
  'VerificationCode',
  `The outcome of a verification, in a word. ${meaningsOf({
    match: 'the details agree',
    mismatch: 'the details do not agree',
    'no-record': 'the source holds no record',
  })}`,
  ['match', 'mismatch', 'no-record'],
);

/** The bands that distances are reported in: together they cover every distance, so this enum is closed. */
export const distanceBandSchema = {
  title: 'DistanceBand',
  description: 'The band that a distance lies in, in kilometers.',
  type: 'string',
  enum: distanceBands,
  'x-enum-varnames': distanceBands.map((band) => constantNames[band]),
  examples: ['≤3 km'],
} as const;

/** How bad a listing is: a closed scale. */
export const fraudSeveritySchema = {
  title: 'FraudSeverity',
  description: `How bad a listing is: ${severityLevels
    .map((level) => `${level} ${severities[level].en}`)
    .join(', ')}.`,
  type: 'integer',
  enum: severityLevels,
  'x-enum-varnames': severityLevels.map((level) => severities[level].en.toUpperCase()),
  examples: [0],
} as const;

/** A value of a named schema, or null. A null inside the enum itself stops generators for Go and Python. */
function orNull<const Schema extends object>(schema: Schema, description: string) {
  return { anyOf: [schema, { type: 'null' }], description } as const;
}

/** What every verification says. */
const verificationProperties = {
  consistent: {
    type: ['boolean', 'null'],
    description: 'true: the details agree; false: they do not; null: the source holds no record.',
    examples: [true],
  },
  code: verificationCodeSchema,
  message: message(
    'The same in a sentence for a person.',
    'The source confirms that the submitted details agree.',
  ),
} as const;

const verificationRule = when(
  'consistent',
  true,
  codeIs('match'),
  when('consistent', false, codeIs('mismatch'), codeIs('no-record')),
);

/** A number from 0 to 100. */
const of100 = (description: string, example: number) =>
  ({ type: 'number', minimum: 0, maximum: 100, description, examples: [example] }) as const;

export const resultSchemas = {
  verification: {
    title: 'VerificationResult',
    description: 'Whether the source confirms what was sent.',
    type: 'object',
    additionalProperties: false,
    required: ['consistent', 'code', 'message'],
    properties: verificationProperties,
    ...verificationRule,
  },
  faceComparison: {
    title: 'FaceComparisonResult',
    description:
      'Whether the source confirms that the face is the person’s, and how alike it finds the faces.',
    type: 'object',
    additionalProperties: false,
    required: ['consistent', 'code', 'message'],
    properties: {
      ...verificationProperties,
      score: of100(
        'How alike the source finds the faces, of 100. Missing if the source returned no score.',
        91.5,
      ),
      threshold: of100(
        'The score from which on the source reports a match, of 100. Missing if its documentation names none.',
        70,
      ),
    },
    ...verificationRule,
  },
  attribution: {
    title: 'AttributionResult',
    description: 'Which carrier issued the number, and where.',
    type: 'object',
    additionalProperties: false,
    required: ['found', 'carrier', 'province', 'city'],
    properties: {
      found,
      carrier: {
        type: ['string', 'null'],
        description: 'Carrier, in Chinese; null when not found.',
        examples: ['中国移动'],
      },
      province,
      city,
    },
    ...whenFound('carrier', 'province', 'city'),
  },
  activeCity: {
    title: 'ActiveCityResult',
    description:
      'The city in which the phone was most active in the last 3 months: in working hours (07:00-19:00 on weekdays) or at night (21:00-07:00).',
    type: 'object',
    additionalProperties: false,
    required: ['found', 'province', 'city'],
    properties: { found, province, city },
    ...whenFound('province', 'city'),
  },
  addressDistance: {
    title: 'AddressDistanceResult',
    description: 'How far one stated address is from where the phone usually is.',
    type: 'object',
    additionalProperties: false,
    required: ['index', 'type', 'city', 'found', 'distanceBand'],
    properties: {
      index: {
        type: 'integer',
        minimum: 0,
        maximum: 4,
        description: 'Which address: its position in addressesToVerify, from 0.',
        examples: [0],
      },
      type: addressTypeSchema,
      city: { type: 'string', description: "The address's city, as it was sent.", examples: ['北京市'] },
      found,
      distanceBand: orNull(distanceBandSchema, 'The band that the distance lies in; null when not found.'),
    },
    ...whenFound('distanceBand'),
  },
  severity: {
    title: 'FraudScreeningResult',
    description: 'Whether the number or the person is on a fraud, gambling or money-mule list.',
    type: 'object',
    additionalProperties: false,
    required: ['severity', 'flagged', 'message'],
    properties: {
      severity: orNull(fraudSeveritySchema, 'How bad the listing is; null when the source holds no record.'),
      flagged: {
        type: 'boolean',
        description: 'Whether the person is listed: severity 1 or more.',
        examples: [false],
      },
      message: message(
        'The same in a sentence for a person.',
        'Not on the fraud, gambling and money-mule lists.',
      ),
    },
    ...when(
      'flagged',
      true,
      { properties: { severity: { type: 'integer', minimum: 1 } } },
      { properties: { severity: { enum: [0, null] } } },
    ),
  },
  policeRecord: {
    title: 'PoliceRecordResult',
    description: 'Which categories of police record the person has.',
    type: 'object',
    additionalProperties: false,
    required: ['categories', 'flagged', 'message'],
    properties: {
      categories: {
        type: ['array', 'null'],
        uniqueItems: true,
        items: policeCategorySchema,
        description:
          'The categories of record; empty when the person is known and has none, null when the source holds no record.',
        examples: [[]],
      },
      flagged: {
        type: 'boolean',
        description: 'Whether there is a police record: at least one category.',
        examples: [false],
      },
      message: message('The same in a sentence for a person.', 'No police record.'),
    },
    ...when(
      'flagged',
      true,
      { properties: { categories: { type: 'array', minItems: 1 } } },
      { properties: { categories: { type: ['array', 'null'], maxItems: 0 } } },
    ),
  },
} as const satisfies Record<ResultShape, object>;
