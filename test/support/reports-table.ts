import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import dynalite from 'dynalite';
import { KycChinaStack } from '../../lib/kyc-china-stack.ts';
import { stages } from '../../lib/stage-configuration.ts';

/** The reports table as the stack defines it, on an emulator in memory. */
export interface ReportsTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  close(): Promise<void>;
}

export async function startReportsTable(): Promise<ReportsTable> {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new KycChinaStack(app, 'Test', stages.sandbox));
  const [definition] = Object.values(
    template.findResources('AWS::DynamoDB::Table', {
      Properties: { TimeToLiveSpecification: { Enabled: true } },
    }),
  );
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const raw = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'ap-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  if (!definition) throw new Error('the stack has no table with a time to live');
  const { KeySchema, AttributeDefinitions } = definition.Properties as CreateTableCommandInput;
  const name = 'reports';
  await raw.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return {
    client: DynamoDBDocumentClient.from(raw),
    name,
    close: () => {
      raw.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
