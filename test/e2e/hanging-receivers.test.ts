import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { webhookAttempts } from '@kyc-china/core/webhook-schedule';
import { decodeJwt } from 'jose';
import { apiCalls } from '../../local/support/api-calls.ts';
import { credentialsIn, runClient } from '../../local/support/client-commands.ts';
import {
  type Reply,
  type StubbornReceiver,
  startStubbornReceiver,
} from '../../local/support/stubborn-receiver.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { until } from '../support/until.ts';

/** The environments that each function has: few, so that some webhooks take all of them. */
const environments = 4;
/** How many of them one client's webhooks may hold for longer than the first timeout. */
const postsPerClient = 2;
/** More than the environments: when one attempt ends, the next one hangs in its place. */
const hanging = 12;

let receiver: StubbornReceiver;
let stack: EmbeddedStack;
beforeAll(async () => {
  receiver = await startStubbornReceiver();
  // What timed out is tried again after 1, 6 and 24 s, and hangs again.
  const environment = {
    SIMULATOR_LATENCY_MS: '0',
    WEBHOOK_WAIT_FACTOR: '0.2',
    WEBHOOK_POSTS_PER_CLIENT: String(postsPerClient),
  };
  stack = await startEmbeddedStack(environment, {
    fakeHosts: receiver.fakeHosts,
    mostEnvironments: environments,
  });
});
afterAll(async () => {
  await stack?.stop();
  await receiver?.stop();
});

const person = { mobile: '13800138000' };

it('another client’s hanging receivers hold up no report, and no webhook for longer than their first timeout', async () => {
  const created = await runClient(stack.dataDirectory, 'create', 'hanging', '--plan', 'load-test');
  const other = apiCalls(() => stack.cloud.url, credentialsIn(created), 50);
  const released = Promise.withResolvers<void>();
  const reports = await Promise.all(
    Array.from({ length: hanging }, async (_, index) => {
      const reply: Reply = { status: 204, after: released.promise, drips: index % 2 === 0 };
      const callbackUrl = receiver.script(`hangs-${index}`, Array(webhookAttempts).fill(reply));
      const token = await other.request({ ...person, callbackUrl });
      expect((await other.pollToEnd(token)).answer.status).toBe(200);
      return decodeJwt(token).sub ?? '';
    }),
  );
  const statuses = () => reports.map((reportId) => stack.cloud.executions.find(reportId)?.status);
  const posts = () => reports.reduce((sum, _, index) => sum + receiver.posts(`hangs-${index}`).length, 0);
  const requestReport = async (path: string) => {
    const callbackUrl = receiver.script(path, []);
    const { answer } = await stack.pollToEnd(await stack.request({ ...person, callbackUrl }));
    expect(answer.status).toBe(200);
  };

  // All of them, or as few as the limit where the machine is so slow that the first post is late before the last begins.
  await until(async () => receiver.open >= postsPerClient);
  await requestReport('while-it-begins');
  expect(statuses()).toEqual(Array(hanging).fill('RUNNING'));

  // From its first timeout on the client is watched.
  await until(async () => receiver.posts('while-it-begins').length === 1);
  await until(async () => posts() > environments && receiver.open === postsPerClient);
  await requestReport('while-some-held');
  await until(async () => receiver.posts('while-some-held').length === 1);
  expect(receiver.open).toBeLessThanOrEqual(postsPerClient);
  expect(statuses()).toEqual(Array(hanging).fill('RUNNING'));

  released.resolve();
  await until(async () => statuses().every((status) => status === 'SUCCEEDED'));
});
