import type { Mutation } from '../mutations.ts';

/** Requests, their repetitions and their keys. */
export const requests: readonly Mutation[] = [
  {
    title: 'a repetition starts the tasks of today’s catalogue',
    file: 'packages/core/start-verification.ts',
    text: 'const existing = known ?? (await reports.find(reportId));',
    replacement: 'const existing = known ? { ...known, tasks: report.tasks } : await reports.find(reportId);',
    breaks: 'eachPaidCallIsInTheReport',
  },
  {
    title: 'a repetition does not delete what it stored too late',
    file: 'packages/core/start-verification.ts',
    text: 'if (report || erased) await applicants.delete(reportId);',
    replacement: 'if (erased) await applicants.delete(reportId);',
    breaks: 'aCompletedReportHasNoApplicant',
  },
  {
    title: 'a leaked key compares no bodies',
    file: 'packages/core/report-token.ts',
    text: 'return dropped && { key: dropped, verifies: false };',
    replacement: 'return dropped && undefined;',
    breaks: 'aRepetitionFindsItsReport',
  },
  {
    title: 'bodies are compared byte by byte',
    file: 'packages/core/begin-request.ts',
    text: 'return record.requestDigest === undefined\n',
    replacement: 'return record.requestDigest !== null\n',
    breaks: 'aRepetitionFindsItsReport',
  },
  {
    title: 'an idempotency record takes the place of a live one',
    file: 'packages/storage/idempotency-store.ts',
    text: "'attribute_not_exists(pk) OR expiresAt <= :now'",
    replacement: "'attribute_not_exists(never) OR expiresAt <= :now'",
    test: 'test/integration/conditional-writes.test.ts',
  },
  {
    title: 'an expired idempotency record holds its key',
    file: 'packages/storage/idempotency-store.ts',
    text: "'attribute_not_exists(pk) OR expiresAt <= :now'",
    replacement: "'attribute_not_exists(pk) OR (expiresAt <= :now AND attribute_exists(never))'",
    test: 'test/integration/conditional-writes.test.ts',
  },
  {
    title: 'a repetition forgets a record that names another report by now',
    file: 'packages/storage/idempotency-store.ts',
    text: "ConditionExpression: 'reportId = :reportId'",
    replacement: "ConditionExpression: 'reportId = :reportId OR attribute_exists(pk)'",
    test: 'test/integration/conditional-writes.test.ts',
  },
  {
    title: 'a repetition that finds its report erased leaves the record',
    file: 'packages/core/start-verification.ts',
    text: '  await idempotency.forget(clientId, idempotencyKey, reportId);\n',
    replacement: '',
    breaks: 'anErasureIsFinal',
  },
  {
    title: 'a repetition does not note its start',
    file: 'packages/core/start-verification.ts',
    text: 'const before = await reports.recordStart(reportId, at);',
    replacement: 'const before = await Promise.resolve(at);',
    breaks: 'aFailedReportIsLeftAlone',
  },
  {
    title: 'a start that did not happen is not taken back',
    file: 'packages/core/start-verification.ts',
    text: 'if (!(await workflow.start(reportId, tasks))) await reports.withdrawStart(reportId, at, before);',
    replacement: 'await workflow.start(reportId, tasks);',
    test: 'test/integration/idempotency.test.ts',
  },
  {
    title: 'a repetition does not read the token keys again',
    file: 'packages/storage/secrets.ts',
    text: 'return recordKeyNamed(await rings.value(), kid, now) ?? recordKeyNamed(await rings.newerValue(), kid, now);',
    replacement: 'return recordKeyNamed(await rings.value(), kid, now);',
    breaks: 'aRepetitionFindsItsReport',
  },
];
