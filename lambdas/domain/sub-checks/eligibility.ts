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
 * Why nothing can run and what would mend it: for each sub-check that shares a field with what was sent,
 * the fields still missing; for an empty request, the smallest sets that make something run.
 * Names fields only, never a value.
 */
export function explainNothingEligible(present: ReadonlySet<InputField>): string {
  const options = subCheckIds.flatMap((id) =>
    definitionOf(id).needs.map((set) => ({
      id,
      missing: set.filter((field) => !present.has(field)),
      shared: set.some((field) => present.has(field)),
    })),
  );
  const related = options.filter((option) => option.shared);
  const candidates = present.size > 0 && related.length > 0 ? related : options;
  const fewest = Math.min(...candidates.map((option) => option.missing.length));
  const byMissing = new Map<string, SubCheckId[]>();
  for (const option of candidates) {
    if (option.missing.length > fewest) continue;
    const key = option.missing.join(' and ');
    byMissing.set(key, [...(byMissing.get(key) ?? []), option.id]);
  }
  const mends = [...byMissing].map(([missing, ids]) => `add ${missing} to run ${ids.join(', ')}`);
  const sent = present.size > 0 ? `With only ${[...present].join(', ')} sent` : 'With no field sent';
  return `${sent}, no sub-check can run: ${mends.join('; ')}.`;
}
