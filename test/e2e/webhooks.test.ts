import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { webhookAttempts } from '@kyc-china/core/webhook-schedule';
import { decodeJwt } from 'jose';
import { Webhook } from 'standardwebhooks';
import { credentialsIn, runClient, runErase, runWebhooks } from '../../local/support/client-commands.ts';
import {
  type Reply,
  type StubbornReceiver,
  startStubbornReceiver,
} from '../../local/support/stubborn-receiver.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let receiver: StubbornReceiver;
let stack: EmbeddedStack;
beforeAll(async () => {
  receiver = await startStubbornReceiver();
  // The schedule's own waits are left out: what remains is what a receiver asks for.
  const environment = { SIMULATOR_LATENCY_MS: '0', WEBHOOK_WAIT_FACTOR: '0' };
  stack = await startEmbeddedStack(environment, { fakeHosts: receiver.fakeHosts });
});
afterAll(async () => {
  await stack?.stop();
  await receiver?.stop();
});

async function until<T>(condition: () => T | undefined | false): Promise<T> {
  for (;;) {
    const value = condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts a verification whose webhook is answered like this. @returns the report's id. */
async function request(
  path: string,
  replies: readonly Reply[],
  credentials?: Record<string, string>,
): Promise<string> {
  const body = { mobile: '13800138000', callbackUrl: receiver.script(path, replies) };
  const { token } = (await stack.post('/kyc/cn/request', body, credentials)).body;
  return decodeJwt(token).sub ?? '';
}

const ended = (execution: string) =>
  until(() => {
    const found = stack.cloud.executions.find(execution);
    return found?.status === 'RUNNING' ? undefined : found;
  });

/** The names of the states that an execution entered, of those that a webhook goes through. */
async function statesOf(execution: string): Promise<string[]> {
  const events = await stack.cloud.executions.history(execution);
  const names = events.map(
    (event) =>
      (event as { stateEnteredEventDetails?: { name: string } }).stateEnteredEventDetails?.name ?? '',
  );
  return names.filter((name) =>
    ['PostWebhook', 'WaitForNextAttempt', 'WebhookGivenUp', 'RunSubChecks'].includes(name),
  );
}

const list = (...args: string[]) => runWebhooks(stack.dataDirectory, 'list', ...args);

/** What the listing says of a report's attempts. */
async function attemptsOf(reportId: string): Promise<string[]> {
  const [, ...lines] = (await list('--report', reportId)).split('\n');
  return lines.map((line) =>
    line
      .split(/\s{2,}/)
      .slice(3, 7)
      .join(' '),
  );
}

function expectOneMessage(path: string, reportId: string): void {
  const posts = receiver.posts(path);
  expect(new Set(posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`msg_${reportId}`]));
  expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
  for (const { body, headers } of posts)
    expect(() => new Webhook(stack.webhookSecret).verify(body, headers)).not.toThrow();
}

describe('a receiver that', () => {
  it.each<[string, Reply[], string[]]>([
    [
      'fails',
      [{ status: 500 }, { status: 503 }, { status: 404 }],
      ['first 1 failed 500', 'first 2 failed 503', 'first 3 failed 404', 'first 4 delivered 204'],
    ],
    ['cuts', [{ cut: true }], ['first 1 failed ECONNRESET', 'first 2 delivered 204']],
    ['hangs', [{}], ['first 1 failed TimeoutError', 'first 2 delivered 204']],
    [
      'redirects',
      [{ status: 307, headers: { location: 'https://stubborn.example/elsewhere' } }],
      ['first 1 failed 307', 'first 2 delivered 204'],
    ],
  ])(
    'webhook to a receiver that %s is posted again, with one id and one body',
    async (path, replies, attempts) => {
      const reportId = await request(path, replies);
      expect(await ended(reportId)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await attemptsOf(reportId)).toEqual(attempts);
      expect(receiver.posts(path)).toHaveLength(attempts.length);
      expectOneMessage(path, reportId);
      expect(receiver.posts('elsewhere')).toEqual([]);
    },
  );

  it('webhook to a receiver that answers endlessly is judged by the status alone', async () => {
    const reportId = await request('endless', [
      { status: 500, endless: true },
      { status: 200, endless: true },
    ]);
    await ended(reportId);
    expect(await attemptsOf(reportId)).toEqual(['first 1 failed 500', 'first 2 delivered 200']);
    // What fits into the sockets' buffers; read, it would be without end.
    expect(receiver.bytesSent).toBeLessThan(64 * 1024 * 1024);
    expectOneMessage('endless', reportId);
  });

  it.each([
    ['seconds', () => '2'],
    ['a-date', () => new Date(Date.now() + 3000).toUTCString()],
  ])('webhook to a receiver that asks for a wait in %s is posted after it', async (path, retryAfter) => {
    const busy = { status: 429, headers: { 'retry-after': retryAfter() } };
    const reportId = await request(path, [busy]);
    await ended(reportId);
    expect(await attemptsOf(reportId)).toEqual(['first 1 failed 429', 'first 2 delivered 204']);
    expect(await statesOf(reportId)).toEqual([
      'RunSubChecks',
      'PostWebhook',
      'WaitForNextAttempt',
      'PostWebhook',
    ]);
    const [first, second] = receiver.posts(path);
    if (path === 'seconds')
      expect(+(second?.receivedAt ?? 0) - +(first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(1990);
    else
      expect(+(second?.receivedAt ?? 0)).toBeGreaterThanOrEqual(Date.parse(busy.headers['retry-after']) - 10);
    expectOneMessage(path, reportId);
  });

  it('webhook to a receiver that is gone (410) is not posted again', async () => {
    const reportId = await request('gone', [{ status: 410 }]);
    await ended(reportId);
    expect(await attemptsOf(reportId)).toEqual(['first 1 given-up 410']);
    expect(await statesOf(reportId)).toEqual(['RunSubChecks', 'PostWebhook', 'WebhookGivenUp']);
    expect(receiver.posts('gone')).toHaveLength(1);
  });

  it('webhook that waits while the cloud restarts arrives as the same message', async () => {
    const reportId = await request('restart', [{ status: 503, headers: { 'retry-after': '3600' } }]);
    await until(() => receiver.posts('restart').length === 1);
    await stack.restart();
    await ended(reportId);
    expect(receiver.posts('restart')).toHaveLength(2);
    expectOneMessage('restart', reportId);
  });
});

describe('a webhook that was given up', () => {
  let reportId: string;
  const failures = Array<Reply>(webhookAttempts).fill({ status: 503 });

  it('webhook that was given up was tried on the whole schedule, and every attempt is listed', async () => {
    reportId = await request('down', failures);
    expect(await ended(reportId)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await statesOf(reportId)).at(-1)).toBe('WebhookGivenUp');
    expect(await attemptsOf(reportId)).toEqual(
      failures.map((_failure, index) =>
        index + 1 < webhookAttempts ? `first ${index + 1} failed 503` : `first ${index + 1} given-up 503`,
      ),
    );
    const failed = await list('--client', 'local-client', '--failed');
    expect(failed.match(new RegExp(reportId, 'g'))).toHaveLength(webhookAttempts);
    expect(failed).not.toContain('delivered');
    expect(await list('--client', 'unknown')).toMatch(/^TIME.*MS$/);
  });

  it('webhook that was given up can be resent: one id, one body, and no provider call', async () => {
    const before = (await stack.tableItems()).match(/SUBCHECK#/g)?.length;
    const output = await runWebhooks(stack.dataDirectory, 'resend', reportId);
    expect(output).toContain(`${reportId}-resend-1 sends`);
    await ended(`${reportId}-resend-1`);
    expect(await statesOf(`${reportId}-resend-1`)).toEqual(['RunSubChecks', 'PostWebhook']);
    expect((await attemptsOf(reportId)).at(-1)).toBe('resend 1 1 delivered 204');
    // Also when it has arrived.
    await runWebhooks(stack.dataDirectory, 'resend', reportId);
    await ended(`${reportId}-resend-2`);
    expect((await attemptsOf(reportId)).at(-1)).toBe('resend 2 1 delivered 204');
    expect(receiver.posts('down')).toHaveLength(webhookAttempts + 2);
    expectOneMessage('down', reportId);
    expect((await stack.tableItems()).match(/SUBCHECK#/g)?.length).toBe(before);
  });

  it('webhook that was given up leaves nothing of its address or body in an execution', async () => {
    for (const execution of [reportId, `${reportId}-resend-1`]) {
      const history = JSON.stringify(await stack.cloud.executions.history(execution));
      expect(history).toContain('"attempt');
      expect(history).not.toMatch(/stubborn|https|reportMetadata|whsec_/);
    }
  });

  it.each([
    [['resend', '0b6f3a1e-0000-4000-8000-000000000000'], /there is no report/],
    [['resend'], /npm run webhooks -- list/],
    [['resend', 'a', 'b'], /npm run webhooks -- list/],
    [['resend', 'a', '--failed'], /npm run webhooks -- list/],
    [['list', 'a'], /npm run webhooks -- list/],
    [['show'], /npm run webhooks -- list/],
  ])('webhooks command refuses %j with a reason', async (args, message) => {
    await expect(runWebhooks(stack.dataDirectory, ...args)).rejects.toThrow(message);
  });

  it('webhook cannot be resent without a callbackUrl, or after the report was erased', async () => {
    const token = await stack.request({ mobile: '13800138000' });
    await stack.pollToEnd(token);
    const silent = decodeJwt(token).sub ?? '';
    const resend = (id: string) => runWebhooks(stack.dataDirectory, 'resend', id);
    await expect(resend(silent)).rejects.toThrow(/had no callbackUrl/);
    await runErase(stack.dataDirectory, [reportId]);
    await expect(resend(reportId)).rejects.toThrow(/there is no report/);
    expect(await attemptsOf(reportId)).toEqual([]);
  });
});

describe('a client that rotates its webhook secret', () => {
  it('webhook of a client that rotates its secret verifies with either until the overlap ends, also in retries', async () => {
    const secretIn = (output: string) => /whsec_\S+/.exec(output)?.[0] ?? '';
    const rotate = async (...args: string[]) =>
      secretIn(await runClient(stack.dataDirectory, 'rotate', 'rotating', '--webhook', ...args));
    const created = await runClient(stack.dataDirectory, 'create', 'rotating', '--plan', 'load-test');
    const first = secretIn(created);
    const rotated = Promise.withResolvers<void>();
    const replies = [{ status: 503, after: rotated.promise }];
    const reportId = await request('rotated', replies, credentialsIn(created));
    await until(() => receiver.posts('rotated').length === 1);
    const second = await rotate();
    rotated.resolve();
    await ended(reportId);
    const third = await rotate('--overlap-hours', '0');
    await runWebhooks(stack.dataDirectory, 'resend', reportId);
    await ended(`${reportId}-resend-1`);

    const posts = receiver.posts('rotated');
    const accepted = posts.map(({ body, headers }) =>
      [first, second, third].map((secret) => {
        try {
          return new Webhook(secret).verify(body, headers) !== undefined;
        } catch {
          return false;
        }
      }),
    );
    expect(accepted).toEqual([
      [true, false, false],
      [true, true, false],
      [false, false, true],
    ]);
    expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
  });
});
