import type { Mutation } from '../mutations.ts';

/** The operator's commands. */
export const operations: readonly Mutation[] = [
  {
    title: 'a redrive does not say that the report is processing again',
    file: 'operations/ended-verifications.ts',
    text: 'if (!(await this.#reports.reopen(reportId, new Date())))',
    replacement: 'if (!this.#reports)',
    breaks: 'aFailedReportIsLeftAlone',
  },
  {
    title: 'an erasure does not wait for what no execution shows',
    file: 'packages/storage/report-erasure.ts',
    text: 'isYoung(row, new Date())',
    replacement: '!isYoung(row, new Date())',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'an erasure does not stop resends',
    file: 'packages/storage/report-erasure.ts',
    text: 'resend <= webhookResends',
    replacement: 'resend <= webhookResends * 0',
    test: 'test/integration/erasure.test.ts',
  },
  {
    title: 'an erased request leaves its idempotency record',
    file: 'operations/erasure.ts',
    text: '?? (await recordNaming(this.#documents, this.#table, reportId))',
    replacement: '?? (await Promise.resolve(recordNaming && undefined))',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'a rotation drops the key that retires',
    file: 'operations/rotate-token-key.ts',
    text: 'previous: [{ ...current, retiredAt: lastUse(now) }, ...verifying],',
    replacement: 'previous: verifying.concat(current ? [] : []),',
    breaks: 'aRepetitionFindsItsReport',
  },
  {
    title: 'an erasure does not look again after it waited',
    file: 'packages/storage/report-erasure.ts',
    text: 'erased: mustSettle ? sumOf(erased, await this.#sweep(tombstone)) : erased,',
    replacement: 'erased,',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'an erasure that goes on after it was cut short does not wait',
    file: 'packages/storage/report-erasure.ts',
    text: "const wasCutShort = row?.status === 'erased' && !row.receipt;",
    replacement: "const wasCutShort = row?.status === 'never';",
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'an erasure does not stop a resend that was counted after the row was read',
    file: 'packages/storage/report-erasure.ts',
    text: "    Object.assign(tombstone, kept(replaced, 'webhookResends', 'receipt'));\n",
    replacement: '',
    test: 'test/integration/erasure.test.ts',
  },
  {
    title: 'an erasure does not stop what ran a verification again',
    file: 'packages/storage/report-erasure.ts',
    text: 'known = status !== undefined;',
    replacement: 'known = false;',
    test: 'test/integration/erasure.test.ts',
  },
  {
    title: 'an erasure deletes an idempotency record that names another report by now',
    file: 'packages/storage/report-erasure.ts',
    text: '            { reportId },\n',
    replacement: '',
    test: 'test/integration/erasure.test.ts',
  },
  {
    title: 'a row that was not there counts as erased',
    file: 'packages/storage/erasure-places.ts',
    text: "ConditionExpression: ['attribute_exists(pk)', ...conditions].join(' AND ')",
    replacement: "ConditionExpression: ['attribute_not_exists(never)', ...conditions].join(' AND ')",
    test: 'test/integration/erasure.test.ts',
  },
  {
    title: 'a resend is counted for a report that was erased',
    file: 'packages/storage/webhook-resends.ts',
    text: "'#status IN (:completed, :failed) AND (",
    replacement: "':completed <> :failed AND (",
    breaks: 'anErasureIsFinal',
  },
];
