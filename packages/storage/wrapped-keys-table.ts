import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { expiryOf, isLive } from './reports-table.ts';

/**
 * The wrapped data keys of applicants, in a table of their own that no backup keeps: without its key, what a backup
 * still holds of an applicant is noise. Partition key `reportId`, sort key `keyId`: simultaneous requests of one
 * report each bring their own key, and none takes another's place.
 */
export class WrappedKeysTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async put(reportId: string, keyId: string, wrapped: Uint8Array): Promise<void> {
    const expiresAt = expiryOf('applicant', new Date());
    await this.#client.send(
      new PutCommand({ TableName: this.#table, Item: { reportId, keyId, wrapped, expiresAt } }),
    );
  }

  /** undefined: deleted, or past its day. */
  async find(reportId: string, keyId: string): Promise<Uint8Array | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { reportId, keyId }, ConsistentRead: true }),
    );
    return isLive(Item, new Date()) ? (Item.wrapped as Uint8Array) : undefined;
  }

  /** Deletes every key of the report. @returns how many there were. */
  async deleteAll(reportId: string): Promise<number> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'reportId = :id',
        ExpressionAttributeValues: { ':id': reportId },
        ProjectionExpression: 'reportId, keyId',
        ConsistentRead: true,
      }),
    );
    await Promise.all(
      Items.map(({ keyId }) =>
        this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { reportId, keyId } })),
      ),
    );
    return Items.length;
  }
}
