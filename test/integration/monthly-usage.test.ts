import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Charge } from '@kyc-china/core/monthly-usage';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const requestedAt = new Date();
const month = requestedAt.toISOString().slice(0, 7);
const charges: readonly Charge[] = [
  { check: 'risk.fraud', ran: 1, billed: 1, costMillionths: 100_000 },
  { check: 'mobile.address-verify', ran: 2, billed: 1, costMillionths: 350_000 },
];

/** A client with one report that is counted, and what its month says of it. */
async function counted() {
  const clientId = randomUUID();
  const usage = new DynamoClientUsage(table.client, table.name, async () => undefined);
  const report = { reportId: randomUUID(), clientId, requestedAt, highestCost: 9 };
  await usage.count(report, {});
  const read = async () => {
    const { reports, charges: all } = await usage.read(clientId, month);
    return { reports, charges: all.filter(({ ran }) => ran > 0) };
  };
  return { usage, report, read };
}

const once = {
  reports: 1,
  charges: expect.arrayContaining(charges.map((charge) => expect.objectContaining(charge))),
};

describe("a client's month", () => {
  it('month counts nothing of a report that is not complete', async () => {
    const { read } = await counted();
    expect(await read()).toEqual({ reports: 0, charges: [] });
  });

  it('month counts a report once, however often it is settled, and by whomever', async () => {
    const { usage, report, read } = await counted();
    for (let run = 0; run < 3; run += 1) await usage.settle(report, 4, charges);
    await usage.forget(report, charges);
    expect(await read()).toEqual(once);
    await Promise.all(Array.from({ length: 8 }, () => usage.settle(report, 4, charges)));
    expect(await read()).toEqual(once);
  });

  it('month counts a report once when the response to its write is lost', async () => {
    const { usage, report, read } = await counted();
    let lost = 0;
    const client = {
      send: async (command: UpdateCommand) => {
        const answer = await table.client.send(command);
        if (command instanceof UpdateCommand && lost++ === 0) throw new Error('socket hang up');
        return answer;
      },
    };
    const unlucky = new DynamoClientUsage(client as never, table.name, async () => undefined);
    await unlucky.settle(report, 4, charges);
    await usage.settle(report, 4, charges);
    expect(lost).toBeGreaterThan(0);
    expect(await read()).toEqual(once);
  });

  it('month counts a complete report that is erased before it was settled', async () => {
    const { usage, report, read } = await counted();
    await usage.forget(report, charges);
    await usage.settle(report, 4, charges);
    expect(await read()).toEqual(once);
  });

  it('month counts nothing of a report that is erased before it was complete', async () => {
    const { usage, report, read } = await counted();
    await usage.forget(report);
    await usage.settle(report, 4, charges);
    expect(await read()).toEqual({ reports: 0, charges: [] });
  });

  it('month adds up the reports of many functions at once', async () => {
    const { usage, report, read } = await counted();
    const reports = Array.from({ length: 20 }, () => ({ ...report, reportId: randomUUID() }));
    await Promise.all(reports.map((one) => usage.count(one, {})));
    await Promise.all([report, ...reports].map((one) => usage.settle(one, 1, charges)));
    const fraud = { check: 'risk.fraud', ran: 21, billed: 21, costMillionths: 2_100_000 };
    expect(await read()).toEqual({ reports: 21, charges: expect.arrayContaining([fraud]) });
  });
});
