import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  paginateScan,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { UnservedCloud } from '@kyc-china/emulator/embedded-cloud';

type Cloud = Pick<UnservedCloud, 'endpoints' | 'credentials'>;

async function scan(client: DynamoDBClient, TableName?: string, IndexName?: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of paginateScan({ client }, { TableName, IndexName }))
    items.push(...(page.Items ?? []));
  return items;
}

async function ofEachTable<T>(
  { endpoints, credentials }: Cloud,
  read: (client: DynamoDBClient, table: TableDescription) => Promise<T>,
): Promise<T[]> {
  const client = new DynamoDBClient({ region: 'ap-east-1', endpoint: endpoints.DYNAMODB, credentials });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    return await Promise.all(
      TableNames.map(async (TableName) => {
        const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
        return read(client, Table);
      }),
    );
  } finally {
    client.destroy();
  }
}

/** Returns the items of each table. */
export function itemsOfTables(cloud: Cloud): Promise<unknown[][]> {
  return ofEachTable(cloud, (client, { TableName }) => scan(client, TableName));
}

/** Returns each index of each table: its name and its rows. */
export async function rowsOfIndexes(cloud: Cloud): Promise<[name: string, rows: unknown[]][]> {
  const tables = await ofEachTable(cloud, (client, { TableName, GlobalSecondaryIndexes = [] }) =>
    Promise.all(
      GlobalSecondaryIndexes.map(
        async ({ IndexName = '' }): Promise<[string, unknown[]]> => [
          IndexName,
          await scan(client, TableName, IndexName),
        ],
      ),
    ),
  );
  return tables.flat();
}
