import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { Gate } from '@kyc-china/emulator/iam/gate';
import { startDynamoDb } from '../../packages/emulator/dynamodb.ts';
import { EncryptionKeys } from '../../packages/emulator/iam/encryption-keys.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-indexes-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
const TableName = 'Stack-Table';
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const index = (IndexName: string, partition: string, ...NonKeyAttributes: string[]) => ({
  IndexName,
  KeySchema: [key(partition, 'HASH'), key('at', 'RANGE')],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes },
});

/** Starts DynamoDB on the test's folder, with one table that has these indexes. */
async function start(...indexes: ReturnType<typeof index>[]) {
  const keys = [
    'pk',
    ...(indexes.length > 0 ? ['at'] : []),
    ...indexes.map(({ KeySchema }) => KeySchema[0]?.AttributeName),
  ];
  const Properties = {
    KeySchema: [key('pk', 'HASH')],
    AttributeDefinitions: [...new Set(keys)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
  const template = { Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties } } };
  await writeFile(path.join(directory, 'Stack.template.json'), JSON.stringify(template));
  const assembly = new CloudAssembly(directory, 'Stack');
  const gate = new Gate(assembly);
  gate.register(credentials.accessKeyId);
  const running = await startDynamoDb(
    assembly,
    path.join(directory, 'tables'),
    credentials,
    gate,
    new EncryptionKeys(assembly),
  );
  const client = new DynamoDBClient({
    region: 'ap-east-1',
    endpoint: running.url,
    credentials,
    maxAttempts: 1,
  });
  return {
    put: (pk: string, client_: string, status: string) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: {
            pk: { S: pk },
            client: { S: client_ },
            at: { S: pk },
            status: { S: status },
            photo: { B: Uint8Array.of(0, 255) },
          },
        }),
      ),
    remove: (pk: string) => client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk } } })),
    items: async () => (await client.send(new ScanCommand({ TableName }))).Items,
    of: async (IndexName: string, partition: string, value: string) =>
      (
        await client.send(
          new QueryCommand({
            TableName,
            IndexName,
            KeyConditionExpression: '#partition = :value',
            ExpressionAttributeNames: { '#partition': partition },
            ExpressionAttributeValues: { ':value': { S: value } },
          }),
        )
      ).Items,
    stop: async () => {
      client.destroy();
      await running.stop();
    },
  };
}

const row = (pk: string, client: string, status?: string) => ({
  pk: { S: pk },
  client: { S: client },
  at: { S: pk },
  ...(status !== undefined && { status: { S: status } }),
});

it('table of an earlier run gets the index that the template has now, with its rows, and keeps every item', async () => {
  const before = await start();
  await before.put('1', 'acme', 'done');
  await before.put('2', 'acme', 'done');
  await before.put('3', 'other', 'done');
  const items = await before.items();
  await before.stop();

  const after = await start(index('byClient', 'client', 'status'));
  expect(await after.items()).toEqual(items);
  expect(await after.of('byClient', 'client', 'acme')).toEqual([
    row('1', 'acme', 'done'),
    row('2', 'acme', 'done'),
  ]);
  await after.remove('1');
  await after.put('4', 'acme', 'new');
  expect(await after.of('byClient', 'client', 'acme')).toEqual([
    row('2', 'acme', 'done'),
    row('4', 'acme', 'new'),
  ]);
  await after.stop();

  const again = await start(index('byClient', 'client', 'status'), index('byStatus', 'status', 'client'));
  expect(await again.of('byClient', 'client', 'acme')).toEqual([
    row('2', 'acme', 'done'),
    row('4', 'acme', 'new'),
  ]);
  expect(await again.of('byStatus', 'status', 'done')).toEqual([
    row('2', 'acme', 'done'),
    row('3', 'other', 'done'),
  ]);
  await again.stop();
});

it('index whose attributes changed is built again', async () => {
  const before = await start(index('byClient', 'client', 'photo'));
  await before.put('1', 'acme', 'done');
  await before.stop();

  const after = await start(index('byClient', 'client', 'status'));
  expect(await after.of('byClient', 'client', 'acme')).toEqual([row('1', 'acme', 'done')]);
  await after.remove('1');
  expect(await after.of('byClient', 'client', 'acme')).toEqual([]);
  await after.stop();
});
