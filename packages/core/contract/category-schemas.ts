import {
  type Category,
  type CategoryOf,
  categories,
  definitionOf,
  type KeyOf,
  placeOf,
  type ShapeOf,
  type SubCheckId,
  subCheckIds,
} from '../sub-checks/catalogue.ts';
import { resultSchemas } from './result-schemas.ts';

/** The schema of a sub-check's results, of the catalogue's shape: a list for one that runs once per entry. */
type ResultSchema<Id extends SubCheckId> = Id extends 'mobile.address-verify'
  ? { readonly type: 'array'; readonly items: (typeof resultSchemas)[ShapeOf<Id>] }
  : (typeof resultSchemas)[ShapeOf<Id>];

type CategorySchema<C extends Category> = {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: {
    readonly [Id in SubCheckId as CategoryOf<Id> extends C ? KeyOf<Id> : never]: ResultSchema<Id>;
  };
};

function resultSchemaOf(id: SubCheckId): object {
  const { shape, oncePerEntryOf, label } = definitionOf(id);
  const schema = resultSchemas[shape];
  const about = `${label.en} (${label.zh}).`;
  if (!oncePerEntryOf) return { ...schema, description: `${about} ${schema.description}` };
  return {
    type: 'array',
    minItems: 1,
    maxItems: 5,
    items: schema,
    description: `${about} One entry for each of ${oncePerEntryOf} that a source answered for, in their order.`,
  };
}

function categorySchema<C extends Category>(category: C): CategorySchema<C> {
  const ids = subCheckIds.filter((id) => placeOf(id).category === category);
  const { en, zh } = categories[category];
  const schema = {
    title: `${category.charAt(0).toUpperCase()}${category.slice(1)}Results`,
    description: `${en} (${zh}): a property for each sub-check that a source answered. Empty when they all are errored.`,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(ids.map((id) => [placeOf(id).key, resultSchemaOf(id)])),
  };
  // Its properties are the catalogue's by construction, which the compiler cannot follow.
  return schema as unknown as CategorySchema<C>;
}

/** The report's categories, each with a property for each of its sub-checks. */
export const categorySchemas = Object.fromEntries(
  (Object.keys(categories) as Category[]).map((category) => [category, categorySchema(category)]),
) as { readonly [C in Category]: CategorySchema<C> };
