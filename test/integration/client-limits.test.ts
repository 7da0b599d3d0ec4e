import { randomUUID } from 'node:crypto';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { type ClientLimits, LimitReachedError } from '@kyc-china/core/limits';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { DynamoIdempotencyStore } from '@kyc-china/storage/idempotency-store';
import { beginRequest } from '../../packages/core/begin-request.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const tokenKey = { kid: '1', secret: new TextEncoder().encode('1'.repeat(64)) };
const noon = new Date('2026-11-29T12:00:00.000Z');

/** A client of its own, and requests by it. */
function client(limits: ClientLimits, highestCost = 0) {
  const clientId = randomUUID();
  const usage = new DynamoClientUsage(table.client, table.name);
  const idempotency = new DynamoIdempotencyStore(table.client, table.name);
  const begin = (options: { key?: string; at?: Date; body?: object } = {}) => {
    const { key, at = noon, body = { name: '张三', idNumber: '110101199001011234' } } = options;
    return beginRequest(
      {
        applicants: { prepare: () => undefined },
        digestKeys: { prepare: () => undefined },
        idempotency,
        usage,
        tokenKey,
        tokenKeyOfRecord: async () => ({ key: tokenKey, verifies: true }),
        now: () => at,
      },
      {
        clientId,
        rawBody: JSON.stringify(body),
        parsed: parseVerificationRequest(body),
        limits,
        highestCost,
        ...(key !== undefined && { idempotencyKey: key }),
      },
    );
  };
  const month = async () => {
    const Key = { pk: `USAGE#${clientId}`, sk: 'MONTH#2026-11' };
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key }));
    return Item ?? {};
  };
  const report = (reportId: string) => ({ reportId, clientId, requestedAt: noon, highestCost });
  return { usage, begin, month, report };
}

const reached = (limit: string) => expect.objectContaining({ name: 'LimitReachedError', limit });

/** The usage behind a client whose every update arrives twice: as when a response is lost and the SDK sends it again. */
function usageSentTwice(): DynamoClientUsage {
  const client = {
    send: async (command: UpdateCommand | GetCommand) => {
      if (command instanceof UpdateCommand) await table.client.send(command);
      return table.client.send(command as UpdateCommand);
    },
  };
  return new DynamoClientUsage(client as unknown as ReportsTable['client'], table.name);
}

/** How many of these were accepted; every other one reached a limit. */
async function accepted(requests: readonly Promise<unknown>[]): Promise<number> {
  const results = await Promise.allSettled(requests);
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LimitReachedError);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe('limits', () => {
  it.each<[ClientLimits, number]>([
    [{ verificationsPerDay: 7 }, 7],
    [{ verificationsPerMonth: 7 }, 7],
    [{ verificationsPerDay: 9, verificationsPerMonth: 7 }, 7],
    // 0.1 is no binary fraction: ten of them are one all the same.
    [{ upstreamCostPerMonth: 1 }, 10],
    [{ verificationsPerDay: 0 }, 0],
    [{ upstreamCostPerMonth: 0.05 }, 0],
  ])('limits %j accept exactly as many of 40 simultaneous requests: %d', async (limits, most) => {
    const { begin, month } = client(limits, 0.1);
    expect(await accepted(Array.from({ length: 40 }, () => begin()))).toBe(most);
    expect((await month()).verifications ?? 0).toBe(most);
  });

  it('limits count 40 simultaneous requests under one key once', async () => {
    const { begin, month } = client({});
    const all = await Promise.all(Array.from({ length: 40 }, () => begin({ key: 'k' })));
    expect(new Set(all.map(({ reportId }) => reportId)).size).toBe(1);
    expect(await month()).toMatchObject({ verifications: 1, day29: 1 });
  });

  it('limit that is reached lets a repetition through, and another request with the key is a 409', async () => {
    const { begin, month } = client({ verificationsPerDay: 1 });
    const first = await begin({ key: 'k' });
    expect(await begin({ key: 'k' })).toMatchObject({ reportId: first.reportId, isRepetition: true });
    await expect(begin({ key: 'k', body: { mobile: '13800138000' } })).rejects.toMatchObject({
      status: 409,
      code: 'idempotency-conflict',
    });
    await expect(begin({ key: 'other' })).rejects.toEqual(reached('verificationsPerDay'));
    expect(await month()).toMatchObject({ verifications: 1 });
  });

  it('limit that is reached leaves no idempotency record: the key can be used after the reset', async () => {
    const { begin } = client({ verificationsPerDay: 1 });
    await begin();
    await expect(begin({ key: 'k' })).rejects.toEqual(reached('verificationsPerDay'));
    const tomorrow = await begin({ key: 'k', at: new Date('2026-11-30T00:00:00.000Z') });
    expect(tomorrow.isRepetition).toBe(false);
  });

  it.each([
    ['verificationsPerDay', '2026-11-30T00:00:00.000Z', 12 * 60 * 60],
    ['verificationsPerMonth', '2026-12-01T00:00:00.000Z', 36 * 60 * 60],
  ])('limit %s resets at %s, %d seconds later', async (name, resetsAt, retryAfterSeconds) => {
    const { begin } = client({ [name]: 1 });
    await begin();
    await expect(begin({ at: new Date('2026-11-29T12:00:00.000Z') })).rejects.toMatchObject({
      resetsAt: new Date(resetsAt),
      retryAfterSeconds,
      message: expect.stringContaining(resetsAt),
    });
    await begin({ at: new Date(resetsAt) });
  });

  it('limit of cost reserves the most that a report can cost, and settles to what it did cost', async () => {
    const { begin, month, usage, report } = client({ upstreamCostPerMonth: 10 }, 6);
    const { reportId } = await begin();
    await expect(begin()).rejects.toEqual(reached('upstreamCostPerMonth'));
    for (let run = 0; run < 3; run += 1) await usage.settle(report(reportId), 4, []);
    expect(await month()).toMatchObject({ costMillionths: 4e6 });
    await begin();
  });

  it('usage adds the price of a late answer once for each task', async () => {
    const { month, usage, report } = client({});
    for (const task of ['risk.fraud', 'risk.fraud', 'risk.criminal'])
      await usage.addLateCost(report('r'), task, 1.5);
    expect(await month()).toMatchObject({ costMillionths: 3e6 });
  });

  it('usage neither takes back nor settles a report that it has not counted', async () => {
    const { month, usage, report, begin } = client({}, 2);
    const { reportId } = await begin();
    await usage.takeBack(report('another'));
    await usage.settle(report('another'), 9, []);
    await usage.takeBack(report(reportId));
    await usage.takeBack(report(reportId));
    expect(await month()).toMatchObject({ verifications: 0, day29: 0, costMillionths: 0 });
  });

  it('usage counts once what the SDK sends twice, up to the limit', async () => {
    const { month, report } = client({}, 2);
    const usage = usageSentTwice();
    const limits = { verificationsPerDay: 2 };
    expect(await usage.count(report('one'), limits)).toBeUndefined();
    expect(await usage.count(report('two'), limits)).toBeUndefined();
    expect(await usage.count(report('three'), limits)).toBe('verificationsPerDay');
    expect(await month()).toMatchObject({ verifications: 2, costMillionths: 4e6 });
  });

  it('usage has no limit for a client without limits, and counts all the same', async () => {
    const { begin, month } = client({});
    expect(await accepted(Array.from({ length: 12 }, () => begin()))).toBe(12);
    expect(await month()).toMatchObject({ verifications: 12 });
  });
});
