import { randomUUID } from 'node:crypto';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseListQuery, type QueryParameters } from '@kyc-china/core/contract/parse-list';
import type { StoredReport } from '@kyc-china/core/contract/stored-report-schema';
import { listReports } from '@kyc-china/core/list-reports';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import type { Report } from '@kyc-china/core/report';
import { retentionSeconds } from '@kyc-china/core/retention';
import { DynamoReportIndex, reportIndexes } from '@kyc-china/storage/report-index';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
let reports: DynamoReportStore;
let index: DynamoReportIndex;
beforeAll(async () => {
  table = await startReportsTable();
  reports = new DynamoReportStore(table.client, table.name);
  index = new DynamoReportIndex(table.client, table.name);
});
afterAll(() => table.close());

const now = new Date();
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

function reportOf(reportId: string, requestedAt: Date, outcome: 'pass' | 'review' | 'fail'): Report {
  const summary = {
    ran: ['identity.two-factor', 'risk.fraud'],
    matched: ['identity.two-factor'],
    unmatched: [],
    notFound: [],
    flagged: [],
    errored: [],
  };
  return {
    reportMetadata: { reportId, requestedAt, completedAt: requestedAt.toISOString() },
    decision: { outcome, policy: 'standard@1', reasons: [] },
    submitted: { name: '张*' },
    summary,
  } as unknown as Report;
}

interface Given {
  readonly clientId: string;
  readonly requestedAt?: Date;
  readonly startedAt?: Date;
  readonly clientReference?: string;
}

async function accepted({ clientId, requestedAt = now, startedAt = requestedAt, clientReference }: Given) {
  const reportId = randomUUID();
  await reports.create(
    {
      reportId,
      clientId,
      requestedAt,
      tasks: [{ subCheck: 'risk.fraud' }],
      warnings: [],
      submitted: { name: '张*' },
      notOffered: [],
      ...(clientReference !== undefined && { clientReference }),
    },
    startedAt,
  );
  return reportId;
}

async function completed(given: Given, outcome: 'pass' | 'review' | 'fail' = 'pass') {
  const reportId = await accepted(given);
  await reports.complete(reportId, reportOf(reportId, given.requestedAt ?? now, outcome), 'ab');
  return reportId;
}

const list = (clientId: string, query: QueryParameters = {}, at = now) =>
  listReports(index, clientId, parseListQuery(query), at);

/** Every report of a list, page by page. */
async function walk(clientId: string, query: Record<string, string[]>) {
  const found: StoredReport[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(clientId, { ...query, ...(cursor && { cursor: [cursor] }) });
    found.push(...page.reports);
    sizes.push(page.reports.length);
    cursor = page.nextCursor;
  } while (cursor);
  return { ids: found.map(({ reportId }) => reportId), sizes };
}

