import { definitionOf, type InputField, type SubCheckId, subCheckIds } from './catalogue.ts';

/** One upstream call to make: a sub-check, and for one that runs once per address, which address. */
export interface SubCheckTask {
  readonly subCheck: SubCheckId;
  /** Position in `addressesToVerify`, from 0. */
  readonly addressIndex?: number;
}

/** Whether a provider of the stage serves a sub-check. */
export type IsServed = (subCheck: SubCheckId) => boolean;

const everyOneIsServed: IsServed = () => true;

/**
 * Returns the sub-checks that run for the fields that are present: the strongest eligible one of each axis that is served.
 * @param isServed by default every sub-check is served.
 * @returns ids in the catalog's order; empty if no served sub-check is eligible.
 */
export function eligibleSubChecks(
  present: ReadonlySet<InputField>,
  isServed: IsServed = everyOneIsServed,
): SubCheckId[] {
  const taken = new Set<string>();
  return subCheckIds.filter((id) => {
    const { needs, axis } = definitionOf(id);
    if (taken.has(axis) || !isServed(id)) return false;
    if (!needs.some((set) => set.every((field) => present.has(field)))) return false;
    taken.add(axis);
    return true;
  });
}

/** The sub-checks of a request: those that run, and those that no provider of the stage serves. */
export interface SelectedSubChecks {
  readonly run: readonly SubCheckId[];
  readonly notOffered: readonly SubCheckId[];
}

/**
 * Selects the sub-checks of a request. On each axis the strongest eligible variant that is served runs. The strongest
 * eligible variant is listed as not offered if it is not served, even if a weaker one runs in its place.
 * @param named the sub-checks that the request names, all of them eligible: then these are meant, and no others.
 */
export function selectSubChecks(
  present: ReadonlySet<InputField>,
  isServed: IsServed,
  named?: readonly SubCheckId[],
): SelectedSubChecks {
  return {
    run: named ? named.filter(isServed) : eligibleSubChecks(present, isServed),
    notOffered: (named ?? eligibleSubChecks(present)).filter((id) => !isServed(id)),
  };
}

/** Explains that no provider serves any of the eligible sub-checks. The text holds no value. */
export function explainNothingOffered(notOffered: readonly SubCheckId[]): string {
  return `No sub-check was run: this service offers none of those that these fields allow (${notOffered.join(', ')}). Contact the operator, or send other fields.`;
}

/**
 * Says what a sub-check misses, by the smallest set of fields that lets it run; undefined if it can run.
 * @param present the fields that were sent.
 */
export function missingFor(id: SubCheckId, present: ReadonlySet<string>): string | undefined {
  const missing = definitionOf(id).needs.map((set) => set.filter((field) => !present.has(field)));
  const fewest = Math.min(...missing.map((set) => set.length));
  if (fewest === 0) return undefined;
  const ways = missing.filter((set) => set.length === fewest).map((set) => set.join(' and '));
  return `${id} needs ${ways.join(' or ')}`;
}

/**
 * Returns the upstream calls that the eligible sub-checks make.
 * @param addressCount how many addresses were sent: `mobile.address-verify` makes one call for each.
 */
export function tasksFor(subChecks: readonly SubCheckId[], addressCount: number): SubCheckTask[] {
  return subChecks.flatMap((subCheck): SubCheckTask[] =>
    definitionOf(subCheck).oncePerEntryOf
      ? Array.from({ length: addressCount }, (_, addressIndex) => ({ subCheck, addressIndex }))
      : [{ subCheck }],
  );
}

/** Returns a task's key: unique among the tasks of one report, and part of the sort key of its row. */
export function taskKey(task: SubCheckTask): string {
  return task.addressIndex === undefined ? task.subCheck : `${task.subCheck}#${task.addressIndex}`;
}

/**
 * Explains why no sub-check can run and how to fix it. The text names the smallest sets of fields that, added to the sent
 * fields, make a sub-check run that uses a sent field. It also names the sub-checks that would run then. It holds no value.
 * @param others the names of sent fields that no sub-check reads.
 * @param isServed by default every sub-check is served: then the text may suggest one that the service does not offer.
 */
export function explainNothingEligible(
  present: ReadonlySet<InputField>,
  others: readonly string[] = [],
  isServed: IsServed = everyOneIsServed,
): string {
  const sets = subCheckIds.filter(isServed).flatMap((id) => definitionOf(id).needs);
  const related = sets.filter((set) => set.some((field) => present.has(field)));
  const missingOf = (set: readonly InputField[]) => set.filter((field) => !present.has(field));
  const candidates = (related.length > 0 ? related : sets).map(missingOf);
  const fewest = Math.min(...candidates.map((missing) => missing.length));
  const fixes = new Map<string, string>();
  for (const missing of candidates) {
    if (missing.length > fewest) continue;
    const fields = missing.join(' and ');
    fixes.set(
      fields,
      `add ${fields} to run ${eligibleSubChecks(new Set([...present, ...missing]), isServed).join(', ')}`,
    );
  }
  const sent = [...present, ...others].join(', ');
  return `${sent === '' ? 'With no field sent' : `With only ${sent} sent`}, no sub-check can run: ${[...fixes.values()].join('; ')}.`;
}
