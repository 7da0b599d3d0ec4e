import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { type ExecutionRecord, ExecutionStore } from '@kyc-china/emulator/execution-store';
import { listen } from '@kyc-china/emulator/http-server';
import { Gate } from '@kyc-china/emulator/iam/gate';
import dynalite from 'dynalite';
import { startDynamoDb } from '../../packages/emulator/dynamodb.ts';
import { Executions } from '../../packages/emulator/executions.ts';
import { EncryptionKeys } from '../../packages/emulator/iam/encryption-keys.ts';
import { until } from '../support/until.ts';

// What a process that ended in the middle of a write has left behind, and the next one must cope with.

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-unclean-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
const connect = (endpoint: string) =>
  new DynamoDBClient({ region: 'ap-east-1', endpoint, credentials, maxAttempts: 1 });

it('restart after a crash uses a table whose creation was interrupted', async () => {
  const schema = {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }],
  };
  const template = { Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: schema } } };
  await writeFile(path.join(directory, 'Stack.template.json'), JSON.stringify(template));
  const tables = path.join(directory, 'tables');
  await mkdir(tables);
  const unfinished = await listen(dynalite({ path: tables, createTableMs: 2000 }));
  const before = connect(unfinished.url);
  await before.send(
    new CreateTableCommand({ TableName: 'Stack-Table', BillingMode: 'PAY_PER_REQUEST', ...schema }),
  );
  before.destroy();
  await unfinished.stop();

  const assembly = new CloudAssembly(directory, 'Stack');
  const gate = new Gate(assembly);
  gate.register(credentials.accessKeyId);
  const running = await startDynamoDb(assembly, tables, credentials, gate, new EncryptionKeys(assembly));
  const after = connect(running.url);
  const Item = { pk: { S: 'one' } };
  await after.send(new PutItemCommand({ TableName: 'Stack-Table', Item }));
  const read = await after.send(new GetItemCommand({ TableName: 'Stack-Table', Key: Item }));
  expect(read.Item).toEqual(Item);
  after.destroy();
  await running.stop();
});

const record: ExecutionRecord = {
  executionArn: 'arn:aws:states:ap-east-1:000000000000:execution:machine:one',
  stateMachineArn: 'arn:aws:states:ap-east-1:000000000000:stateMachine:machine',
  name: 'one',
  input: '{}',
  startDate: 0,
  status: 'RUNNING',
};
const event = (id: number) => ({ id, previousEventId: id - 1, timestamp: 0, type: 'ExecutionStarted' });

it('restart after a crash continues a history whose last event was cut off', async () => {
  const store = await ExecutionStore.open(directory);
  await store.append('one', [event(1)]);
  await appendFile(path.join(directory, 'one.history.jsonl'), '\n{"id":2,"prev');

  const next = await ExecutionStore.open(directory);
  expect(await next.history('one')).toEqual([event(1)]);
  await next.append('one', [event(2), event(3)]);
  expect((await next.history('one')).map(({ id }) => id)).toEqual([1, 2, 3]);
});

it('execution start that is repeated gets its answer once the execution is on disk', async () => {
  const definition = { StartAt: 'End', States: { End: { Type: 'Succeed' } } };
  const machine = { arn: record.stateMachineArn, definition, tasks: [] };
  const executions = new Executions(machine, await ExecutionStore.open(directory), async () => ({}));
  const first = executions.start('one', '{}');
  await executions.start('one', '{}');
  expect(existsSync(path.join(directory, 'one.json'))).toBe(true);
  await first;
  await executions.stop();
});

it('execution runs although its first start could not be stored', async () => {
  const folder = path.join(directory, 'lost');
  const definition = { StartAt: 'End', States: { End: { Type: 'Succeed' } } };
  const machine = { arn: record.stateMachineArn, definition, tasks: [] };
  const executions = new Executions(machine, await ExecutionStore.open(folder), async () => ({}));
  await rm(folder, { recursive: true });
  await expect(executions.start('one', '{}')).rejects.toMatchObject({ code: 'ENOENT' });
  await mkdir(folder);
  await executions.start('one', '{}');
  await until(async () => executions.find('one')?.status === 'SUCCEEDED');
  await executions.stop();
});

it('execution that started while the cloud stopped runs at the next start', async () => {
  const definition = { StartAt: 'End', States: { End: { Type: 'Succeed' } } };
  const machine = { arn: record.stateMachineArn, definition, tasks: [] };
  const open = async () => new Executions(machine, await ExecutionStore.open(directory), async () => ({}));
  const stopping = await open();
  const seen: string[] = [];
  stopping.subscribe((_, { type }) => seen.push(type));
  const started = stopping.start('late', '{}');
  await stopping.stop();
  expect(await started).toMatchObject({ status: 'RUNNING' });

  const next = await open();
  next.resume();
  await until(async () => next.find('late')?.status === 'SUCCEEDED');
  expect(seen).toEqual([]);
  await next.stop();
});
