import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DynamoIssuedHashes } from '@kyc-china/storage/issued-hash-store';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
let issued: DynamoIssuedHashes;
beforeAll(async () => {
  table = await startReportsTable();
  issued = new DynamoIssuedHashes(table.client, table.issuedHashesName, 10);
});
afterAll(() => table.close());

const issuedAt = new Date('2026-02-28T12:00:00.000Z');
const hash = (digit: string) => digit.repeat(64);
const rowOf = async (sha256: string) => {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.issuedHashesName }));
  return Items.find((item) => item.sha256 === sha256);
};

it('hash that is recorded holds its times and nothing else', async () => {
  await issued.record([hash('a'), hash('b')], issuedAt);
  const expiresAt = Date.UTC(2036, 1, 28, 12) / 1000;
  for (const sha256 of [hash('a'), hash('b')])
    expect(await rowOf(sha256)).toEqual({ sha256, issuedAt: issuedAt.toISOString(), expiresAt });
});

it('hash that is recorded or marked again keeps its first times', async () => {
  const [later, muchLater] = [new Date('2026-03-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')];
  await issued.record([hash('c')], issuedAt);
  await issued.markErased([hash('c')], later);
  await issued.record([hash('c')], later);
  await issued.markErased([hash('c')], muchLater);
  expect(await issued.find(hash('c'), muchLater)).toEqual({ issuedAt, erasedAt: later });
});

it('hash that was not recorded is not found, and marking it records nothing', async () => {
  await issued.markErased([hash('d')], issuedAt);
  expect(await rowOf(hash('d'))).toBeUndefined();
  expect(await issued.find(hash('d'), issuedAt)).toBeUndefined();
});

it('hash is found until its years are over, and not afterwards', async () => {
  await issued.record([hash('e')], issuedAt);
  expect(await issued.find(hash('e'), new Date('2036-02-28T11:59:59Z'))).toEqual({ issuedAt });
  expect(await issued.find(hash('e'), new Date('2036-02-28T12:00:00Z'))).toBeUndefined();
});
