import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { resendNameOf } from '@kyc-china/storage/execution-names';
import { isLive, sortKeys } from '@kyc-china/storage/reports-table';
import { toWebhookAttempt, type WebhookAttemptRow } from '@kyc-china/storage/webhook-attempts';
import { CommandError } from './command-line.ts';
import type { StageConnection } from './stage-connection.ts';

export type ListedAttempt = ReturnType<typeof toWebhookAttempt>;

/** Selects attempts. An undefined property selects all. */
export interface AttemptFilter {
  readonly reportId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Selects only attempts that did not deliver. */
  readonly failed: boolean;
}

/** Lists and resends a stage's webhooks. */
export class WebhookDeliveries {
  readonly #dynamo: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #workflow: SFNClient;
  readonly #table: string;
  readonly #stateMachineArn: string;

  constructor(stage: StageConnection) {
    this.#dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
    this.#documents = DynamoDBDocumentClient.from(this.#dynamo);
    this.#workflow = new SFNClient(stage.settingsFor('SFN'));
    this.#table = stage.output('ReportsTableName');
    this.#stateMachineArn = stage.output('StateMachineArn');
  }

  /**
   * Returns the attempts, oldest first. Those of one report are read from its partition. Otherwise the whole table is
   * scanned once: an index would cost a write for every attempt, all for a rare command.
   */
  async list({ reportId, clientId, failed }: AttemptFilter): Promise<ListedAttempt[]> {
    const client = this.#documents;
    const conditions = [
      ...(reportId === undefined ? ['begins_with(sk, :webhook)'] : []),
      ...(clientId === undefined ? [] : ['clientId = :client']),
      ...(failed ? ['outcome <> :delivered'] : []),
    ];
    const input: QueryCommandInput = {
      TableName: this.#table,
      ...(conditions.length > 0 && { FilterExpression: conditions.join(' AND ') }),
      ExpressionAttributeValues: {
        ':webhook': sortKeys.webhookAttempt,
        ...(reportId !== undefined && { ':report': reportId }),
        ...(clientId !== undefined && { ':client': clientId }),
        ...(failed && { ':delivered': 'delivered' }),
      },
    };
    const ofReport = { ...input, KeyConditionExpression: 'pk = :report AND begins_with(sk, :webhook)' };
    const pages =
      reportId === undefined ? paginateScan({ client }, input) : paginateQuery({ client }, ofReport);
    const now = new Date();
    const rows: WebhookAttemptRow[] = [];
    for await (const { Items = [] } of pages)
      rows.push(...(Items.filter((item) => isLive(item, now)) as WebhookAttemptRow[]));
    return rows.map(toWebhookAttempt).sort((one, other) => one.at.getTime() - other.at.getTime());
  }

  /**
   * Starts to resend a report's webhook, with the same id and body and on the same schedule. No provider is called.
   * @returns the name of the execution.
   * @throws CommandError if there is nothing to send.
   */
  async resend(reportId: string): Promise<string> {
    const Key = { pk: reportId, sk: sortKeys.report };
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    if (!isLive(Item, new Date()))
      throw new CommandError(`there is no report ${reportId}: it never existed, has expired or was erased`);
    if (Item.status !== 'completed')
      throw new CommandError(`the report ${reportId} is not complete: it is ${Item.status}`);
    if (Item.callbackUrl === undefined)
      throw new CommandError(`the request of the report ${reportId} had no callbackUrl`);
    const resend = await this.#nextResend(reportId);
    const name = resendNameOf(reportId, resend);
    await this.#workflow.send(
      new StartExecutionCommand({
        stateMachineArn: this.#stateMachineArn,
        name,
        input: JSON.stringify({ reportId, tasks: [], webhook: { resend, attempt: 1 } }),
      }),
    );
    return name;
  }

  close(): void {
    this.#dynamo.destroy();
    this.#workflow.destroy();
  }

  /** Counts in the report's row, so that each resend has its own number. */
  async #nextResend(reportId: string): Promise<number> {
    try {
      const { Attributes } = await this.#documents.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { pk: reportId, sk: sortKeys.report },
          UpdateExpression: 'ADD webhookResends :one',
          ConditionExpression: '#status = :completed',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':one': 1, ':completed': 'completed' },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Attributes?.webhookResends;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        throw new CommandError(`the report ${reportId} was erased just now`);
      throw error;
    }
  }
}
