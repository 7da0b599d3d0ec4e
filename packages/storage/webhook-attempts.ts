import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AcceptedReport, WebhookAttempt, WebhookAttempts } from '@kyc-china/core/ports';
import { expiryOf, isLive, sortKeys } from './reports-table.ts';

/** An attempt as the table holds it. */
export type WebhookAttemptRow = Omit<WebhookAttempt, 'at'> & {
  readonly pk: string;
  /** Ends in the attempt's time. */
  readonly sk: string;
  readonly clientId: string;
  readonly expiresAt: number;
};

/** The attempt that a row describes. */
export function toWebhookAttempt({
  pk,
  sk,
  expiresAt: _expiresAt,
  ...rest
}: WebhookAttemptRow): WebhookAttempt & { readonly reportId: string; readonly clientId: string } {
  return { reportId: pk, at: new Date(sk.slice(sortKeys.webhookAttempt.length)), ...rest };
}

/** Webhooks' attempts in DynamoDB: an item each, in the partition of the report, which it ends with. */
export class DynamoWebhookAttempts implements WebhookAttempts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record({ reportId, clientId, requestedAt }: AcceptedReport, attempt: WebhookAttempt): Promise<void> {
    const { at, ...rest } = attempt;
    const Key = { pk: reportId, sk: sortKeys.webhookAttempt + at.toISOString() };
    const fields = Object.entries({
      clientId,
      ...rest,
      expiresAt: expiryOf('report', requestedAt),
    }).filter(([, value]) => value !== undefined);
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key,
        UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      }),
    );
    // An erasure puts its receipt before it looks for what there is: so either it sees the attempt, or this sees it.
    if (!(await this.#isComplete(reportId)))
      await this.#client.send(new DeleteCommand({ TableName: this.#table, Key }));
  }

  async #isComplete(reportId: string): Promise<boolean> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: { pk: reportId, sk: sortKeys.report },
        ProjectionExpression: '#status, expiresAt',
        ExpressionAttributeNames: { '#status': 'status' },
        ConsistentRead: true,
      }),
    );
    return isLive(Item, new Date()) && Item.status !== 'erased';
  }
}
