import type { Label } from '../sub-checks/catalogue.ts';
import type { InputField } from './applicant-fields.ts';
import type { Field } from './field.ts';
import { requestSchema } from './request-schema.ts';

type Properties = typeof requestSchema.properties;

/** A field that is one text, whether or not a sub-check reads it. */
export type TextField = {
  [Name in keyof Properties]: Properties[Name] extends { readonly field: { readonly input: 'text' } }
    ? Name
    : never;
}[keyof Properties];

/** The fields that people know, with what the schema says of them. */
export const requestFields: ReadonlyMap<string, Field> = new Map(
  Object.entries(requestSchema.properties).flatMap(([name, property]) =>
    'field' in property ? [[name, property.field as Field] as const] : [],
  ),
);

/** What people call each field. */
export const fieldLabels = Object.fromEntries(
  [...requestFields].map(([name, { label }]) => [name, label]),
) as Record<InputField | TextField, Label>;

/** The fields by the names that people and other APIs use for them. */
export const fieldsByOtherName: ReadonlyMap<string, string> = new Map(
  [...requestFields].flatMap(([name, { otherNames }]) => otherNames.map((other) => [other, name] as const)),
);

function namesWith(has: (field: Field) => boolean): readonly string[] {
  return [...requestFields].filter(([, field]) => has(field)).map(([name]) => name);
}

/** The fields that are one text. */
export const textFields = namesWith(({ input }) => input === 'text') as readonly TextField[];

/** The fields that no sub-check reads. */
export const otherFields = namesWith(({ applicant }) => applicant !== true);

/** Returns what the schema says of a field that is one text. */
export function textField(name: TextField) {
  return requestSchema.properties[name].field;
}
