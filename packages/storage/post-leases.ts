import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PostLeases } from '@kyc-china/core/post-within-limit';
import {
  endedLeases,
  leaseFrom,
  receiversKeptForSeconds,
  receiversKey,
  watchedForMs,
} from './receivers-item.ts';
import { conditionHolds, expiryAfter } from './reports-table.ts';

/**
 * The leases of clients' posts in DynamoDB: a set in the item of each client's receivers, of random ids and the times at
 * which they end. Taking one is a conditional update of that item, so that no two functions take the last one.
 */
export class DynamoPostLeases implements PostLeases {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #most: number;

  /**
   * @param most how many leases a client may have at once.
   * @throws Error when that is not a positive integer.
   */
  constructor(client: DynamoDBDocumentClient, table: string, most: number) {
    if (!Number.isInteger(most) || most < 1) throw new Error('the limit of posts is not a positive integer');
    this.#client = client;
    this.#table = table;
    this.#most = most;
  }

  async take(clientId: string): Promise<string | undefined> {
    const lease = leaseFrom(Date.now(), randomUUID());
    const taken = (await this.#add(clientId, lease)) || (await this.#addInPlaceOfEnded(clientId, lease));
    return taken ? lease : undefined;
  }

  async hold(clientId: string): Promise<string> {
    const lease = leaseFrom(Date.now(), randomUUID());
    await this.#watch(clientId, ' ADD leases :leases', [lease]);
    return lease;
  }

  async giveBack(clientId: string, lease: string, watch: boolean): Promise<void> {
    await (watch
      ? this.#watch(clientId, ' DELETE leases :leases', [lease])
      : this.#remove(clientId, [lease]));
  }

  async watch(clientId: string): Promise<void> {
    await this.#watch(clientId);
  }

  /** A repetition of the same call, whose first answer was lost, finds its lease and holds it. */
  #add(clientId: string, lease: string): Promise<boolean> {
    return conditionHolds(
      this.#update(clientId, {
        expression: 'SET expiresAt = :expiresAt ADD leases :leases',
        values: {
          ':expiresAt': expiresAt(),
          ':leases': new Set([lease]),
          ':lease': lease,
          ':most': this.#most,
        },
        condition: 'attribute_not_exists(leases) OR size(leases) < :most OR contains(leases, :lease)',
      }),
    );
  }

  async #addInPlaceOfEnded(clientId: string, lease: string): Promise<boolean> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: receiversKey(clientId), ConsistentRead: true }),
    );
    const ended = endedLeases(Item ?? {}, Date.now());
    if (ended.length === 0) return false;
    await this.#remove(clientId, ended);
    return this.#add(clientId, lease);
  }

  async #remove(clientId: string, leases: readonly string[]): Promise<void> {
    await conditionHolds(
      this.#update(clientId, {
        expression: 'DELETE leases :leases',
        values: { ':leases': new Set(leases) },
        // An item that was deleted meanwhile must not come back without an expiry.
        condition: 'attribute_exists(expiresAt)',
      }),
    );
  }

  #watch(clientId: string, change = '', leases: readonly string[] = []): Promise<unknown> {
    return this.#update(clientId, {
      expression: `SET expiresAt = :expiresAt, watchedUntil = :until${change}`,
      values: {
        ':expiresAt': expiresAt(),
        ':until': Date.now() + watchedForMs,
        ...(leases.length > 0 && { ':leases': new Set(leases) }),
      },
    });
  }

  #update(
    clientId: string,
    change: { expression: string; values: Record<string, unknown>; condition?: string },
  ): Promise<unknown> {
    return this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: receiversKey(clientId),
        UpdateExpression: change.expression,
        ...(change.condition && { ConditionExpression: change.condition }),
        ExpressionAttributeValues: change.values,
      }),
    );
  }
}

function expiresAt(): number {
  return expiryAfter(receiversKeptForSeconds, new Date());
}
