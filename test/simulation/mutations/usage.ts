import type { Mutation } from '../mutations.ts';

const file = 'packages/storage/client-usage.ts';
const test = 'test/integration/client-limits.test.ts';

/** What clients used, and their limits. */
export const usage: readonly Mutation[] = [
  {
    title: 'a report is counted again when the response to its count is lost',
    file,
    text: "'NOT contains(openReports, :id)',",
    replacement: "'attribute_not_exists(never)',",
    test,
  },
  {
    title: 'a counter may pass its limit by one',
    file,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a source.
    text: '(attribute_not_exists(#c${index}) OR #c${index} <= :most${index})',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a source.
    replacement: '(attribute_not_exists(#c${index}) OR #c${index} <= :most${index} OR #c${index} = :one)',
    breaks: 'noLimitIsExceeded',
  },
  {
    title: 'a count whose response was lost is taken for a limit',
    file,
    text: 'if (item.openReports?.has(report.reportId)) return undefined;',
    replacement: '',
    test,
  },
  {
    title: 'a report that is not counted is taken back',
    file,
    text: "          'contains(openReports, :id)',\n          { ':minusOne'",
    replacement: "          'attribute_exists(pk)',\n          { ':minusOne'",
    test,
  },
  {
    title: 'a report is settled twice',
    file,
    text: "          'contains(openReports, :id)',\n          { ':difference'",
    replacement: "          'attribute_exists(pk)',\n          { ':difference'",
    test,
  },
  {
    title: 'a late price is added to the month twice',
    file,
    text: "ConditionExpression: 'NOT contains(lateTasks, :key)',",
    replacement: "ConditionExpression: 'attribute_not_exists(never)',",
    test,
  },
  {
    title: 'a repetition counts as a verification of its own',
    file: 'packages/core/begin-request.ts',
    text: 'if (stored.reportId !== fresh.reportId) await usage.takeBack(report);',
    replacement: '',
    breaks: 'eachReportIsCountedOnce',
  },
  {
    title: 'a report that is complete keeps what it could have cost',
    file: 'packages/core/aggregate-report.ts',
    text: 'if (record.highestCost !== undefined)\n',
    replacement: 'if (record.highestCost === -1)\n',
    breaks: 'eachReportIsCountedOnce',
  },
  {
    title: 'a report that was completed by another run is charged nothing',
    file: 'packages/core/aggregate-report.ts',
    text: "if (stored?.status === 'completed') charges = stored.charges ?? [];",
    replacement: '',
    breaks: 'eachCompletedReportIsInTheUsageOnce',
  },
  {
    title: 'a complete report that is erased before it was settled is not counted',
    file: 'packages/storage/report-erasure.ts',
    text: 'charges === undefined ? undefined : JSON.parse(charges)',
    replacement: 'undefined',
    breaks: 'eachCompletedReportIsInTheUsageOnce',
  },
  {
    title: 'each aggregation charges by the prices of its own moment',
    file: 'packages/core/aggregate-report.ts',
    text: 'charges = decided.charges ?? built.charges ?? [];',
    replacement: 'charges = built.charges ?? [];',
    test: 'test/integration/aggregate-report.test.ts',
  },
  {
    title: 'a call that was not billed is charged',
    file: 'packages/core/monthly-usage.ts',
    text: 'calls.filter((call) => call.billed).length',
    replacement: 'calls.length',
    breaks: 'chargesAreThoseOfTheReport',
  },
];
