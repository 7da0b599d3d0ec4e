import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReportRecord } from '@kyc-china/core/ports';
import type { Resender, WebhookResends } from '@kyc-china/core/resend-webhook';
import { resendNameOf } from './execution-names.ts';
import { Executions } from './executions.ts';
import { DynamoReportTrail } from './report-trail.ts';
import { isConditionFailure, sortKeys } from './reports-table.ts';

/** Resends, counted in the report's row, so that each has a number and an execution of its own (docs/adr/0010). */
export class StoredWebhookResends implements WebhookResends {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #workflow: SFNClient;
  readonly #stateMachineArn: string;
  readonly #executions: Executions;
  readonly #trail: DynamoReportTrail;

  constructor(
    documents: DynamoDBDocumentClient,
    table: string,
    workflow: SFNClient,
    stateMachineArn: string,
  ) {
    this.#documents = documents;
    this.#table = table;
    this.#workflow = workflow;
    this.#stateMachineArn = stateMachineArn;
    this.#executions = new Executions(workflow, stateMachineArn);
    this.#trail = new DynamoReportTrail(documents, table);
  }

  async count(reportId: string, most: number): Promise<number | undefined> {
    try {
      const { Attributes } = await this.#documents.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { pk: reportId, sk: sortKeys.report },
          UpdateExpression: 'ADD webhookResends :one',
          ConditionExpression:
            '#status IN (:completed, :failed) AND (attribute_not_exists(webhookResends) OR webhookResends < :most)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':one': 1,
            ':completed': 'completed',
            ':failed': 'failed',
            ':most': most,
          },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Attributes?.webhookResends;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  async start(reportId: string, resend: number): Promise<string> {
    const name = resendNameOf(reportId, resend);
    await this.#workflow.send(
      new StartExecutionCommand({
        stateMachineArn: this.#stateMachineArn,
        name,
        input: JSON.stringify({ reportId, tasks: [], webhook: { resend, attempt: 1 } }),
      }),
    );
    await this.#stopEarlier(reportId, resend);
    return name;
  }

  note(report: ReportRecord, resend: number, resender: Resender, at: Date): Promise<void> {
    return this.#trail.recordResend(report, resend, resender, at);
  }

  /** Each resend that was started has stopped those before it: the first that has ended is the last to look at. */
  async #stopEarlier(reportId: string, resend: number): Promise<void> {
    const cause = 'The webhook is resent again.';
    for (let earlier = resend - 1; earlier > 0; earlier -= 1) {
      const name = resendNameOf(reportId, earlier);
      const status = await this.#executions.stop(name, 'WebhookResentAgain', cause);
      if (status !== undefined && status !== 'RUNNING') return;
    }
  }
}
