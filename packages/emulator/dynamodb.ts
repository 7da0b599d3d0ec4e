import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import type { Credentials } from './credentials.ts';
import type { Denial, DynamoDbData, FromDynamoDb, ToDynamoDb } from './dynamodb-messages.ts';
import { tableOfItems } from './iam/dynamodb-permissions.ts';
import type { EncryptionKeys } from './iam/encryption-keys.ts';
import { AccessDenied, type Gate, type Permission } from './iam/gate.ts';
import { region } from './physical-names.ts';

function tableInput(assembly: CloudAssembly, table: Resource): CreateTableCommandInput {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = assembly.resolve(
    {
      KeySchema: table.properties.KeySchema,
      AttributeDefinitions: table.properties.AttributeDefinitions,
      GlobalSecondaryIndexes: table.properties.GlobalSecondaryIndexes,
      LocalSecondaryIndexes: table.properties.LocalSecondaryIndexes,
    },
  ) as Pick<
    CreateTableCommandInput,
    'KeySchema' | 'AttributeDefinitions' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
  >;
  return {
    TableName: assembly.nameOf(table),
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
  };
}

/** Decides whether a call is allowed. @returns the denial; undefined if the call is allowed. */
type Decide = (accessKeyId: string | undefined, permissions: readonly Permission[]) => Denial | undefined;

/** Starts dynalite in a thread: its errors are thrown where they cannot be caught, and its work is considerable. */
async function startThread(
  directory: string,
  tables: readonly CreateTableCommandInput[],
  decide: Decide,
): Promise<{ url: string; stop(): Promise<void> }> {
  const thread = new Worker(new URL('./dynamodb-worker.ts', import.meta.url), {
    name: 'dynamodb',
    workerData: { directory, tables } satisfies DynamoDbData,
  });
  const listening = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<void>();
  const tell = (message: ToDynamoDb) => thread.postMessage(message);
  let serving = false;
  thread.on('message', (message: FromDynamoDb) => {
    if (message.type === 'listening') {
      serving = true;
      listening.resolve(message.url);
    } else if (message.type === 'stopped') ended.resolve();
    else {
      const { id, accessKeyId, permissions } = message;
      tell({ type: 'decision', id, denial: decide(accessKeyId, permissions) });
    }
  });
  thread.on('error', (error) => {
    listening.reject(error);
    if (serving) throw new Error('the DynamoDB of the embedded cloud has failed', { cause: error });
  });
  thread.once('exit', () => ended.resolve());
  return {
    url: await listening.promise,
    stop: async () => {
      serving = false;
      // Calls of disconnected callers may fail while the store closes. The thread ends then.
      tell({ type: 'stop' });
      await ended.promise;
      await thread.terminate();
    },
  };
}

/** Allows what the caller's policies allow, including the use of the key that encrypts the table. */
function decideBy(gate: Gate, keys: EncryptionKeys): Decide {
  return (accessKeyId, permissions) => {
    const ofKeys = permissions.flatMap((permission) =>
      keys.permissions('dynamodb', tableOfItems(permission) ?? '', 'kms:Decrypt'),
    );
    try {
      gate.admit(accessKeyId, [...permissions, ...ofKeys]);
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      const code = error.unknownKey ? 'UnrecognizedClientException' : 'AccessDeniedException';
      return { code, message: error.message };
    }
  };
}

/**
 * Creates a table, or makes sure that it is ready. After a crash during its creation, a table stays in CREATING and
 * rejects everything except a change of its billing. That change repairs it: it has no items yet.
 */
async function ensureTable(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  const { TableName } = input;
  const made = await client.send(new CreateTableCommand(input)).catch((error) => {
    if (!(error instanceof ResourceInUseException)) throw error;
    return undefined;
  });
  if (made) return;
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus !== 'CREATING') return;
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  await client.send(new UpdateTableCommand({ TableName, BillingMode: 'PROVISIONED', ProvisionedThroughput }));
}

/**
 * Starts DynamoDB with the stack's tables, stored in a folder. It has no transactions and expires no items. Tables of an earlier
 * run get the indexes that they lack.
 * @param credentials the key pair that creates the tables.
 * @throws Error if the folder cannot be opened.
 */
export async function startDynamoDb(
  assembly: CloudAssembly,
  directory: string,
  credentials: Credentials,
  gate: Gate,
  keys: EncryptionKeys,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  mkdirSync(directory, { recursive: true });
  const tables = assembly
    .resourcesOf('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
    .map((table) => tableInput(assembly, table));
  const running = await startThread(directory, tables, decideBy(gate, keys));
  const client = new DynamoDBClient({ region, endpoint: running.url, credentials, maxAttempts: 1 });
  try {
    for (const table of tables) await ensureTable(client, table);
  } catch (error) {
    await running.stop();
    throw new Error(`the tables in ${directory} cannot be opened`, { cause: error });
  } finally {
    client.destroy();
  }
  return running;
}
