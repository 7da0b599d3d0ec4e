import type { Usage } from './contract/usage-schema.ts';
import { amountOf } from './money.ts';
import { type Prices, priceFor } from './price-list.ts';
import { type SubCheckId, subCheckIds } from './sub-checks/catalogue.ts';
import type { SubCheckTask } from './sub-checks/eligibility.ts';

/** What one sub-check of a report, or of a month, is charged: once for each call, so for each address. */
export interface Charge {
  readonly check: SubCheckId;
  readonly ran: number;
  /** How many of the calls were, or may have been, billed. */
  readonly billed: number;
  readonly costMillionths: number;
}

/** A task of a report, and whether its call was, or may have been, billed. */
interface BilledTask {
  readonly task: SubCheckTask;
  readonly billed: boolean;
}

/** Returns what a report is charged, by the prices of this moment. */
export function chargesOf(outcomes: readonly BilledTask[], stage: Prices, own: Prices | undefined): Charge[] {
  const byCheck = Map.groupBy(outcomes, ({ task }) => task.subCheck);
  return [...byCheck].map(([check, calls]) => {
    const billed = calls.filter((call) => call.billed).length;
    return { check, ran: calls.length, billed, costMillionths: billed * priceFor(check, stage, own) };
  });
}

/** What is counted of a client's month. */
export interface MonthlyCounts {
  /** The reports that were completed. */
  readonly reports: number;
  readonly charges: readonly Charge[];
}

/** Reads what clients used. */
export interface UsageReader {
  /** @param month YYYY-MM, UTC. */
  read(clientId: string, month: string): Promise<MonthlyCounts>;
}

/** Returns a client's month as the API answers it. */
export function usageOf(
  month: string,
  { reports, charges }: MonthlyCounts,
  currency: string,
  asOf: Date,
): Usage {
  const sorted = subCheckIds.flatMap((id) => charges.filter(({ check, ran }) => check === id && ran > 0));
  return {
    month,
    reports,
    subChecks: sorted.map(({ check, ran, billed, costMillionths }) => ({
      check,
      ran,
      billed,
      cost: amountOf(costMillionths),
    })),
    cost: {
      amount: amountOf(sorted.reduce((sum, { costMillionths }) => sum + costMillionths, 0)),
      currency,
    },
    asOf: asOf.toISOString(),
  };
}
