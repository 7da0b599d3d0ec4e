import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliverWebhook, type WebhookDependencies } from '@kyc-china/core/deliver-webhook';
import type { Client, DeliveryResult, PdfLinks, PostWebhook } from '@kyc-china/core/ports';
import { readReport } from '@kyc-china/core/read-report';
import { mergeReport } from '@kyc-china/core/report';
import { busyRounds, webhookAttempts } from '@kyc-china/core/webhook-schedule';
import { DynamoPostLeases } from '@kyc-china/storage/post-leases';
import { DynamoReceiverTimeouts } from '@kyc-china/storage/receiver-timeouts';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import {
  DynamoWebhookAttempts,
  toWebhookAttempt,
  type WebhookAttemptRow,
} from '@kyc-china/storage/webhook-attempts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const callbackUrl = 'https://example.com/hook?token=abc';
const client: Client = {
  clientId: 'c',
  secrets: [],
  plan: 'standard',
  apiKeyId: 'k',
  createdAt: new Date(0),
  webhookSecret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  status: 'active',
};
const pdfs: PdfLinks = {
  link: async (id, signedAt) => `https://pdfs.example/${id}?at=${signedAt.toISOString()}`,
};
const unavailable: DeliveryResult = { outcome: 'failed', reason: 'the receiver answered 503', status: 503 };
const gone: DeliveryResult = { outcome: 'refused', reason: 'the receiver answered 410 Gone', status: 410 };

const timedOut: DeliveryResult = { outcome: 'failed', reason: 'late', error: 'TimeoutError' };

const postsPerClient = 2;

const leaseErrors: unknown[] = [];

/** A completed report, whose receiver answers like this, and with 200 after that. */
async function standing(...results: DeliveryResult[]) {
  return standingOf({ ...client, clientId: randomUUID() }, callbackUrl, results);
}

async function standingOf(
  client: Client,
  callbackUrl: string,
  results: readonly DeliveryResult[],
  status: 'completed' | 'failed' = 'completed',
) {
  const reportId = randomUUID();
  const reports = new DynamoReportStore(table.client, table.name);
  const requestedAt = new Date();
  const submitted = { name: '张*' };
  await reports.create(
    {
      reportId,
      clientId: client.clientId,
      requestedAt,
      tasks: [],
      notOffered: [],
      warnings: [],
      submitted,
      callbackUrl,
      clientReference: 'case-7',
    },
    requestedAt,
  );
  const merged = { reportId, requestedAt, completedAt: new Date(), submitted };
  const report = mergeReport({ ...merged, warnings: [], outcomes: [] });
  if (status === 'failed') await reports.fail(reportId, new Date());
  else await reports.complete(reportId, report, 'hash');
  const posts: { headers: Record<string, string>; body: string; timeoutMs: number }[] = [];
  const counted: string[] = [];
  const post: PostWebhook = async (_url, headers, body, timeoutMs) => {
    posts.push({ headers, body, timeoutMs });
    const result: DeliveryResult = results[posts.length - 1] ?? { outcome: 'delivered', status: 200 };
    return { timedOut: result === timedOut, ...result };
  };
  const dependencies: WebhookDependencies = {
    reports,
    clients: { find: async () => client },
    pdfs,
    post,
    attempts: new DynamoWebhookAttempts(table.client, table.name),
    timeouts: new DynamoReceiverTimeouts(table.client, table.name),
    limit: {
      leases: new DynamoPostLeases(table.client, table.name, postsPerClient),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      onLeaseError: (error) => leaseErrors.push(error),
    },
    now: () => new Date(),
    random: () => 0.5,
    waitFactor: 1,
    observeAttempt: ({ outcome }) => counted.push(outcome),
  };
  return {
    reportId,
    clientId: client.clientId,
    report,
    reports,
    posts,
    counted,
    dependencies,
    deliver: (attempt = 1, resend = 0) => deliverWebhook(dependencies, { reportId, attempt, resend }),
  };
}

async function rowsOf(reportId: string): Promise<WebhookAttemptRow[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :webhook)',
      ExpressionAttributeValues: { ':pk': reportId, ':webhook': 'WEBHOOK#' },
    }),
  );
  return Items as WebhookAttemptRow[];
}

