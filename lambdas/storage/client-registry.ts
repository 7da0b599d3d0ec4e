import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Client, ClientRegistry } from '../domain/ports.ts';

/** A client as the table holds it: times are ISO 8601. */
export type ClientRow = Omit<Client, 'secrets' | 'endingWebhookSecrets' | 'createdAt'> & {
  readonly secrets: readonly { readonly sha256: string; readonly expiresAt?: string }[];
  readonly endingWebhookSecrets?: readonly { readonly secret: string; readonly expiresAt: string }[];
  readonly createdAt: string;
};

/** The client that a row describes. @throws Error when the row is not of this form. */
export function toClient({ secrets, endingWebhookSecrets, createdAt, ...rest }: ClientRow): Client {
  if (!Array.isArray(secrets)) throw new Error(`the row of client ${rest.clientId} lists no secrets`);
  return {
    ...rest,
    secrets: secrets.map(({ sha256, expiresAt }) => ({
      sha256,
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    })),
    ...(endingWebhookSecrets && {
      endingWebhookSecrets: endingWebhookSecrets.map(({ secret, expiresAt }) => ({
        secret,
        expiresAt: new Date(expiresAt),
      })),
    }),
    createdAt: new Date(createdAt),
  };
}

/** The row that describes a client. */
export function toRow({ secrets, endingWebhookSecrets, createdAt, ...rest }: Client): ClientRow {
  return {
    ...rest,
    secrets: secrets.map(({ sha256, expiresAt }) => ({
      sha256,
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    })),
    ...(endingWebhookSecrets && {
      endingWebhookSecrets: endingWebhookSecrets.map(({ secret, expiresAt }) => ({
        secret,
        expiresAt: expiresAt.toISOString(),
      })),
    }),
    createdAt: createdAt.toISOString(),
  };
}

/** Clients in DynamoDB, by `clientId`. */
export class DynamoClientRegistry implements ClientRegistry {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(clientId: string): Promise<Client | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: { clientId } }));
    return Item && toClient(Item as ClientRow);
  }
}
