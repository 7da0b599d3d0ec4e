import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import {
  DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type ResendResult, resendWebhook } from '@kyc-china/core/resend-webhook';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { isLive, sortKeys } from '@kyc-china/storage/reports-table';
import { toWebhookAttempt, type WebhookAttemptRow } from '@kyc-china/storage/webhook-attempts';
import { StoredWebhookResends } from '@kyc-china/storage/webhook-resends';
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

/** Why a webhook is not resent. */
const refusals: Record<Exclude<ResendResult['status'], 'started'>, (reportId: string) => string> = {
  unknown: (reportId) => `there is no report ${reportId}: it never existed, has expired or was erased`,
  processing: (reportId) => `the report ${reportId} is not complete: it is processing`,
  'no-callback': (reportId) => `the request of the report ${reportId} had no callbackUrl`,
  exhausted: (reportId) => `the webhook of the report ${reportId} was resent too often`,
};

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
    const result = await resendWebhook(
      {
        reports: new DynamoReportStore(this.#documents, this.#table),
        resends: new StoredWebhookResends(
          this.#documents,
          this.#table,
          this.#workflow,
          this.#stateMachineArn,
        ),
        now: () => new Date(),
      },
      reportId,
      { by: 'operator' },
    );
    if (result.status === 'started') return result.execution;
    throw new CommandError(refusals[result.status](reportId));
  }

  close(): void {
    this.#dynamo.destroy();
    this.#workflow.destroy();
  }
}
