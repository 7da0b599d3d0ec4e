import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { KnownReceivers, ReceiverTimeouts } from '@kyc-china/core/ports';
import { isWatched, receiversKeptForSeconds, receiversKey } from './receivers-item.ts';
import { expiryAfter, isLive } from './reports-table.ts';

/**
 * How many counters a client has. A client chooses its hosts, so they are counted by a hash of the name: hosts that
 * share a counter can only shorten each other's time, and only within one client.
 */
const counters = 64;

function counterOf(host: string): string {
  return `n${(createHash('sha256').update(host).digest()[0] ?? 0) % counters}`;
}

/** Receivers' timeouts in DynamoDB: one item for each client, of at most 64 numbers, which no name is part of. */
export class DynamoReceiverTimeouts implements ReceiverTimeouts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(clientId: string, host: string): Promise<KnownReceivers> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: receiversKey(clientId) }),
    );
    const now = new Date();
    if (!isLive(Item, now)) return { timeoutsInARow: 0, isWatched: false };
    return {
      timeoutsInARow: Number(Item[counterOf(host)] ?? 0),
      isWatched: isWatched(Item, now.getTime()),
    };
  }

  async record(clientId: string, host: string, timedOut: boolean): Promise<void> {
    const expiresAt = expiryAfter(receiversKeptForSeconds, new Date());
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: receiversKey(clientId),
        UpdateExpression: `SET expiresAt = :expiresAt ${timedOut ? 'ADD #counter :one' : 'REMOVE #counter'}`,
        ExpressionAttributeNames: { '#counter': counterOf(host) },
        ExpressionAttributeValues: { ':expiresAt': expiresAt, ...(timedOut && { ':one': 1 }) },
      }),
    );
  }
}
