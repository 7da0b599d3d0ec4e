import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
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

  /** Returns the report's keys that are neither deleted nor past their day, by their ids. */
  async all(reportId: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'reportId = :id',
        ExpressionAttributeValues: { ':id': reportId },
        ConsistentRead: true,
      }),
    );
    const now = new Date();
    const live = Items.filter((item) => isLive(item, now));
    return new Map(live.map(({ keyId, wrapped }) => [keyId as string, wrapped as Uint8Array]));
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
