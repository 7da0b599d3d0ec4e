import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { localClient } from '../../local/seed.ts';
import { nameOf } from '../support/chinese-number.ts';
import { startStackOverTencent } from '../support/vendor-stack.ts';

const reports = 200;
const limit = 20;

let over: Awaited<ReturnType<typeof startStackOverTencent>>;
beforeAll(async () => {
  over = await startStackOverTencent(limit, { callsPerSecond: limit });
});
afterAll(() => over?.stop());

/** The most calls that arrived in any second, wherever it starts. */
function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1000).length));
}

/** Requests a report, all at once with the others: what is not accepted in time is repeated under the same key. */
async function accepted(index: number): Promise<string> {
  const body = { name: nameOf(index), idNumber: '110101199001018885' };
  const headers = {
    'x-client-id': localClient.clientId,
    'x-client-secret': localClient.clientSecret,
    'idempotency-key': `report-${index}`,
  };
  for (;;) {
    const answer = await over.stack.post('/kyc/cn/request', body, headers);
    if (answer.status === 200) return answer.body.token;
    expect(answer.status).toBeGreaterThanOrEqual(500);
  }
}

it("stack keeps a provider's limit over 200 concurrent reports, and loses none of them", async () => {
  const { stack, fake } = over;
  const tokens = await Promise.all(Array.from({ length: reports }, (_, index) => accepted(index)));

  for (const token of tokens) {
    const { answer } = await stack.pollToEnd(token);
    expect(answer.status).toBe(200);
    expect(answer.body.summary.matched).toEqual(['identity.two-factor']);
    expect(answer.body.summary.errored).toEqual([]);
  }
  // One call each: the provider refused no call, and no call was repeated.
  expect(fake.calls).toHaveLength(reports);
  expect(fake.billed()).toBe(reports);
  expect(mostInASecond(fake.calls.map(({ at }) => at))).toBeLessThanOrEqual(limit);
});
