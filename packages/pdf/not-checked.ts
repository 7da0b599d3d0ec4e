import { fieldLabels } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import {
  definitionOf,
  type InputField,
  type Label,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import { printedWords } from './words.ts';

/** A check that did not run, and why. */
export interface NotChecked {
  readonly id: SubCheckId;
  readonly why: Label;
}

const namesOf = (fields: readonly InputField[]): Label => ({
  en: fields.map((field) => fieldLabels[field].en).join(', '),
  zh: fields.map((field) => fieldLabels[field].zh).join('、'),
});

function reasonOf({ submitted, summary }: Report, id: SubCheckId): Label {
  if (summary.notOffered.includes(id)) return printedWords.notOffered;
  const missing = definitionOf(id)
    .needs.map((set) => set.filter((field) => submitted[field] === undefined))
    .reduce((one, other) => (other.length < one.length ? other : one));
  if (missing.length === 0) return printedWords.notRequested;
  const { en, zh } = namesOf(missing);
  return { en: `Not sent: ${en}.`, zh: `未提交：${zh}。` };
}

/**
 * Returns the checks that did not run: of each axis of which none ran, the strongest that the service does not offer, or else
 * the one that misses the fewest fields.
 */
export function notCheckedIn(report: Report): NotChecked[] {
  const { ran, notOffered } = report.summary;
  const ranAxes = new Set(ran.map((id) => definitionOf(id).axis));
  const missingOf = (id: SubCheckId) =>
    Math.min(
      ...definitionOf(id).needs.map(
        (set) => set.filter((field) => report.submitted[field] === undefined).length,
      ),
    );
  const byAxis = Map.groupBy(subCheckIds, (id) => definitionOf(id).axis);
  return [...byAxis].flatMap(([axis, ids]) => {
    const refused = ids.filter((id) => notOffered.includes(id));
    const open = ranAxes.has(axis)
      ? []
      : [ids.reduce((one, other) => (missingOf(other) < missingOf(one) ? other : one))];
    return (refused.length > 0 ? refused : open).map((id) => ({ id, why: reasonOf(report, id) }));
  });
}