describe('the webhook', () => {
  it('webhook has the same id and body at every attempt, and is not posted again after it arrived', async () => {
    const { reportId, posts, deliver } = await standing(unavailable);
    expect(await deliver()).toEqual({
      outcome: 'retry',
      resend: 0,
      attempt: 2,
      waitSeconds: 5,
      last: { attempt: 1, status: 503 },
    });
    const delivered = { outcome: 'delivered', resend: 0, attempt: 2 };
    expect(await deliver(2)).toEqual({ ...delivered, last: { attempt: 2, status: 200 } });
    expect(await deliver(2)).toEqual(delivered);
    expect(posts).toHaveLength(2);
    expect(posts[1]?.body).toBe(posts[0]?.body);
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual([`msg_${reportId}`, `msg_${reportId}`]);
  });

  it("webhook body equals the poll's answer byte for byte, except for the link", async () => {
    const { reportId, clientId, reports, posts, deliver } = await standing();
    await deliver();
    const ledger = new DynamoSubCheckLedger(table.client, table.name);
    const polled = await readReport({ reports, ledger, pdfs }, reportId, clientId, new Date(0));
    if (polled.status !== 'completed') throw new Error('not completed');
    const withoutLink = (body: string) => body.replace(/"pdfUrl":"[^"]*"/, '');
    expect(withoutLink(posts[0]?.body ?? '')).toBe(withoutLink(JSON.stringify(polled.report)));
  });

  it('webhook waits as long as the receiver asks', async () => {
    const { deliver } = await standing({ ...unavailable, retryAfter: '900' } as DeliveryResult);
    expect(await deliver(2)).toMatchObject({ outcome: 'retry', attempt: 3, waitSeconds: 900 });
  });

  it('webhook is given up at once when the receiver is gone, and after the last attempt of the schedule', async () => {
    const left = await standing(gone);
    expect(await left.deliver()).toEqual({
      outcome: 'refused',
      resend: 0,
      attempt: 1,
      last: { attempt: 1, status: 410 },
    });
    const failing = await standing(unavailable);
    expect(await failing.deliver(webhookAttempts)).toMatchObject({ outcome: 'exhausted' });
    expect([...left.counted, ...failing.counted]).toEqual(['given-up', 'given-up']);
  });

  it('webhook is not posted for an unknown report or client', async () => {
    const { dependencies, posts, reportId } = await standing();
    const due = { attempt: 1, resend: 0 };
    const stranger = { ...dependencies, clients: { find: async () => undefined } };
    expect(await deliverWebhook(dependencies, { ...due, reportId: randomUUID() })).toMatchObject({
      outcome: 'no-report',
    });
    expect(await deliverWebhook(stranger, { ...due, reportId })).toMatchObject({ outcome: 'refused' });
    expect(posts).toEqual([]);
  });

  it('webhook that is resent is posted once although it arrived, and ends the first sending', async () => {
    const { posts, deliver } = await standing();
    await deliver(1, 0);
    await deliver(1, 1);
    await deliver(1, 1);
    await deliver(4, 0);
    expect(posts).toHaveLength(2);
    expect(posts[1]?.body).toBe(posts[0]?.body);
    expect(posts[1]?.headers['webhook-id']).toBe(posts[0]?.headers['webhook-id']);
  });
});

