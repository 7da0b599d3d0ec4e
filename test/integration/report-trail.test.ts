import { randomUUID } from 'node:crypto';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReportRecord } from '@kyc-china/core/ports';
import { readReport, readReportById } from '@kyc-china/core/read-report';
import { mergeReport } from '@kyc-china/core/report';
import { eventsOfReport } from '@kyc-china/core/report-trail';
import { mostResends, type Resender, resendWebhook } from '@kyc-china/core/resend-webhook';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoReportTrail } from '@kyc-china/storage/report-trail';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { DynamoWebhookAttempts } from '@kyc-china/storage/webhook-attempts';
import { StoredWebhookResends } from '@kyc-china/storage/webhook-resends';
import { mockClient } from 'aws-sdk-client-mock';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

const sfn = mockClient(SFNClient);
const machine = 'arn:aws:states:ap-east-1:000000000000:stateMachine:m';
let table: ReportsTable;
let reports: DynamoReportStore;
let trail: DynamoReportTrail;
const executions = new Map<string, ExecutionStatus>();
beforeAll(async () => {
  table = await startReportsTable();
  reports = new DynamoReportStore(table.client, table.name);
  trail = new DynamoReportTrail(table.client, table.name);
});
afterAll(() => table.close());
beforeEach(() => {
  executions.clear();
  sfn.reset();
  sfn.on(StartExecutionCommand).callsFake(({ name }) => {
    executions.set(name, 'RUNNING');
    return {};
  });
  sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const status = executions.get(executionArn.split(':').at(-1));
    if (!status) throw new ExecutionDoesNotExist({ message: '', $metadata: {} });
    return { status };
  });
  sfn.on(StopExecutionCommand).callsFake(({ executionArn }) => {
    executions.set(executionArn.split(':').at(-1), 'ABORTED');
    return {};
  });
});

type Status = ReportRecord['status'];

/** Stores a report of this status. */
async function reportThatIs(status: Status, callbackUrl: string | undefined = 'https://example.com/hook') {
  const [reportId, clientId, requestedAt] = [randomUUID(), randomUUID(), new Date()];
  const accepted = {
    reportId,
    clientId,
    requestedAt,
    tasks: [],
    notOffered: [],
    warnings: [],
    ...(callbackUrl !== '' && { callbackUrl }),
  };
  await reports.create({ ...accepted, submitted: { name: '张*' } }, requestedAt);
  const completedAt = new Date(requestedAt.getTime() + 1000);
  const merged = { reportId, requestedAt, completedAt, submitted: {}, warnings: [], outcomes: [] };
  if (status === 'completed') await reports.complete(reportId, mergeReport(merged), 'hash');
  if (status === 'failed') await reports.fail(reportId, completedAt);
  return { reportId, clientId, accepted, requestedAt, completedAt };
}

const eventsOf = (reportId: string, clientId: string) =>
  eventsOfReport({ reports, trail }, reportId, clientId);

async function rowsOf(reportId: string) {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': reportId },
    }),
  );
  return Items;
}

describe('events of a report', () => {
  it('events name request, failure, completion, reads, attempts and resends in their order', async () => {
    const { reportId, clientId, accepted, requestedAt, completedAt } = await reportThatIs('completed');
    const second = (n: number) => new Date(completedAt.getTime() + n * 1000);
    await trail.recordRead(accepted, { by: 'poll', keyId: 'k1' }, second(3));
    await new DynamoWebhookAttempts(table.client, table.name).record(accepted, {
      resend: 0,
      attempt: 1,
      at: second(1),
      outcome: 'failed',
      status: 503,
      durationMs: 12,
    });
    await trail.recordResend(accepted, 1, { by: 'client', clientId, keyId: 'k1' }, second(2));
    expect(await eventsOf(reportId, clientId)).toEqual([
      { type: 'requested', at: requestedAt.toISOString() },
      { type: 'completed', at: completedAt.toISOString() },
      {
        type: 'webhook-attempted',
        at: second(1).toISOString(),
        resend: 0,
        attempt: 1,
        outcome: 'failed',
        httpStatus: 503,
        durationMs: 12,
      },
      { type: 'webhook-resent', at: second(2).toISOString(), by: 'client', keyId: 'k1', resend: 1 },
      {
        type: 'read',
        at: second(3).toISOString(),
        by: 'poll',
        keyId: 'k1',
        count: 1,
        lastAt: second(3).toISOString(),
      },
    ]);
  });

  it('events of a report that failed and was completed by a redrive name both', async () => {
    const { reportId, clientId, requestedAt } = await reportThatIs('failed');
    await reports.reopen(reportId, new Date());
    const completedAt = new Date(requestedAt.getTime() + 5000);
    const merged = { reportId, requestedAt, completedAt, submitted: {}, warnings: [], outcomes: [] };
    await reports.complete(reportId, mergeReport(merged), 'hash');
    const events = (await eventsOf(reportId, clientId)) ?? [];
    expect(events.map(({ type }) => type)).toEqual(['requested', 'failed', 'completed']);
  });

  it("events are undefined for an unknown and for another client's report", async () => {
    const { reportId } = await reportThatIs('completed');
    expect(await eventsOf(reportId, 'someone-else')).toBeUndefined();
    expect(await eventsOf(randomUUID(), 'someone-else')).toBeUndefined();
  });

  it('events store one row for the reads of an hour by one key and route, with their number', async () => {
    const { reportId, clientId, accepted } = await reportThatIs('completed');
    const at = (time: string) => new Date(`2026-03-01T${time}Z`);
    for (const time of ['10:00:00', '10:20:00', '10:59:59', '11:00:00'])
      await trail.recordRead(accepted, { by: 'poll', keyId: 'k1' }, at(time));
    await trail.recordRead(accepted, { by: 'id', keyId: 'k1' }, at('10:00:00'));
    await trail.recordRead(accepted, { by: 'poll', keyId: 'k2' }, at('10:00:00'));
    await trail.recordRead(accepted, { by: 'poll' }, at('10:00:00'));
    const reads = ((await eventsOf(reportId, clientId)) ?? []).filter(({ type }) => type === 'read');
    expect(reads.map(({ by, keyId, count }) => [by, keyId, count]).sort()).toEqual(
      [
        ['id', 'k1', 1],
        ['poll', undefined, 1],
        ['poll', 'k1', 3],
        ['poll', 'k1', 1],
        ['poll', 'k2', 1],
      ].sort(),
    );
    expect(reads.find(({ count }) => count === 3)).toMatchObject({
      at: '2026-03-01T10:00:00.000Z',
      lastAt: '2026-03-01T10:59:59.000Z',
    });
  });

  it('events expire with their report', async () => {
    const { reportId, clientId, accepted } = await reportThatIs('completed');
    await trail.recordRead(accepted, { by: 'id' }, new Date());
    await trail.recordResend(accepted, 1, { by: 'client', clientId }, new Date());
    const rows = await rowsOf(reportId);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map(({ expiresAt }) => expiresAt)).size).toBe(1);
  });
});

