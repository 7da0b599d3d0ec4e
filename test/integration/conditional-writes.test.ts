import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoIdempotencyStore, idempotencyPartition } from '@kyc-china/storage/idempotency-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { bareReport } from '../support/bare-report.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

// Each condition of a conditional write alone: what a schedule of the simulation cannot show, because another check of the
// protocol comes first.

let table: ReportsTable;
let reports: DynamoReportStore;
let ledger: DynamoSubCheckLedger;
beforeAll(async () => {
  table = await startReportsTable();
  reports = new DynamoReportStore(table.client, table.name);
  ledger = new DynamoSubCheckLedger(table.client, table.name);
});
afterAll(() => table.close());

const startedAt = new Date('2026-03-01T00:00:00.000Z');
const later = new Date('2026-03-01T01:00:00.000Z');
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

type Row = Record<string, unknown>;

async function put(item: Row): Promise<void> {
  await table.client.send(
    new PutCommand({ TableName: table.name, Item: { expiresAt: inAnHour(), ...item } }),
  );
}

async function remove(pk: string, sk: string): Promise<void> {
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
}

async function rowOf(pk: string, sk: string): Promise<Row | undefined> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item;
}

/** A report's row of this status, and nothing else. */
async function reportThatIs(status: string): Promise<string> {
  const reportId = randomUUID();
  await put({ pk: reportId, sk: 'REPORT', status, clientId: 'c', startedAt: startedAt.toISOString() });
  return reportId;
}

const report = bareReport;

const writes = {
  create: (reportId: string) =>
    reports.create(
      {
        reportId,
        clientId: 'other',
        requestedAt: later,
        tasks: [],
        notOffered: [],
        warnings: [],
        submitted: {},
      },
      later,
    ),
  recordStart: (reportId: string) => reports.recordStart(reportId, later),
  withdrawStart: (reportId: string) => reports.withdrawStart(reportId, startedAt, later),
  reopen: (reportId: string) => reports.reopen(reportId, later),
  decide: (reportId: string) => reports.decide(reportId, { report, sources: [] }),
  complete: (reportId: string) => reports.complete(reportId, report, 'ab'),
  settleCost: (reportId: string) => reports.settleCost(reportId, 5),
  addLateCost: (reportId: string) => reports.addLateCost(reportId, 'risk.fraud', 5),
  fail: (reportId: string) => reports.fail(reportId, later),
  recordWebhookDelivery: (reportId: string) =>
    reports.recordWebhookDelivery(reportId, 'completed', { at: later, resend: 1 }),
  recordFailureDelivery: (reportId: string) =>
    reports.recordWebhookDelivery(reportId, 'failed', { at: later, resend: 0 }),
} as const;

/** The statuses that each write changes; it leaves a report of any other status as it is. */
const changes: Record<keyof typeof writes, readonly string[]> = {
  create: [],
  recordStart: ['processing'],
  withdrawStart: ['processing'],
  reopen: ['processing', 'failed'],
  decide: ['processing', 'failed'],
  complete: ['processing', 'failed'],
  settleCost: ['completed'],
  addLateCost: ['completed'],
  fail: ['processing'],
  recordWebhookDelivery: ['completed'],
  recordFailureDelivery: ['failed'],
};

const statuses = ['processing', 'failed', 'completed', 'erased'];
const cases = Object.entries(changes).flatMap(([name, changed]) =>
  statuses.map((status) => ({
    name: name as keyof typeof writes,
    status,
    verb: changed.includes(status) ? 'changes' : 'leaves',
  })),
);

describe('the report store', () => {
  it.each(cases)('report store: $name $verb a report that is $status', async ({ name, status, verb }) => {
    const reportId = await reportThatIs(status);
    const before = await rowOf(reportId, 'REPORT');
    await writes[name](reportId);
    const after = await rowOf(reportId, 'REPORT');
    if (verb === 'leaves') expect(after).toEqual(before);
    else expect(after).not.toEqual(before);
  });

  it.each(Object.keys(changes).filter((name) => name !== 'create') as (keyof typeof writes)[])(
    'report store: %s stores nothing for a report that does not exist',
    async (name) => {
      const reportId = randomUUID();
      await writes[name](reportId);
      expect(await rowOf(reportId, 'REPORT')).toBeUndefined();
    },
  );

  it('report store: withdrawStart keeps a start that was noted in the meantime', async () => {
    const reportId = await reportThatIs('processing');
    await reports.recordStart(reportId, later);
    await reports.withdrawStart(reportId, startedAt, new Date(0));
    expect(await rowOf(reportId, 'REPORT')).toMatchObject({ startedAt: later.toISOString() });
  });

  it('report store: settleCost and addLateCost count a cost once', async () => {
    const reportId = await reportThatIs('completed');
    expect(await reports.settleCost(reportId, 5)).toBe(true);
    expect(await reports.settleCost(reportId, 7)).toBe(false);
    for (const price of [3, 3]) await reports.addLateCost(reportId, 'risk.fraud', price);
    expect(await rowOf(reportId, 'REPORT')).toMatchObject({ upstreamCost: 5, lateUpstreamCost: 3 });
  });

  it('report store: create says whether the report exists or was erased', async () => {
    expect(await writes.create(await reportThatIs('processing'))).toBe('exists');
    expect(await writes.create(await reportThatIs('erased'))).toBe('erased');
  });
});

