import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { webhookAttempts } from '../../lambdas/domain/webhook-schedule.ts';
import { apiCalls } from '../support/api-calls.ts';
import { credentialsIn, runClient } from '../support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { type Reply, type StubbornReceiver, startStubbornReceiver } from '../support/stubborn-receiver.ts';
import { until } from '../support/until.ts';

/** The environments that each function has: few, so that some webhooks take all of them. */
const environments = 4;
/** More than the environments: when one attempt ends, the next one hangs in its place. */
const hanging = 12;

let receiver: StubbornReceiver;
let stack: EmbeddedStack;
beforeAll(async () => {
  receiver = await startStubbornReceiver();
  // What timed out is tried again at once, and hangs again.
  const environment = { SIMULATOR_LATENCY_MS: '0', WEBHOOK_WAIT_FACTOR: '0' };
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

it('a report is complete while another client’s webhooks hold every environment of their function', async () => {
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
  await until(async () => receiver.open === environments);

  const callbackUrl = receiver.script('answers', []);
  const { answer } = await stack.pollToEnd(await stack.request({ ...person, callbackUrl }));
  expect(answer.status).toBe(200);
  expect(statuses()).toEqual(Array(hanging).fill('RUNNING'));

  released.resolve();
  await until(async () => receiver.posts('answers').length === 1);
  await until(async () => statuses().every((status) => status === 'SUCCEEDED'));
});
