import type { Charge, MonthlyCounts } from '@kyc-china/core/monthly-usage';
import type { Report } from '@kyc-china/core/report';
import { sortKeys } from '@kyc-china/storage/reports-table';
import { countsIn } from '../../packages/storage/usage-counters.ts';
import type { Invariant } from './invariants.ts';
import { names } from './stage.ts';

const totals = (charges: readonly Charge[]) => {
  const byCheck = Map.groupBy(charges, ({ check }) => check);
  const sum = (of: readonly Charge[], what: 'ran' | 'billed' | 'costMillionths') =>
    of.reduce((total, charge) => total + charge[what], 0);
  return [...byCheck]
    .map(([check, of]) => `${check} ${sum(of, 'ran')} ${sum(of, 'billed')} ${sum(of, 'costMillionths')}`)
    .filter((line) => !line.endsWith(' 0 0 0'))
    .sort()
    .join(', ');
};

/**
 * Each report that was completed is in the usage of its client exactly once, with its own charges: over crashes, repetitions
 * and erasures. A report whose count was not reached, because every run of its aggregation was killed first, is still open.
 */
export const eachCompletedReportIsInTheUsageOnce: Invariant = ({ tables, history, scenario }) => {
  if (scenario.requests.some(({ older }) => older)) return [];
  const rows = tables.all(names.ReportsTableName);
  const months = rows.filter(({ sk }) => String(sk).startsWith(sortKeys.usage));
  const open = new Set(months.flatMap(({ openReports }) => [...((openReports as Set<string>) ?? [])]));
  const all = history.filter((one) => one.kind === 'completed');
  const completed = all.filter(({ reportId }) => !open.has(reportId));
  const counted: readonly MonthlyCounts[] = months.map(countsIn);
  const reports = counted.reduce((sum, month) => sum + month.reports, 0);
  const [inUsage, expected] = [
    totals(counted.flatMap(({ charges }) => charges)),
    totals(completed.flatMap(({ charges }) => charges)),
  ];
  const aggregated = new Set(history.flatMap((one) => (one.kind === 'aggregated' ? [one.reportId] : [])));
  const erased = new Set(history.flatMap((one) => (one.kind === 'erased' ? [one.receipt.reportId] : [])));
  const ended = all.filter(({ reportId }) => aggregated.has(reportId) || erased.has(reportId));
  const left = ended.filter(({ reportId }) => open.has(reportId));
  return [
    ...(reports === completed.length ? [] : [`${completed.length} reports are counted as ${reports}`]),
    ...(inUsage === expected ? [] : [`the usage says ${inUsage}, and the reports are charged ${expected}`]),
    ...left.map(({ reportId }) => `${reportId} has come to its end, and is not counted`),
  ];
};

/** What a report is charged is what it says: a call that was billed or may have been. */
export const chargesAreThoseOfTheReport: Invariant = ({ tables, history }) => {
  const rows = tables.all(names.ReportsTableName);
  return history.flatMap((one) => {
    if (one.kind !== 'completed') return [];
    const row = rows.find(({ pk, sk }) => pk === one.reportId && sk === 'REPORT');
    if (row?.status !== 'completed') return [];
    const { reportMetadata, summary } = JSON.parse(String(row.report)) as Report;
    const billed = one.charges.reduce((sum, charge) => sum + charge.billed, 0);
    const ran = one.charges.map(({ check }) => check);
    return [
      ...(billed === reportMetadata.upstreamCalls
        ? []
        : [
            `${one.reportId}: ${billed} calls are charged, and the report says ${reportMetadata.upstreamCalls}`,
          ]),
      ...(summary.ran.every((check) => ran.includes(check)) && ran.length === summary.ran.length
        ? []
        : [`${one.reportId}: charged for ${ran}, and the report ran ${summary.ran}`]),
    ];
  });
};