const task = 'risk.fraud';
const sk = `SUBCHECK#${task}`;
const answer = { finding: { outcome: 'clear' }, billed: true, provider: 'p', price: 5 } as const;

async function taskThatIs(row: Row): Promise<string> {
  const reportId = await reportThatIs('processing');
  await put({ pk: reportId, sk, ...row });
  return reportId;
}

const own = { claimId: 'own', claimedAt: new Date().toISOString(), attempts: 1 };
const finding = { outcome: 'clear' };

describe('the ledger', () => {
  it.each([
    { row: { state: 'released' }, status: 'granted' },
    { row: { state: 'released', shutAt: startedAt.toISOString() }, status: 'closed' },
    { row: { shutAt: startedAt.toISOString() }, status: 'closed' },
    { row: { ...own, state: 'claimed' }, status: 'held' },
    { row: { ...own, state: 'claimed', claimedAt: startedAt.toISOString() }, status: 'in-doubt' },
    { row: { ...own, state: 'settled', finding }, status: 'settled' },
    { row: { ...own, state: 'closed' }, status: 'closed' },
  ])('ledger answers the claim of a task whose row is $row with $status', async ({ row, status }) => {
    expect(await ledger.claim(await taskThatIs(row), task)).toMatchObject({ status });
  });

  it('ledger keeps a claim of another run unchanged', async () => {
    const reportId = await taskThatIs({ ...own, state: 'claimed' });
    const before = await rowOf(reportId, sk);
    await ledger.release(reportId, task, 'another');
    expect(await ledger.settle(reportId, task, 'another', answer)).toBe('dropped');
    expect(await rowOf(reportId, sk)).toEqual(before);
  });

  it.each(['released', 'settled', 'closed'])('ledger does not release a claim that is %s', async (state) => {
    const reportId = await taskThatIs({ ...own, state, settledAt: startedAt.toISOString() });
    const before = await rowOf(reportId, sk);
    await ledger.release(reportId, task, 'own');
    expect(await rowOf(reportId, sk)).toEqual(before);
  });

  it('ledger stores of an answer to a closed row the provider and the price, and no finding', async () => {
    const reportId = await taskThatIs({ ...own, state: 'closed' });
    expect(await ledger.settle(reportId, task, 'own', answer)).toBe('late');
    expect(await rowOf(reportId, sk)).toMatchObject({ state: 'closed', price: 5, late: true });
    expect(await rowOf(reportId, sk)).not.toHaveProperty('finding');
  });

  it('ledger does not close a row that is erased between its reading and its closing', async () => {
    const reportId = await taskThatIs({ ...own, state: 'settled', finding });
    const entries = await ledger.entries(reportId);
    await remove(reportId, sk);
    expect(await ledger.close(reportId, entries)).toBe(0);
    expect(await rowOf(reportId, sk)).toBeUndefined();
  });
});

describe('the idempotency store', () => {
  const record = (reportId: string) => ({ reportId, requestedAt: startedAt, kid: 'k', bodyDigest: 'd' });

  it('idempotency store keeps the first record until it expires, and then replaces it', async () => {
    const store = new DynamoIdempotencyStore(table.client, table.name);
    const key = randomUUID();
    expect(await store.remember('c', key, record('first'))).toMatchObject({ reportId: 'first' });
    expect(await store.remember('c', key, record('second'))).toMatchObject({ reportId: 'first' });
    const row = await rowOf(idempotencyPartition('c', key), 'IDEMPOTENCY');
    await put({ ...row, expiresAt: Math.floor(Date.now() / 1000) - 1 });
    expect(await store.remember('c', key, record('third'))).toMatchObject({ reportId: 'third' });
  });

  it('idempotency store deletes a record only while it names the report', async () => {
    const store = new DynamoIdempotencyStore(table.client, table.name);
    const key = randomUUID();
    await store.remember('c', key, record('first'));
    await store.forget('c', key, 'another');
    expect(await store.remember('c', key, record('second'))).toMatchObject({ reportId: 'first' });
    await store.forget('c', key, 'first');
    expect(await store.remember('c', key, record('second'))).toMatchObject({ reportId: 'second' });
  });
});
