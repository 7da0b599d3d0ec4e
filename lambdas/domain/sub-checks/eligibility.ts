import { definitionOf, type InputField, type SubCheckId, subCheckIds } from './catalogue.ts';

/** One upstream call to make: a sub-check, and for one that runs once per address, which address. */
export interface SubCheckTask {
  readonly subCheck: SubCheckId;
  /** Position in `addressesToVerify`, from 0. */
  readonly addressIndex?: number;
}

/**
 * The sub-checks that run for the fields that are present: on each axis the strongest eligible one.
 * @returns ids in the catalogue's order; empty when nothing is eligible.
 */
export function eligibleSubChecks(present: ReadonlySet<InputField>): SubCheckId[] {
  const taken = new Set<string>();
  return subCheckIds.filter((id) => {
    const { needs, axis } = definitionOf(id);
    if (taken.has(axis) || !needs.some((set) => set.every((field) => present.has(field)))) return false;
    taken.add(axis);
    return true;
  });
}

/**
 * The upstream calls that the eligible sub-checks make.
 * @param addressCount how many addresses were sent: `mobile.address-verify` makes one call for each.
 */
export function tasksFor(subChecks: readonly SubCheckId[], addressCount: number): SubCheckTask[] {
  return subChecks.flatMap((subCheck): SubCheckTask[] =>
    definitionOf(subCheck).oncePerEntryOf
      ? Array.from({ length: addressCount }, (_, addressIndex) => ({ subCheck, addressIndex }))
      : [{ subCheck }],
  );
}

/** A task's key: unique among the tasks of one report, and the sort key of its row. */
export function taskKey(task: SubCheckTask): string {
  return task.addressIndex === undefined ? task.subCheck : `${task.subCheck}#${task.addressIndex}`;
}

/**
 * Why nothing can run and what would mend it: the smallest sets of fields that, added to what was sent, make a
 * sub-check run that uses what was sent; and which sub-checks would run then. Names fields only, never a value.
 * @param others names of fields that were sent, and that no sub-check reads.
 */
export function explainNothingEligible(
  present: ReadonlySet<InputField>,
  others: readonly string[] = [],
): string {
  const sets = subCheckIds.flatMap((id) => definitionOf(id).needs);
  const related = sets.filter((set) => set.some((field) => present.has(field)));
  const missingOf = (set: readonly InputField[]) => set.filter((field) => !present.has(field));
  const candidates = (related.length > 0 ? related : sets).map(missingOf);
  const fewest = Math.min(...candidates.map((missing) => missing.length));
  const mends = new Map<string, string>();
  for (const missing of candidates) {
    if (missing.length > fewest) continue;
    const fields = missing.join(' and ');
    mends.set(
      fields,
      `add ${fields} to run ${eligibleSubChecks(new Set([...present, ...missing])).join(', ')}`,
    );
  }
  const sent = [...present, ...others].join(', ');
  return `${sent === '' ? 'With no field sent' : `With only ${sent} sent`}, no sub-check can run: ${[...mends.values()].join('; ')}.`;
}