describe('the webhook of a report that failed', () => {
  async function failed(...results: DeliveryResult[]) {
    const one = await standingOf({ ...client, clientId: randomUUID() }, callbackUrl, results, 'failed');
    const announce = (attempt = 1) =>
      deliverWebhook(one.dependencies, { reportId: one.reportId, resend: 0, attempt, ofFailure: true });
    return { ...one, announce };
  }

  it('webhook of a failed report holds code and message, under an id of its own, the same at every attempt', async () => {
    const { reportId, posts, announce } = await failed(unavailable);
    expect(await announce()).toEqual({
      outcome: 'retry',
      resend: 0,
      attempt: 2,
      waitSeconds: 5,
      ofFailure: true,
      last: { attempt: 1, status: 503 },
    });
    const delivered = { outcome: 'delivered', resend: 0, attempt: 2, ofFailure: true };
    expect(await announce(2)).toEqual({ ...delivered, last: { attempt: 2, status: 200 } });
    expect(await announce(2)).toEqual(delivered);
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill(`msg_${reportId}_failed`),
    );
    expect(posts[1]?.body).toBe(posts[0]?.body);
    expect(JSON.parse(posts[0]?.body ?? '')).toEqual({
      reportMetadata: {
        reportId,
        status: 'failed',
        requestedAt: expect.stringMatching(/Z$/),
        clientReference: 'case-7',
      },
      message: expect.stringContaining('Send the request again'),
      code: 'report-failed',
    });
  });

  it('webhook of a failed report is kept as an attempt, and waits when the receiver is busy', async () => {
    const { reportId, announce } = await failed(unavailable);
    await announce();
    expect((await rowsOf(reportId)).map(toWebhookAttempt)).toMatchObject([
      { attempt: 1, outcome: 'failed', status: 503 },
    ]);
  });

  it('webhook of a failed report is not due any more when the report is processing again or complete', async () => {
    const { reportId, reports, posts, announce, report } = await failed();
    await reports.reopen(reportId, new Date());
    expect(await announce()).toMatchObject({ outcome: 'no-report' });
    await reports.complete(reportId, report, 'hash');
    expect(await announce()).toMatchObject({ outcome: 'no-report' });
    expect(posts).toEqual([]);
  });

  it('webhook brings a report that was announced as failed and completed later', async () => {
    const { reportId, reports, posts, announce, deliver, report } = await failed();
    await announce();
    await reports.complete(reportId, report, 'hash');
    expect(await deliver()).toMatchObject({ outcome: 'delivered' });
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual([
      `msg_${reportId}_failed`,
      `msg_${reportId}`,
    ]);
  });

  it('webhook of a failed report can be resent', async () => {
    const { posts, announce, deliver } = await failed();
    await announce();
    const last = { attempt: 1, status: 200 };
    expect(await deliver(1, 1)).toEqual({ outcome: 'delivered', resend: 1, attempt: 1, last });
    expect(posts).toHaveLength(2);
    expect(posts[1]?.body).toBe(posts[0]?.body);
  });
});

describe('an attempt', () => {
  it('webhook attempt is stored with number, outcome, status, time and error, without address and body', async () => {
    const refused: DeliveryResult = { outcome: 'failed', reason: 'r', error: 'ECONNREFUSED' };
    const { reportId, clientId, deliver, counted } = await standing(unavailable, refused);
    for (const attempt of [1, 2, 3]) await deliver(attempt);
    const rows = await rowsOf(reportId);
    const kept = { reportId, clientId, resend: 0, at: expect.any(Date), durationMs: expect.any(Number) };
    expect(rows.map(toWebhookAttempt)).toEqual([
      { ...kept, attempt: 1, outcome: 'failed', status: 503 },
      { ...kept, attempt: 2, outcome: 'failed', error: 'ECONNREFUSED' },
      { ...kept, attempt: 3, outcome: 'delivered', status: 200 },
    ]);
    expect(counted).toEqual(['failed', 'failed', 'delivered']);
    expect(JSON.stringify(rows)).not.toMatch(/example\.com|token=|张|whsec|pdfs/);
  });

  it('webhook attempt expires with its report', async () => {
    const { reportId, deliver } = await standing(unavailable);
    await deliver();
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': reportId },
      }),
    );
    expect(Items.map(({ sk }) => sk)).toEqual(['REPORT', expect.stringMatching(/^WEBHOOK#/)]);
    expect(new Set(Items.map(({ expiresAt }) => expiresAt)).size).toBe(1);
  });

  it('webhook attempt of a report that is erased during the post leaves nothing', async () => {
    const { reportId, dependencies } = await standing();
    const post: PostWebhook = async () => {
      const receipt = { pk: reportId, sk: 'REPORT', status: 'erased' };
      await table.client.send(new PutCommand({ TableName: table.name, Item: receipt }));
      return { ...unavailable, timedOut: false };
    };
    await deliverWebhook({ ...dependencies, post }, { reportId, attempt: 1, resend: 0 });
    expect(await rowsOf(reportId)).toEqual([]);
  });
});

