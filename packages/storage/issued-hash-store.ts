import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { IssuedHash, IssuedHashes } from '@kyc-china/core/issued-hashes';
import { conditionHolds, isLive } from './reports-table.ts';

/** Returns when a hash expires, in seconds since 1970: so many years after its report was issued. */
function expiryAfter(years: number, issuedAt: Date): number {
  const expiry = new Date(issuedAt);
  expiry.setUTCFullYear(expiry.getUTCFullYear() + years);
  return Math.floor(expiry.getTime() / 1000);
}

/**
 * Hashes of issued reports and PDFs in a table of their own, by `sha256`. A row holds times alone: it names no report, client or
 * person, and two rows of one report do not name each other.
 */
export class DynamoIssuedHashes implements IssuedHashes {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #years: number;

  /** @param years how long a hash is kept. Only recording needs it. */
  constructor(client: DynamoDBDocumentClient, table: string, years = Number.NaN) {
    this.#client = client;
    this.#table = table;
    this.#years = years;
  }

  async record(hashes: readonly string[], issuedAt: Date): Promise<void> {
    const expiresAt = expiryAfter(this.#years, issuedAt);
    const record = (sha256: string) =>
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { sha256 },
          UpdateExpression:
            'SET issuedAt = if_not_exists(issuedAt, :issuedAt), expiresAt = if_not_exists(expiresAt, :expiresAt)',
          ExpressionAttributeValues: { ':issuedAt': issuedAt.toISOString(), ':expiresAt': expiresAt },
        }),
      );
    await Promise.all(hashes.map(record));
  }

  async markErased(hashes: readonly string[], erasedAt: Date): Promise<void> {
    const mark = (sha256: string) =>
      // Reports of the release before have no hashes here.
      conditionHolds(
        this.#client.send(
          new UpdateCommand({
            TableName: this.#table,
            Key: { sha256 },
            UpdateExpression: 'SET erasedAt = if_not_exists(erasedAt, :erasedAt)',
            ConditionExpression: 'attribute_exists(issuedAt)',
            ExpressionAttributeValues: { ':erasedAt': erasedAt.toISOString() },
          }),
        ),
      );
    await Promise.all(hashes.map(mark));
  }

  async find(sha256: string, now: Date): Promise<IssuedHash | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { sha256 }, ConsistentRead: true }),
    );
    if (!Item || !isLive(Item, now)) return undefined;
    const { issuedAt, erasedAt } = Item as { issuedAt: string; erasedAt?: string };
    return {
      issuedAt: new Date(issuedAt),
      ...(erasedAt !== undefined && { erasedAt: new Date(erasedAt) }),
    };
  }
}
