import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' });
});
afterAll(() => stack?.stop());

async function complete(request: object) {
  const { status, body } = await stack.post('/kyc/cn/request', request);
  expect([status, body]).toEqual([200, expect.objectContaining({ token: expect.any(String) })]);
  const { answer } = await stack.pollToEnd(body.token);
  return { reportId: body.reportId as string, report: answer.body };
}

/** The tasks that the state machine entered for a report. */
async function tasksOf(reportId: string): Promise<number> {
  const history = await stack.cloud.executions.history(reportId);
  return history.filter(
    (event) =>
      'stateEnteredEventDetails' in event &&
      (event.stateEnteredEventDetails as { readonly name: string }).name === 'SubCheck',
  ).length;
}

const { mobile, ...person } = { name: '张三', idNumber: '110101199001011234', mobile: '13800138000' };

it('re-run of a report with an errored check calls one provider once, and carries the rest', async () => {
  const earlier = await complete({ ...person, bankCardNumber: '6222021234567891403' });
  expect(earlier.report.summary.errored).toEqual([expect.objectContaining({ check: 'bank.three-factor' })]);
  const rerun = await complete({
    ...person,
    bankCardNumber: '6222021234567890123',
    rerunOf: earlier.reportId,
  });
  const { reportMetadata, summary } = rerun.report;
  expect(summary).toMatchObject({ ran: earlier.report.summary.ran, errored: [] });
  expect(reportMetadata.rerunOf).toBe(earlier.reportId);
  expect(reportMetadata.upstreamCalls).toBe(1);
  expect(await tasksOf(rerun.reportId)).toBe(1);
  expect(reportMetadata.carried.map(({ check }: { check: string }) => check)).toEqual([
    'identity.two-factor',
    'risk.fraud',
    'risk.criminal',
  ]);
  expect(rerun.report.identity).toEqual(earlier.report.identity);
  expect(rerun.report.risk).toEqual(earlier.report.risk);
  for (const { answeredAt } of reportMetadata.carried) {
    expect(answeredAt >= earlier.report.reportMetadata.requestedAt).toBe(true);
    expect(answeredAt <= earlier.report.reportMetadata.completedAt).toBe(true);
  }
});

it('re-run of a re-run that leaves nothing to ask completes, with the times of the first answers', async () => {
  const first = await complete(person);
  const second = await complete({ ...person, rerunOf: first.reportId });
  const third = await complete({ ...person, mobile, rerunOf: second.reportId });
  expect(await tasksOf(second.reportId)).toBe(0);
  expect(second.report.reportMetadata).toMatchObject({ upstreamCalls: 0 });
  expect(second.report.summary).toEqual(first.report.summary);
  expect(second.report.identity).toEqual(first.report.identity);
  const [twoFactor] = second.report.reportMetadata.carried;
  // risk.fraud reads the mobile too, which is new.
  expect(third.report.reportMetadata.carried).toEqual([
    twoFactor,
    expect.objectContaining({ check: 'risk.criminal' }),
  ]);
});

it('re-run that names another person, or no report, is refused by its code, and nothing is stored', async () => {
  const { reportId } = await complete(person);
  const keys = async () => (await stack.tableItems()).match(/"(pk|sk|keyId)":{"S":"[^"]*"/g);
  const before = await keys();
  const other = await stack.post('/kyc/cn/request', { ...person, name: '李四', rerunOf: reportId });
  expect([other.status, other.body.code]).toEqual([409, 'not-the-same-person']);
  expect(other.body.errors).toEqual([{ field: 'name', message: expect.any(String) }]);
  const unknown = { ...person, rerunOf: '00000000-0000-4000-8000-000000000000' };
  expect((await stack.post('/kyc/cn/request', unknown)).status).toBe(404);
  expect(await keys()).toEqual(before);
});
