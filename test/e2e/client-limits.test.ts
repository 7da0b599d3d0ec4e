import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { resetOf } from '@kyc-china/core/limits';
import { credentialsIn, runClient } from '../../local/support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' });
});
afterAll(() => stack?.stop());

const person = { mobile: '13800138000' };

it('request beyond a limit is a 429 that says when it resets; a repetition and a poll are not limited', async () => {
  const run = (...args: string[]) => runClient(stack.dataDirectory, ...args);
  const credentials = credentialsIn(await run('create', 'limited', '--plan', 'load-test'));
  await run('limits', 'limited', '--per-month', '3');
  const send = (key: string) =>
    stack.post('/kyc/cn/request', person, { ...credentials, 'idempotency-key': key });

  const before = new Date();
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => send(`key-${index}`)));
  const accepted = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  expect([accepted.length, refused.length]).toEqual([3, 9]);
  const resets = [before, new Date()].map((at) => resetOf('verificationsPerMonth', at).toISOString());
  for (const { body } of refused) {
    expect(body).toMatchObject({
      code: 'limit-reached',
      message: expect.stringContaining('verifications a month'),
    });
    expect(resets).toContain(body.resetsAt);
  }

  const index = answers.findIndex(({ status }) => status === 200);
  const repeated = await send(`key-${index}`);
  expect([repeated.status, repeated.body.token]).toEqual([200, answers[index]?.body.token]);
  for (const { body } of accepted) {
    const polled = await stack.post('/kyc/cn/poll', { token: body.token }, credentials);
    expect([200, 202]).toContain(polled.status);
  }
});
