import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import type { Credentials } from './credentials.ts';
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

/** Starts dynalite in a thread: its errors are thrown where nobody can catch them, and its work is not small. */
async function startThread(directory: string): Promise<{ url: string; stop(): Promise<void> }> {
  const thread = new Worker(new URL('./dynamodb-worker.ts', import.meta.url), { workerData: directory });
  const [url] = (await once(thread, 'message')) as [string];
  let stopping = false;
  thread.on('error', (error) => {
    if (!stopping) throw new Error('the DynamoDB of the embedded cloud has failed', { cause: error });
  });
  return {
    url,
    stop: async () => {
      stopping = true;
      // What callers that are gone had asked for may fail now that the store closes: then the thread ends.
      const ended = Promise.withResolvers<unknown>();
      thread.once('message', ended.resolve).once('exit', ended.resolve);
      thread.postMessage('stop');
      await ended.promise;
      await thread.terminate();
    },
  };
}

/**
 * DynamoDB with the stack's tables, kept in a folder. It has no transactions and expires nothing.
 * @throws Error when the folder cannot be opened.
 */
export async function startDynamoDb(
  assembly: CloudAssembly,
  directory: string,
  credentials: Credentials,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  mkdirSync(directory, { recursive: true });
  const running = await startThread(directory);
  const client = new DynamoDBClient({ region, endpoint: running.url, credentials, maxAttempts: 1 });
  try {
    for (const table of assembly.resourcesOf('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      await client.send(new CreateTableCommand(tableInput(assembly, table))).catch((error) => {
        if (!(error instanceof ResourceInUseException)) throw error;
      });
    }
  } catch (error) {
    await running.stop();
    throw new Error(`the tables in ${directory} cannot be opened`, { cause: error });
  } finally {
    client.destroy();
  }
  return running;
}