describe('the note of a read', () => {
  const pdfs = { link: async (id: string) => `https://pdfs.example/${id}` };

  it.each(['poll', 'id'] as const)('read by %s notes a completed report alone', async (by) => {
    const noted: string[] = [];
    const noteRead = async ({ reportId }: ReportRecord) => void noted.push(reportId);
    const ledger = new DynamoSubCheckLedger(table.client, table.name);
    const read = by === 'poll' ? readReport : readReportById;
    for (const status of ['processing', 'failed', 'completed'] as const) {
      const { reportId, clientId } = await reportThatIs(status);
      await read({ reports, ledger, pdfs, noteRead }, reportId, clientId, new Date());
      await read({ reports, ledger, pdfs, noteRead }, reportId, 'someone-else', new Date());
      expect(noted).toEqual(status === 'completed' ? [reportId] : []);
    }
  });

  it('read hands out no report when it cannot be noted', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    const ledger = new DynamoSubCheckLedger(table.client, table.name);
    const noteRead = () => Promise.reject(new Error('throttled'));
    await expect(
      readReport({ reports, ledger, pdfs, noteRead }, reportId, clientId, new Date()),
    ).rejects.toThrow('throttled');
  });
});

describe('a resend', () => {
  const resend = (reportId: string, resender: Resender) =>
    resendWebhook(
      {
        reports,
        resends: new StoredWebhookResends(table.client, table.name, new SFNClient(), machine),
        now: () => new Date(),
      },
      reportId,
      resender,
    );

  it.each(['completed', 'failed'] as const)(
    'resend of a %s report starts an execution and is an event',
    async (status) => {
      const { reportId, clientId } = await reportThatIs(status);
      expect(await resend(reportId, { by: 'client', clientId, keyId: 'k1' })).toEqual({
        status: 'started',
        resend: 1,
        execution: `${reportId}-resend-1`,
      });
      expect(JSON.parse(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input.input ?? '')).toEqual({
        reportId,
        tasks: [],
        webhook: { resend: 1, attempt: 1 },
      });
      const events = (await eventsOf(reportId, clientId)) ?? [];
      const resent = { type: 'webhook-resent', by: 'client', keyId: 'k1', resend: 1 };
      expect(events).toContainEqual({ ...resent, at: expect.any(String) });
    },
  );

  it.each([
    ['an unknown report', 'unknown', undefined, ''],
    ["another client's report", 'unknown', 'completed', ''],
    ['a report that is processing', 'processing', 'processing', 'own'],
    ['a report without a callback', 'no-callback', 'completed', 'own'],
  ] as const)('resend of %s is refused as %s', async (_what, refusal, status, owner) => {
    const of = status && (await reportThatIs(status, refusal === 'no-callback' ? '' : undefined));
    const clientId = owner === 'own' && of ? of.clientId : 'someone-else';
    const reportId = of?.reportId ?? randomUUID();
    expect(await resend(reportId, { by: 'client', clientId })).toEqual({ status: refusal });
    expect(executions.size).toBe(0);
  });

  it('resend takes the place of the one before, so that at most one is under way', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    for (let n = 1; n <= 3; n += 1) await resend(reportId, { by: 'client', clientId });
    expect([...executions]).toEqual([
      [`${reportId}-resend-1`, 'ABORTED'],
      [`${reportId}-resend-2`, 'ABORTED'],
      [`${reportId}-resend-3`, 'RUNNING'],
    ]);
  });

  it('resend stops one that an interrupted resend before it did not stop', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    await resend(reportId, { by: 'client', clientId });
    // Counted, and cut short before it started.
    const store = new StoredWebhookResends(table.client, table.name, new SFNClient(), machine);
    await store.count(reportId, mostResends);
    await resend(reportId, { by: 'client', clientId });
    expect(executions.get(`${reportId}-resend-1`)).toBe('ABORTED');
    expect(executions.get(`${reportId}-resend-3`)).toBe('RUNNING');
  });

  it('resend by a client is refused when there were as many as there may be, and an operator has one more', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    const store = new StoredWebhookResends(table.client, table.name, new SFNClient(), machine);
    for (let n = 0; n < mostResends; n += 1) await store.count(reportId, mostResends);
    expect(await resend(reportId, { by: 'client', clientId })).toEqual({ status: 'exhausted' });
    expect(await resend(reportId, { by: 'operator' })).toMatchObject({ resend: mostResends + 1 });
  });
});
