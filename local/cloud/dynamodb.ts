import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import type { Credentials } from './credentials.ts';
import { listen, type RunningServer } from './http-server.ts';
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

/** Dynalite throws when a caller hangs up; a Lambda that is cut off while it writes must not end the cloud. */
function surviveHangUps(listener: RequestListener): RequestListener {
  return (request, response) => {
    listener(request, response);
    request.removeAllListeners('error');
    request.on('error', () => response.destroy());
  };
}

/**
 * DynamoDB with the stack's tables, kept in a folder. It has no transactions and expires nothing.
 * @throws Error when another process uses the folder.
 */
export async function startDynamoDb(
  assembly: CloudAssembly,
  directory: string,
  credentials: Credentials,
): Promise<RunningServer> {
  mkdirSync(directory, { recursive: true });
  const server = dynalite({ path: directory, createTableMs: 0 });
  const [listener] = server.listeners('request') as RequestListener[];
  if (listener) server.removeAllListeners('request').on('request', surviveHangUps(listener));
  const running = await listen(server);
  const client = new DynamoDBClient({ region, endpoint: running.url, credentials, maxAttempts: 1 });
  try {
    for (const table of assembly.resourcesOf('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      await client.send(new CreateTableCommand(tableInput(assembly, table))).catch((error) => {
        if (!(error instanceof ResourceInUseException)) throw error;
      });
    }
  } catch (error) {
    await running.stop();
    throw new Error(`the tables in ${directory} cannot be opened: is another run using them?`, {
      cause: error,
    });
  } finally {
    client.destroy();
  }
  return running;
}
