import { definitionOf, subCheckIds } from '../sub-checks/catalogue.ts';
import { meaningsOf } from './meanings.ts';
import { openCodes } from './open-codes.ts';

/** A sub-check's name. */
export const subCheckIdSchema = openCodes(
  'SubCheckId',
  `A sub-check: its category in the report, a dot, and its key there. ${meaningsOf(
    Object.fromEntries(subCheckIds.map((id) => [id, definitionOf(id).label.en])),
  )}`,
  subCheckIds,
);
