import type { Charge, MonthlyCounts } from '@kyc-china/core/monthly-usage';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';

/** The counter of the completed reports of a month. */
const reportsCounter = 'reports';

const countersOf = (check: string) =>
  ({ ran: `ran#${check}`, billed: `billed#${check}`, costMillionths: `charged#${check}` }) as const;

/** Parts of an update that counts one report in the item of its month. */
export interface CounterUpdate {
  /** Actions of an ADD clause. */
  readonly actions: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
}

/** Returns what counts a completed report with its charges. */
export function countersFor(charges: readonly Charge[]): CounterUpdate {
  const added = [
    [reportsCounter, 1] as const,
    ...charges.flatMap(({ check, ran, billed, costMillionths }) => {
      const counters = countersOf(check);
      return [
        [counters.ran, ran] as const,
        [counters.billed, billed] as const,
        [counters.costMillionths, costMillionths] as const,
      ];
    }),
  ];
  return {
    actions: added.map((_, index) => `#n${index} :n${index}`),
    names: Object.fromEntries(added.map(([name], index) => [`#n${index}`, name])),
    values: Object.fromEntries(added.map(([, value], index) => [`:n${index}`, value])),
  };
}

/** Reads the counters of a month's item. */
export function countsIn(item: Readonly<Record<string, unknown>>): MonthlyCounts {
  const count = (name: string) => Number(item[name] ?? 0);
  return {
    reports: count(reportsCounter),
    charges: subCheckIds.map((check) => {
      const counters = countersOf(check);
      return {
        check,
        ran: count(counters.ran),
        billed: count(counters.billed),
        costMillionths: count(counters.costMillionths),
      };
    }),
  };
}
