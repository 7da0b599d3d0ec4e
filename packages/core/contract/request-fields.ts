import type { ApplicantTextField, Field, Masking } from './field.ts';
import { requestSchema } from './request-schema.ts';

type Properties = typeof requestSchema.properties;
type FieldsWith<Part> = {
  [Name in keyof Properties]: Properties[Name] extends { readonly field: Part } ? Name : never;
}[keyof Properties];

/** A field of the applicant: it decides whether a sub-check can run. */
export type InputField = FieldsWith<{ readonly applicant: true }>;
/** A field of the applicant that is one text. */
export type ApplicantText = FieldsWith<{ readonly applicant: true; readonly input: 'text' }>;
/** A field that is one text, whether or not a sub-check reads it. */
export type TextField = FieldsWith<{ readonly input: 'text' }>;

/** The fields that people know, with what the schema says of them. */
export const requestFields: ReadonlyMap<string, Field> = new Map(
  Object.entries(requestSchema.properties).flatMap(([name, property]) =>
    'field' in property ? [[name, property.field as Field] as const] : [],
  ),
);

/** The fields by the names that people and other APIs use for them. */
export const fieldsByOtherName: ReadonlyMap<string, string> = new Map(
  [...requestFields].flatMap(([name, { otherNames }]) => otherNames.map((other) => [other, name] as const)),
);

function namesWith(has: (field: Field) => boolean): readonly string[] {
  return [...requestFields].filter(([, field]) => has(field)).map(([name]) => name);
}

/** The fields of the applicant, in the schema's order. */
export const inputFields = namesWith(({ applicant }) => applicant === true) as readonly InputField[];

/** The texts of the applicant. */
export const applicantTexts = namesWith(
  ({ applicant, input }) => applicant === true && input === 'text',
) as readonly ApplicantText[];

/** The fields that are one text. */
export const textFields = namesWith(({ input }) => input === 'text') as readonly TextField[];

/** Returns what the schema says of a field that is one text. */
export function textField(name: TextField) {
  return requestSchema.properties[name].field;
}

/** Returns how the report shows a text of the applicant. */
export function maskingOf(name: ApplicantText): Masking {
  return (requestSchema.properties[name].field satisfies ApplicantTextField).masked;
}

/** Returns the examples of a text of the applicant. */
export function examplesOf(name: ApplicantText): readonly [string, ...string[]] {
  return requestSchema.properties[name].examples;
}

/** Returns an example of every text of the applicant: of an invented person. */
export function exampleTexts(): Record<ApplicantText, string> {
  return Object.fromEntries(applicantTexts.map((name) => [name, examplesOf(name)[0]])) as Record<
    ApplicantText,
    string
  >;
}
