import { createHash, randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { EmbeddedCloud } from './cloud/embedded-cloud.ts';
import { region } from './cloud/physical-names.ts';

/** The client of the local run. Its secret is no secret: it opens nothing but a stack on this machine. */
export const localClient = { clientId: 'local-client', clientSecret: 'local-secret' } as const;

function newRow() {
  return {
    clientId: localClient.clientId,
    secretSha256: createHash('sha256').update(localClient.clientSecret).digest('hex'),
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    status: 'active',
    createdAt: new Date().toISOString(),
  };
}

/**
 * Makes sure that the local client may call the API.
 * @returns the client's webhook secret: the one it has, or a new one.
 * @throws Error when the stack names no table of clients among its outputs.
 */
export async function seedLocalClient(cloud: EmbeddedCloud): Promise<string> {
  const table = cloud.outputs.ClientsTableName;
  if (table === undefined) throw new Error('the stack has no output ClientsTableName');
  const { endpoints, credentials } = cloud;
  const client = new DynamoDBClient({ region, endpoint: endpoints.DYNAMODB, credentials });
  try {
    const documents = DynamoDBDocumentClient.from(client);
    const { Item } = await documents.send(
      new GetCommand({ TableName: table, Key: { clientId: localClient.clientId } }),
    );
    if (Item) return Item.webhookSecret as string;
    const row = newRow();
    await documents.send(new PutCommand({ TableName: table, Item: row }));
    return row.webhookSecret;
  } finally {
    client.destroy();
  }
}