describe('a disabled client', () => {
  const disabled = () => ({ ...client, clientId: randomUUID(), status: 'disabled' as const });

  it('disabled client gets no webhook, and the attempt is stored as given up', async () => {
    const { reportId, posts, counted, deliver } = await standingOf(disabled(), callbackUrl, []);
    const last = { attempt: 3, error: 'ClientDisabledError' };
    expect(await deliver(3)).toEqual({ outcome: 'withheld', resend: 0, attempt: 3, last });
    expect(posts).toEqual([]);
    expect((await rowsOf(reportId)).map(toWebhookAttempt)).toMatchObject([
      { attempt: 3, outcome: 'given-up', error: 'ClientDisabledError', durationMs: 0 },
    ]);
    expect(counted).toEqual(['given-up']);
  });

  it('disabled client that is enabled again gets what an operator resends, and nothing automatically', async () => {
    const { reportId, dependencies, posts, deliver } = await standingOf(disabled(), callbackUrl, []);
    await deliver(1);
    const clients = { find: async () => client };
    const due = { reportId, resend: 1, attempt: 1 };
    expect(await deliverWebhook({ ...dependencies, clients }, due)).toMatchObject({ outcome: 'delivered' });
    expect(posts).toHaveLength(1);
  });
});

describe('a receiver with repeated timeouts', () => {
  const hanging = Array(20).fill(timedOut);
  const timesOf = (posts: readonly { timeoutMs: number }[]) => posts.map(({ timeoutMs }) => timeoutMs);
  const otherHost = 'https://other.example/hook';

  it('receiver with repeated timeouts has 2 s after the third, but 10 s at the first and last attempt of each webhook', async () => {
    const one = { ...client, clientId: randomUUID() };
    const first = await standingOf(one, callbackUrl, hanging);
    for (let attempt = 1; attempt <= webhookAttempts; attempt += 1) await first.deliver(attempt);
    expect(timesOf(first.posts)).toEqual([
      ...[10_000, 10_000, 10_000],
      ...Array(webhookAttempts - 4).fill(2_000),
      10_000,
    ]);
    const second = await standingOf(one, callbackUrl, hanging);
    for (const attempt of [1, 2, 3]) await second.deliver(attempt);
    expect(timesOf(second.posts)).toEqual([10_000, 2_000, 2_000]);
  });

  it('receiver with repeated timeouts has 10 s again after any answer', async () => {
    const { posts, deliver } = await standing(timedOut, timedOut, timedOut, unavailable, timedOut);
    for (const attempt of [1, 2, 3, 4, 5]) await deliver(attempt);
    expect(timesOf(posts)).toEqual([10_000, 10_000, 10_000, 2_000, 10_000]);
  });

  it('receiver with repeated timeouts shortens nothing for another client, nor for another host of its own', async () => {
    const one = { ...client, clientId: randomUUID() };
    const first = await standingOf(one, callbackUrl, hanging);
    for (const attempt of [1, 2, 3, 4]) await first.deliver(attempt);
    const stranger = await standing(timedOut);
    await stranger.deliver(2);
    const elsewhere = await standingOf(one, otherHost, [timedOut]);
    await elsewhere.deliver(2);
    expect(timesOf([...stranger.posts, ...elsewhere.posts])).toEqual([10_000, 10_000]);
  });

  it('receiver with repeated timeouts is stored in one item of constant size for each client, without the host name', async () => {
    const timeouts = new DynamoReceiverTimeouts(table.client, table.name);
    const clientId = randomUUID();
    for (let host = 0; host < 300; host += 1)
      await timeouts.record(clientId, `host-${host}.example.com`, true);
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `RECEIVERS#${clientId}` },
      }),
    );
    expect(Items).toHaveLength(1);
    expect(Object.keys(Items[0] ?? {}).length).toBeLessThanOrEqual(64 + 3);
    expect(JSON.stringify(Items)).not.toContain('example');
    expect(Items[0]?.expiresAt).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 60 * 60);
  });

  it('receiver timeouts that cannot be read or written do not affect a webhook', async () => {
    const { dependencies, reportId, posts } = await standing(timedOut);
    const broken = async () => Promise.reject(new Error('down'));
    const timeouts = { read: broken, record: broken };
    const due = { reportId, resend: 0, attempt: 2 };
    const errors = leaseErrors.length;
    expect(await deliverWebhook({ ...dependencies, timeouts }, due)).toMatchObject({ outcome: 'retry' });
    expect(timesOf(posts)).toEqual([10_000]);
    expect(leaseErrors.slice(errors)).toEqual([new Error('down'), new Error('down')]);
  });
});

