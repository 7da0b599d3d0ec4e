import type { Mutation } from '../mutations.ts';

/** The ledger of upstream calls. */
export const ledger: readonly Mutation[] = [
  {
    title: 'a task can be claimed twice',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "'attribute_not_exists(pk) OR (#state = :released AND attribute_not_exists(shutAt))'",
    replacement: "'attribute_not_exists(never) OR #state = :released'",
    breaks: 'noTaskIsCalledTwice',
  },
  {
    title: 'a claim whose holder still runs counts as one with an unknown outcome',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "? 'in-doubt' : 'held'",
    replacement: "? 'in-doubt' : 'in-doubt'",
    breaks: 'aPaidAnswerIsKept',
  },
  {
    title: 'a late answer loses its price',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "if (!held) return 'dropped';",
    replacement: "if (held || !held) return 'dropped';",
    breaks: 'eachPaidCallIsInTheCostOnce',
  },
  {
    title: 'a sub-check does not look whether its report was erased',
    file: 'packages/storage/sub-check-ledger.ts',
    text: 'if (!(await isErasedReport(this.#client, this.#table, reportId))) return claim;',
    replacement: 'if (claim) return claim;',
    breaks: 'anErasureEndsTheClaims',
  },
  {
    title: 'a task can be claimed although its call was made',
    file: 'packages/storage/sub-check-ledger.ts',
    text: '(#state = :released AND attribute_not_exists(shutAt))',
    replacement: 'attribute_not_exists(shutAt)',
    breaks: 'noTaskIsCalledTwice',
  },
  {
    title: 'a task that was given back cannot be claimed again',
    file: 'packages/storage/sub-check-ledger.ts',
    text: 'attribute_not_exists(pk) OR (#state = :released AND attribute_not_exists(shutAt))',
    replacement: 'attribute_not_exists(pk)',
    breaks: 'whatIsNotProcessedIsTriedAgain',
  },
  {
    title: 'a task that is given back after the aggregation began can be claimed',
    file: 'packages/storage/sub-check-ledger.ts',
    text: '(#state = :released AND attribute_not_exists(shutAt))',
    replacement: '#state = :released',
    test: 'test/integration/aggregate-report.test.ts',
  },
  {
    title: 'a run changes a row that another run has claimed',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "'claimId = :claimId AND #state = :expected AND attribute_not_exists(settledAt)'",
    replacement:
      "'(claimId = :claimId OR attribute_exists(pk)) AND #state = :expected AND attribute_not_exists(settledAt)'",
    test: 'test/integration/conditional-writes.test.ts',
  },
  {
    title: 'a late answer makes a closed row a settled one again',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "'claimId = :claimId AND #state = :expected AND attribute_not_exists(settledAt)'",
    replacement: "'claimId = :claimId AND attribute_not_exists(settledAt)'",
    breaks: 'eachPaidCallIsInTheCostOnce',
  },
  {
    title: 'closing a row brings it back that was erased meanwhile',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "ConditionExpression: 'attribute_exists(pk)'",
    replacement: "ConditionExpression: 'attribute_not_exists(never)'",
    test: 'test/integration/conditional-writes.test.ts',
  },
  {
    title: 'a claim whose response was lost belongs to no run',
    file: 'packages/storage/sub-check-ledger.ts',
    text: "if (item.state === 'claimed' && item.claimId === claimId)",
    replacement: "if (item.state === 'claimed' && item.claimId === undefined)",
    test: 'test/integration/run-sub-check.test.ts',
  },
  {
    title: 'an answer is stored with one try',
    file: 'packages/storage/sub-check-ledger.ts',
    text: 'return insist(() => this.#settleOnce(reportId, taskKey, claimId, settled, now), this.#wait);',
    replacement: 'return this.#settleOnce(reportId, taskKey, claimId, settled, now);',
    breaks: 'aPaidAnswerIsKept',
  },
  {
    title: 'the price of a late answer is not added to the report',
    file: 'packages/core/run-sub-check.ts',
    text: "if (settlement !== 'late' || settled.price === undefined) return;",
    replacement: 'if (settlement || settled.price === undefined) return;',
    breaks: 'eachPaidCallIsInTheCostOnce',
  },
  {
    title: 'a claim is kept although the provider did not process the call',
    file: 'packages/core/run-sub-check.ts',
    text: '    await ledger.release(reportId, key, claim.claimId);\n',
    replacement: '',
    breaks: 'whatIsNotProcessedIsTriedAgain',
  },
];
