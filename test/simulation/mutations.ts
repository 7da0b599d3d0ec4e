import type { invariants } from './invariants.ts';

/** A fix taken back, or a rule broken, by replacing text that a file holds exactly once. */
export interface Mutation {
  /** What goes wrong then. */
  readonly title: string;
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
  /** The invariant that has to notice. */
  readonly breaks: keyof typeof invariants & string;
}

export const mutations: readonly Mutation[] = [
  {
    title: 'a task can be claimed twice',
    file: 'lambdas/storage/sub-check-ledger.ts',
    text: "'attribute_not_exists(pk) OR (#state = :released AND attribute_not_exists(shutAt))'",
    replacement: "'attribute_not_exists(never) OR #state = :released'",
    breaks: 'noTaskIsCalledTwice',
  },
  {
    title: 'an aggregation does not complete its report',
    file: 'lambdas/domain/aggregate-report.ts',
    text: 'await reports.complete(',
    replacement: 'void ((..._args: unknown[]) => undefined)(',
    breaks: 'everyReportEnds',
  },
  {
    title: 'a report is overdue by its request, not by its last start',
    file: 'lambdas/domain/read-report.ts',
    text: 'function isOverdue({ startedAt }: ReportRecord',
    replacement: 'function isOverdue({ requestedAt: startedAt }: ReportRecord',
    breaks: 'aFailedReportIsLeftAlone',
  },
  {
    title: 'a redrive does not say that the report is processing again',
    file: 'operations/ended-verifications.ts',
    text: 'if (!(await this.#reports.reopen(reportId, new Date())))',
    replacement: 'if (!this.#reports)',
    breaks: 'aFailedReportIsLeftAlone',
  },
  {
    title: 'each aggregation decides anew what the report says',
    file: 'lambdas/storage/report-store.ts',
    text: 'SET decided = if_not_exists(decided, :decided)',
    replacement: 'SET decided = :decided',
    breaks: 'jsonPdfAndWebhookAgree',
  },
  {
    title: 'a task can be claimed after the aggregation began',
    file: 'lambdas/domain/aggregate-report.ts',
    text: '  await ledger.shut(reportId, open);\n',
    replacement: '',
    breaks: 'eachPaidCallIsInTheReport',
  },
  {
    title: 'a repetition starts the tasks of today’s catalogue',
    file: 'lambdas/domain/start-verification.ts',
    text: 'if (known) return startAgain(dependencies, known);',
    replacement: 'if (known) return startAgain(dependencies, { ...known, tasks: report.tasks });',
    breaks: 'eachPaidCallIsInTheReport',
  },
  {
    title: 'a claim whose holder still runs counts as one with an unknown outcome',
    file: 'lambdas/storage/sub-check-ledger.ts',
    text: "? 'in-doubt' : 'held'",
    replacement: "? 'in-doubt' : 'in-doubt'",
    breaks: 'aPaidAnswerIsKept',
  },
  {
    title: 'a late answer loses its price',
    file: 'lambdas/storage/sub-check-ledger.ts',
    text: "if (!held) return 'dropped';",
    replacement: "if (held || !held) return 'dropped';",
    breaks: 'eachPaidCallIsInTheCostOnce',
  },
  {
    title: 'two aggregations record the cost twice',
    file: 'lambdas/storage/report-store.ts',
    text: "'#status = :completed AND attribute_not_exists(upstreamCost)'",
    replacement: "'#status = :completed'",
    breaks: 'eachPaidCallIsInTheCostOnce',
  },
  {
    title: 'the cost is lost when the response to its write is',
    file: 'lambdas/storage/report-store.ts',
    text: 'return insist(() => this.#settleCostOnce(reportId, upstreamCost, run), this.#wait);',
    replacement: 'return this.#settleCostOnce(reportId, upstreamCost, run);',
    breaks: 'eachPaidCallIsInTheCostOnce',
  },
  {
    title: 'a sub-check does not look whether its report was erased',
    file: 'lambdas/storage/sub-check-ledger.ts',
    text: 'if (!(await isErasedReport(this.#client, this.#table, reportId))) return claim;',
    replacement: 'if (claim) return claim;',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'an erasure does not wait for what no execution shows',
    file: 'operations/erasure.ts',
    text: 'isYoung(row, new Date())',
    replacement: '!isYoung(row, new Date())',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'an erasure does not stop resends',
    file: 'operations/erasure.ts',
    text: 'resend <= webhookResends',
    replacement: 'resend <= webhookResends * 0',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'an erased request leaves its idempotency record',
    file: 'operations/erasure.ts',
    text: '?? (await recordNaming(this.#documents, this.#table, reportId))',
    replacement: '?? (await Promise.resolve(recordNaming && undefined))',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'a repetition does not delete what it stored too late',
    file: 'lambdas/domain/start-verification.ts',
    text: 'if (report || erased) await applicants.delete(reportId);',
    replacement: 'if (erased) await applicants.delete(reportId);',
    breaks: 'aCompletedReportHasNoApplicant',
  },
  {
    title: 'a leaked key compares no bodies',
    file: 'lambdas/domain/report-token.ts',
    text: 'return dropped && { key: dropped, verifies: false };',
    replacement: 'return dropped && undefined;',
    breaks: 'aRepetitionFindsItsReport',
  },
  {
    title: 'bodies are compared byte by byte',
    file: 'lambdas/domain/begin-request.ts',
    text: 'return record.requestDigest === undefined\n',
    replacement: 'return record.requestDigest !== null\n',
    breaks: 'aRepetitionFindsItsReport',
  },
];