describe('a client with as many posts under way as it may have', () => {
  const receivers = async (clientId: string) => {
    const Key = { pk: `RECEIVERS#${clientId}`, sk: 'TIMEOUTS' };
    return (await table.client.send(new GetCommand({ TableName: table.name, Key }))).Item;
  };
  /** A completed report of a client that is watched and has no lease left. */
  const full = async (...results: DeliveryResult[]) => {
    const one = await standing(...results);
    const { leases } = one.dependencies.limit;
    const held = [await leases.hold(one.clientId), await leases.hold(one.clientId)];
    return { ...one, held, leases };
  };

  it('gets no post, and the same attempt is due again, after waits that grow', async () => {
    const { reportId, dependencies, posts, counted } = await full();
    const due = { reportId, resend: 0, attempt: 3 };
    const seen = [];
    for (const busy of [undefined, 1, 2, 20])
      seen.push(await deliverWebhook(dependencies, { ...due, ...(busy !== undefined && { busy }) }));
    const step = { outcome: 'busy', resend: 0, attempt: 3 };
    expect(seen).toEqual([
      { ...step, busy: 1, waitSeconds: 5 },
      { ...step, busy: 2, waitSeconds: 10 },
      { ...step, busy: 3, waitSeconds: 20 },
      { ...step, busy: 21, waitSeconds: 600 },
    ]);
    expect([posts, counted, await rowsOf(reportId)]).toEqual([[], [], []]);
  });

  it('gets its post when one lease is back, and remembers how often it has waited', async () => {
    const { reportId, clientId, dependencies, posts, held, leases } = await full(unavailable);
    const due = { reportId, resend: 0, attempt: 1, busy: 7 };
    await leases.giveBack(clientId, held[0] ?? '', false);
    expect(await deliverWebhook(dependencies, due)).toMatchObject({ outcome: 'retry', attempt: 2, busy: 7 });
    expect(posts).toHaveLength(1);
    expect((await receivers(clientId))?.leases).toEqual(new Set([held[1]]));
  });

  it('uses up an attempt when it has waited for as long as it may, and keeps why', async () => {
    const { reportId, dependencies, posts, counted } = await full();
    const due = { reportId, resend: 0, busy: busyRounds };
    expect(await deliverWebhook(dependencies, { ...due, attempt: 1 })).toEqual({
      outcome: 'retry',
      resend: 0,
      attempt: 2,
      waitSeconds: 5,
      last: { attempt: 1, error: 'TooManyPostsError' },
      busy: busyRounds,
    });
    expect(await deliverWebhook(dependencies, { ...due, attempt: webhookAttempts })).toMatchObject({
      outcome: 'exhausted',
    });
    expect(posts).toEqual([]);
    expect(counted).toEqual(['failed', 'given-up']);
    expect((await rowsOf(reportId)).map(toWebhookAttempt)).toMatchObject([
      { attempt: 1, outcome: 'failed', error: 'TooManyPostsError', durationMs: 0 },
      { attempt: webhookAttempts, outcome: 'given-up', error: 'TooManyPostsError', durationMs: 0 },
    ]);
  });

  it('leaves another client its posts', async () => {
    await full();
    const { posts, deliver } = await standing();
    await deliver();
    expect(posts).toHaveLength(1);
  });

  it('has its lease back when the report’s row cannot be written after the post', async () => {
    const { reportId, clientId, dependencies, leases } = await standing().then((one) => ({
      ...one,
      leases: one.dependencies.limit.leases,
    }));
    await leases.watch(clientId);
    const broken = { record: async () => Promise.reject(new Error('down')) };
    const due = { reportId, resend: 0, attempt: 1 };
    await expect(deliverWebhook({ ...dependencies, attempts: broken }, due)).rejects.toThrow('down');
    expect((await receivers(clientId))?.leases).toBeUndefined();
  });
});

describe('a client whose posts are delivered promptly', () => {
  it('has no item written for its posts', async () => {
    const { clientId, posts, deliver } = await standing();
    await deliver();
    const Key = { pk: `RECEIVERS#${clientId}`, sk: 'TIMEOUTS' };
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key }));
    expect(posts).toHaveLength(1);
    expect(Item).toBeUndefined();
  });
});