describe('report list', () => {
  it('list returns 250 reports newest first in pages, each once, also those of one millisecond', async () => {
    const expected: string[] = [];
    for (let number = 0; number < 250; number += 1)
      expected.push(await accepted({ clientId: 'many', requestedAt: minutesAgo(Math.floor(number / 5)) }));
    await accepted({ clientId: 'another' });
    const { ids, sizes } = await walk('many', { limit: ['100'] });
    expect(sizes).toEqual([100, 100, 50]);
    expect(ids.toSorted()).toEqual(expected.toSorted());
    const minuteOf = new Map(expected.map((id, number) => [id, Math.floor(number / 5)]));
    const minutes = ids.map((id) => minuteOf.get(id) ?? Number.NaN);
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
    expect((await walk('many', { limit: ['50'] })).sizes).toEqual([50, 50, 50, 50, 50]);
    expect((await list('many')).reports).toHaveLength(20);
  });

  it('list narrows to reference, status, decision and time, together and across pages', async () => {
    const clientId = 'filters';
    const byKind: Record<string, string[]> = { passed: [], reviewed: [], waiting: [] };
    for (let number = 0; number < 12; number += 1) {
      const given = { clientId, requestedAt: minutesAgo(number), clientReference: `case-${number % 2}` };
      byKind.passed?.push(await completed(given));
      byKind.reviewed?.push(await completed(given, 'review'));
      byKind.waiting?.push(await accepted(given));
    }
    await completed({ clientId: 'filters-2', clientReference: 'case-0' }, 'review');
    const { passed = [], reviewed = [], waiting = [] } = byKind;
    const even = (ids: string[]) => ids.filter((_, number) => number % 2 === 0);
    expect((await walk(clientId, { status: ['processing'], limit: ['5'] })).ids).toEqual(waiting);
    expect((await walk(clientId, { decision: ['pass'], limit: ['5'] })).ids).toEqual(passed);
    expect((await walk(clientId, { status: ['failed'] })).ids).toEqual([]);
    const both = { decision: ['review'], clientReference: ['case-0'], limit: ['2'] };
    expect((await walk(clientId, both)).ids).toEqual(even(reviewed));
    const window = { from: [minutesAgo(5).toISOString()], to: [minutesAgo(2).toISOString()], limit: ['2'] };
    const { ids } = await walk(clientId, window);
    // The first moment is part of the list, the last is not.
    expect(ids.toSorted()).toEqual(
      [passed, reviewed, waiting].flatMap((kind) => kind.slice(3, 6)).toSorted(),
    );
  });

  it('list shows a completed report with decision and counts, and nothing of the person', async () => {
    const reportId = await completed({ clientId: 'shape', clientReference: 'case-1' }, 'review');
    expect((await list('shape')).reports).toEqual([
      {
        reportId,
        status: 'completed',
        requestedAt: now.toISOString(),
        completedAt: now.toISOString(),
        clientReference: 'case-1',
        decision: { outcome: 'review', policy: 'standard@1', reasons: [] },
        counts: { ran: 2, matched: 1, unmatched: 0, notFound: 0, flagged: 0, errored: 0 },
      },
    ]);
    for (const { name } of Object.values(reportIndexes)) {
      const { Items } = await table.client.send(new ScanCommand({ TableName: table.name, IndexName: name }));
      expect(Items?.length).toBeGreaterThan(0);
      expect(JSON.stringify(Items)).not.toContain('张');
    }
  });

  it('list counts a report that should have ended long ago as failed, in its status and in the filter', async () => {
    const startedAt = new Date(now.getTime() - longestProcessingMs - 60_000);
    const overdue = await accepted({ clientId: 'late', requestedAt: startedAt });
    const failed = await accepted({ clientId: 'late', requestedAt: minutesAgo(1) });
    await reports.fail(failed, new Date());
    const running = await accepted({ clientId: 'late', requestedAt: startedAt, startedAt: now });
    const of = async (status: string) => (await list('late', { status: [status] })).reports;
    expect((await of('failed')).map(({ reportId }) => reportId)).toEqual([failed, overdue]);
    expect((await of('failed')).map(({ status, code }) => [status, code])).toEqual([
      ['failed', 'report-failed'],
      ['failed', 'report-failed'],
    ]);
    expect((await of('processing')).map(({ reportId }) => reportId)).toEqual([running]);
  });

  it('list leaves out an erased and an expired report', async () => {
    const clientId = 'gone';
    const erased = await completed({ clientId, clientReference: 'a' });
    const old = new Date(now.getTime() - (retentionSeconds('report') - 60) * 1000);
    const expiring = await completed({ clientId, requestedAt: old, clientReference: 'a' });
    expect((await list(clientId)).reports).toHaveLength(2);
    const tombstone = { pk: erased, sk: 'REPORT', status: 'erased', clientId };
    await table.client.send(new PutCommand({ TableName: table.name, Item: tombstone }));
    for (const query of [{}, { clientReference: ['a'] }])
      expect((await list(clientId, query)).reports.map(({ reportId }) => reportId)).toEqual([expiring]);
    const later = new Date(now.getTime() + 61_000);
    expect((await list(clientId, {}, later)).reports).toEqual([]);
    expect(await reports.find(erased)).toBeUndefined();
  });

  it('list refuses a cursor of another client, of another query and of nothing', async () => {
    for (let number = 0; number < 3; number += 1)
      await accepted({ clientId: 'cursors', requestedAt: minutesAgo(number), clientReference: 'a' });
    const { nextCursor = '' } = await list('cursors', { limit: ['1'] });
    expect((await list('cursors', { limit: ['2'], cursor: [nextCursor] })).reports).toHaveLength(2);
    const forged = Buffer.from(JSON.stringify([now.getTime(), randomUUID(), 'x'])).toString('base64url');
    const refused: [string, QueryParameters][] = [
      ['someone-else', { cursor: [nextCursor] }],
      ['cursors', { cursor: [nextCursor], clientReference: ['a'] }],
      ['cursors', { cursor: [nextCursor], status: ['processing'] }],
      ['cursors', { cursor: [nextCursor], from: ['2026-01-01'] }],
      ['cursors', { cursor: [forged] }],
      ['cursors', { cursor: ['abc'] }],
      ['cursors', { cursor: ['bnVsbA'] }],
    ];
    for (const [clientId, query] of refused)
      await expect(list(clientId, query)).rejects.toMatchObject({
        status: 400,
        problems: [{ field: 'cursor' }],
      });
  });

  it('list returns a page of none with a cursor rather than read on without end, and finds what lies behind', async () => {
    const clientId = 'sparse';
    const target = await completed({ clientId, requestedAt: minutesAgo(60) }, 'fail');
    for (let from = 0; from < 1100; from += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, number) =>
          accepted({ clientId, requestedAt: new Date(now.getTime() - from - number) }),
        ),
      );
    const first = await list(clientId, { decision: ['fail'] });
    expect(first.reports).toEqual([]);
    expect(first.nextCursor).toBeDefined();
    expect((await walk(clientId, { decision: ['fail'] })).ids).toEqual([target]);
  });
});
