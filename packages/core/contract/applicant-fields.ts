import { applicantProperties } from './applicant-properties.ts';
import type { ApplicantTextField, Masking } from './field.ts';

type Properties = typeof applicantProperties;
type FieldsWith<Part> = {
  [Name in keyof Properties]: Properties[Name] extends { readonly field: Part } ? Name : never;
}[keyof Properties];

/** A field of the applicant: it decides whether a sub-check can run. */
export type InputField = FieldsWith<{ readonly applicant: true }>;
/** A field of the applicant that is one text. */
export type ApplicantText = FieldsWith<{ readonly applicant: true; readonly input: 'text' }>;

/** The fields of the applicant, in the schema's order. */
export const inputFields = Object.keys(applicantProperties) as readonly InputField[];

/** The texts of the applicant. */
export const applicantTexts = inputFields.filter(
  (name): name is ApplicantText => applicantProperties[name].field.input === 'text',
);

function textOf(name: ApplicantText): ApplicantTextField {
  return applicantProperties[name].field;
}

/** Returns how the report shows a text of the applicant. */
export function maskingOf(name: ApplicantText): Masking {
  return textOf(name).masked;
}

/** Returns what an error calls a text of the applicant that identifies the person; undefined if it does not. */
export function identifierOf(name: ApplicantText): string | undefined {
  return textOf(name).identifies || undefined;
}

/** Returns the examples of a text of the applicant. */
export function examplesOf(name: ApplicantText): readonly [string, ...string[]] {
  return applicantProperties[name].examples;
}

/** Returns an example of every text of the applicant: of an invented person. */
export function exampleTexts(): Record<ApplicantText, string> {
  return Object.fromEntries(applicantTexts.map((name) => [name, examplesOf(name)[0]])) as Record<
    ApplicantText,
    string
  >;
}
