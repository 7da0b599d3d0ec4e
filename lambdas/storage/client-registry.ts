import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Client, ClientRegistry } from '../domain/ports.ts';

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
    return Item as Client | undefined;
  }
}
