import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import dynalite from 'dynalite';
import { projectFile } from '../../lib/project-file.ts';

/** The tables of reports and of applicants' wrapped keys as the stack defines them, on an emulator in memory. */
export interface ReportsTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly keysName: string;
  /** The table of the hashes of issued reports. */
  readonly issuedHashesName: string;
  /** How another client reaches the emulator. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Makes another table of reports, as a restore does. */
  restored(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function startReportsTable(): Promise<ReportsTable> {
  const assembly = new CloudAssembly(projectFile('cdk.out'), 'KycChina-sandbox');
  const tables = assembly
    .resourcesOf('AWS::DynamoDB::Table')
    .map(({ properties }) => properties as unknown as CreateTableCommandInput);
  const tableKeyedBy = (attribute: string) => {
    const found = tables.find(({ KeySchema }) => KeySchema?.[0]?.AttributeName === attribute);
    if (!found) throw new Error(`the stack has no table with the partition key ${attribute}`);
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = found;
    return {
      KeySchema,
      AttributeDefinitions,
      ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    };
  };
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const settings = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'ap-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const raw = new DynamoDBClient(settings);
  const create = (TableName: string, partitionKey: string) =>
    raw.send(
      new CreateTableCommand({ TableName, ...tableKeyedBy(partitionKey), BillingMode: 'PAY_PER_REQUEST' }),
    );
  const [name, keysName, issuedHashesName] = ['reports', 'applicant-keys', 'issued-hashes'];
  await create(name, 'pk');
  await create(keysName, 'reportId');
  await create(issuedHashesName, 'sha256');
  return {
    client: DynamoDBDocumentClient.from(raw),
    name,
    keysName,
    issuedHashesName,
    settings,
    restored: async (other) => void (await create(other, 'pk')),
    close: () => {
      raw.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
