import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliverWebhook, type WebhookDependencies } from '../../lambdas/domain/deliver-webhook.ts';
import type { Client, DeliveryResult, PdfStore, PostWebhook } from '../../lambdas/domain/ports.ts';
import { readReport } from '../../lambdas/domain/read-report.ts';
import { mergeReport } from '../../lambdas/domain/report.ts';
import { webhookAttempts } from '../../lambdas/domain/webhook-schedule.ts';
import { DynamoReportStore } from '../../lambdas/storage/report-store.ts';
import { DynamoSubCheckLedger } from '../../lambdas/storage/sub-check-ledger.ts';
import {
  DynamoWebhookAttempts,
  toWebhookAttempt,
  type WebhookAttemptRow,
} from '../../lambdas/storage/webhook-attempts.ts';
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
const pdfs: PdfStore = {
  put: async () => undefined,
  delete: async () => undefined,
  link: async (id, signedAt) => `https://pdfs.example/${id}?at=${signedAt.toISOString()}`,
};
const unavailable: DeliveryResult = { outcome: 'failed', reason: 'the receiver answered 503', status: 503 };
const gone: DeliveryResult = { outcome: 'refused', reason: 'the receiver answered 410 Gone', status: 410 };

/** A report that stands, whose receiver answers like this, and with 200 after that. */
async function standing(...results: DeliveryResult[]) {
  const reportId = randomUUID();
  const reports = new DynamoReportStore(table.client, table.name);
  const requestedAt = new Date();
  const submitted = { name: '张*' };
  await reports.create(
    { reportId, clientId: 'c', requestedAt, tasks: [], warnings: [], submitted, callbackUrl },
    requestedAt,
  );
  const merged = { reportId, requestedAt, completedAt: new Date(), submitted };
  const report = mergeReport({ ...merged, warnings: [], outcomes: [] });
  await reports.complete(reportId, report, 'hash');
  const posts: { headers: Record<string, string>; body: string }[] = [];
  const counted: string[] = [];
  const post: PostWebhook = async (_url, headers, body) => {
    posts.push({ headers, body });
    return results[posts.length - 1] ?? { outcome: 'delivered', status: 200 };
  };
  const dependencies: WebhookDependencies = {
    reports,
    clients: { find: async () => client },
    pdfs,
    post,
    attempts: new DynamoWebhookAttempts(table.client, table.name),
    now: () => new Date(),
    random: () => 0.5,
    waitFactor: 1,
    countAttempt: (outcome) => counted.push(outcome),
  };
  return {
    reportId,
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
  it('has the same id and the same body at every attempt, and is posted no more once it arrived', async () => {
    const { reportId, posts, deliver } = await standing(unavailable);
    expect(await deliver()).toEqual({ outcome: 'retry', resend: 0, attempt: 2, waitSeconds: 5 });
    expect(await deliver(2)).toEqual({ outcome: 'delivered', resend: 0, attempt: 2 });
    expect(await deliver(2)).toEqual({ outcome: 'delivered', resend: 0, attempt: 2 });
    expect(posts).toHaveLength(2);
    expect(posts[1]?.body).toBe(posts[0]?.body);
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual([`msg_${reportId}`, `msg_${reportId}`]);
  });

  it('is byte for byte what a poll answers, but for the link', async () => {
    const { reportId, reports, posts, deliver } = await standing();
    await deliver();
    const ledger = new DynamoSubCheckLedger(table.client, table.name);
    const polled = await readReport({ reports, ledger, pdfs }, reportId, 'c', new Date(0));
    if (polled.status !== 'completed') throw new Error('not completed');
    const withoutLink = (body: string) => body.replace(/"pdfUrl":"[^"]*"/, '');
    expect(withoutLink(posts[0]?.body ?? '')).toBe(withoutLink(JSON.stringify(polled.report)));
  });

  it('waits as long as the receiver asks', async () => {
    const { deliver } = await standing({ ...unavailable, retryAfter: '900' } as DeliveryResult);
    expect(await deliver(2)).toMatchObject({ outcome: 'retry', attempt: 3, waitSeconds: 900 });
  });

  it('is given up at once when the receiver is gone, and after the last attempt of the schedule', async () => {
    const left = await standing(gone);
    expect(await left.deliver()).toEqual({ outcome: 'refused', resend: 0, attempt: 1 });
    const failing = await standing(unavailable);
    expect(await failing.deliver(webhookAttempts)).toMatchObject({ outcome: 'exhausted' });
    expect([...left.counted, ...failing.counted]).toEqual(['given-up', 'given-up']);
  });

  it('is not posted for a report that is unknown, or whose client is', async () => {
    const { dependencies, posts, reportId } = await standing();
    const due = { attempt: 1, resend: 0 };
    const stranger = { ...dependencies, clients: { find: async () => undefined } };
    expect(await deliverWebhook(dependencies, { ...due, reportId: randomUUID() })).toMatchObject({
      outcome: 'no-report',
    });
    expect(await deliverWebhook(stranger, { ...due, reportId })).toMatchObject({ outcome: 'refused' });
    expect(posts).toEqual([]);
  });

  it('that is sent again is posted although it arrived, once; the first sending then has nothing left to do', async () => {
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

describe('an attempt', () => {
  it('is kept with its number, outcome, status, time and error, and nothing of the address or the body', async () => {
    const refused: DeliveryResult = { outcome: 'failed', reason: 'r', error: 'ECONNREFUSED' };
    const { reportId, deliver, counted } = await standing(unavailable, refused);
    for (const attempt of [1, 2, 3]) await deliver(attempt);
    const rows = await rowsOf(reportId);
    const kept = { reportId, clientId: 'c', resend: 0, at: expect.any(Date), durationMs: expect.any(Number) };
    expect(rows.map(toWebhookAttempt)).toEqual([
      { ...kept, attempt: 1, outcome: 'failed', status: 503 },
      { ...kept, attempt: 2, outcome: 'failed', error: 'ECONNREFUSED' },
      { ...kept, attempt: 3, outcome: 'delivered', status: 200 },
    ]);
    expect(counted).toEqual(['failed', 'failed', 'delivered']);
    expect(JSON.stringify(rows)).not.toMatch(/example\.com|token=|张|whsec|pdfs/);
  });

  it('ends with its report', async () => {
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

  it('of a report that is erased while it is posted leaves nothing', async () => {
    const { reportId, dependencies } = await standing();
    const post: PostWebhook = async () => {
      const receipt = { pk: reportId, sk: 'REPORT', status: 'erased' };
      await table.client.send(new PutCommand({ TableName: table.name, Item: receipt }));
      return unavailable;
    };
    await deliverWebhook({ ...dependencies, post }, { reportId, attempt: 1, resend: 0 });
    expect(await rowsOf(reportId)).toEqual([]);
  });
});
