import { createHash } from 'node:crypto';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { IdempotencyRecord, IdempotencyStore } from '../domain/ports.ts';
import { expiryAfter, heldCondition, isLive, retention, sortKeys } from './reports-table.ts';

/** The partition of a client's idempotency key. */
export function idempotencyPartition(clientId: string, key: string): string {
  return `IDEMPOTENCY#${clientId}#${createHash('sha256').update(key).digest('base64url')}`;
}

/** Idempotency records in the reports table, under a digest of the client's key (a key may hold anything). */
export class DynamoIdempotencyStore implements IdempotencyStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async remember(clientId: string, key: string, record: IdempotencyRecord): Promise<IdempotencyRecord> {
    const Key = { pk: idempotencyPartition(clientId, key), sk: sortKeys.idempotency };
    const now = new Date();
    const fresh = await heldCondition(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: {
            ...Key,
            reportId: record.reportId,
            requestedAt: record.requestedAt.toISOString(),
            kid: record.kid,
            bodyDigest: record.bodyDigest,
            ...(record.requestDigest !== undefined && { requestDigest: record.requestDigest }),
            expiresAt: expiryAfter(retention.idempotency, now),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
        }),
      ),
    );
    if (fresh) return record;
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    if (!isLive(Item, now)) throw new Error('the idempotency record expired while it was read');
    return {
      reportId: Item.reportId as string,
      requestedAt: new Date(Item.requestedAt as string),
      kid: Item.kid as string,
      bodyDigest: Item.bodyDigest as string,
      ...(Item.requestDigest !== undefined && { requestDigest: Item.requestDigest as string }),
    };
  }

  async forget(clientId: string, key: string, reportId: string): Promise<void> {
    await heldCondition(
      this.#client.send(
        new DeleteCommand({
          TableName: this.#table,
          Key: { pk: idempotencyPartition(clientId, key), sk: sortKeys.idempotency },
          ConditionExpression: 'reportId = :reportId',
          ExpressionAttributeValues: { ':reportId': reportId },
        }),
      ),
    );
  }
}
