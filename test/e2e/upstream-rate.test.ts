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
  expect(fake.billed()).toBe(reports);
  const processed = fake.calls.filter((call) => call.processed);
  expect(new Set(processed.map(({ parameters }) => parameters.Name)).size).toBe(processed.length);
  // Without the gate, hundreds of calls would be refused. A stall of this machine bunches some that were spaced.
  expect(fake.calls.length - processed.length).toBeLessThanOrEqual(reports / 20);
});
