import {
  definitionOf,
  type InputField,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import { eligibleSubChecks } from '@kyc-china/core/sub-checks/eligibility';

/** The state of a sub-check for the fields that are there. */
export type Standing =
  | { readonly is: 'running' }
  /** It could run, and the request selects others. */
  | { readonly is: 'unselected' }
  /** A stronger one on its axis runs. */
  | { readonly is: 'covered'; readonly by: SubCheckId }
  /** Fields are missing; `replaces` is the weaker one on its axis that runs until they are there. */
  | {
      readonly is: 'waiting';
      readonly missing: readonly InputField[];
      readonly replaces: SubCheckId | undefined;
    };

const fewestFirst = (one: readonly unknown[], other: readonly unknown[]) => one.length - other.length;

function standingOf(
  id: SubCheckId,
  present: ReadonlySet<InputField>,
  running: readonly SubCheckId[],
): Standing {
  if (running.includes(id)) return { is: 'running' };
  const { axis, needs } = definitionOf(id);
  const rival = running.find((other) => definitionOf(other).axis === axis);
  if (rival && subCheckIds.indexOf(rival) < subCheckIds.indexOf(id)) return { is: 'covered', by: rival };
  const [missing = []] = needs.map((set) => set.filter((field) => !present.has(field))).toSorted(fewestFirst);
  if (missing.length === 0) return { is: 'unselected' };
  return { is: 'waiting', missing, replaces: rival };
}

/** The state of every sub-check, in the order of the catalogue. */
export function standings(
  present: ReadonlySet<InputField>,
  running: readonly SubCheckId[] = eligibleSubChecks(present),
): ReadonlyMap<SubCheckId, Standing> {
  return new Map(subCheckIds.map((id) => [id, standingOf(id, present, running)]));
}

/** What one more field would bring. */
export interface Addition {
  /** Other fields that it takes as well. */
  readonly alongWith: readonly InputField[];
  readonly adds: readonly SubCheckId[];
  readonly replaces: readonly SubCheckId[];
}

function additionOf(present: ReadonlySet<InputField>, fields: readonly InputField[]) {
  const before = eligibleSubChecks(present);
  const after = eligibleSubChecks(new Set([...present, ...fields]));
  return {
    adds: after.filter((id) => !before.includes(id)),
    replaces: before.filter((id) => !after.includes(id)),
  };
}

/**
 * Which sub-checks a field would add to those that run, with as few other fields as will do.
 * @returns undefined when it is there already, or would add none whatever came with it.
 */
export function additionBy(present: ReadonlySet<InputField>, field: InputField): Addition | undefined {
  if (present.has(field)) return undefined;
  const companions = subCheckIds
    .flatMap((id) => definitionOf(id).needs)
    .filter((set) => set.includes(field))
    .map((set) => set.filter((other) => other !== field && !present.has(other)))
    .toSorted(fewestFirst);
  for (const alongWith of [[], ...companions]) {
    const addition = additionOf(present, [field, ...alongWith]);
    if (addition.adds.length > 0) return { alongWith, ...addition };
  }
  return undefined;
}
