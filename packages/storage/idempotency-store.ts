import { createHash } from 'node:crypto';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { IdempotencyRecord, IdempotencyStore } from '@kyc-china/core/ports';
import { conditionHolds, expiryOf, isLive, sortKeys } from './reports-table.ts';

/** The partition of a client's idempotency key. */
export function idempotencyPartition(clientId: string, key: string): string {
  return `IDEMPOTENCY#${clientId}#${createHash('sha256').update(key).digest('base64url')}`;
}

/** How often a key is tried whose record goes between two calls. */
const mostTries = 3;

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
    // An erasure may delete the record between the two: then the key is free again.
    for (let tries = 0; tries < mostTries; tries += 1) {
      if (await this.#store(Key, record)) return record;
      const stored = await this.find(clientId, key);
      if (stored) return stored;
    }
    throw new Error('the idempotency record goes whenever it is read');
  }

  async find(clientId: string, key: string): Promise<IdempotencyRecord | undefined> {
    const Key = { pk: idempotencyPartition(clientId, key), sk: sortKeys.idempotency };
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    return isLive(Item, new Date()) ? toRecord(Item) : undefined;
  }

  async forget(clientId: string, key: string, reportId: string): Promise<void> {
    await conditionHolds(
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

  /** @returns whether there was no record that is still live. */
  #store(
    Key: { readonly pk: string; readonly sk: string },
    { requestedAt, ...record }: IdempotencyRecord,
  ): Promise<boolean> {
    const now = new Date();
    return conditionHolds(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: {
            ...Key,
            ...record,
            requestedAt: requestedAt.toISOString(),
            expiresAt: expiryOf('idempotencyRecord', now),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
        }),
      ),
    );
  }
}

function toRecord(item: Record<string, unknown>): IdempotencyRecord {
  return {
    reportId: item.reportId as string,
    requestedAt: new Date(item.requestedAt as string),
    kid: item.kid as string,
    bodyDigest: item.bodyDigest as string,
    ...(item.requestDigest !== undefined && { requestDigest: item.requestDigest as string }),
  };
}
