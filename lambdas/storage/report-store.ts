import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SubmittedFields } from '../domain/masking.ts';
import type { AcceptedReport, DecidedReport, NewReport, ReportRecord, ReportStore } from '../domain/ports.ts';
import { idempotencyPartition } from './idempotency-store.ts';
import {
  expiryAfter,
  heldCondition,
  isConditionFailure,
  isLive,
  retention,
  sortKeys,
} from './reports-table.ts';

interface ReportItem {
  clientId: string;
  requestedAt: string;
  status: ReportRecord['status'];
  tasks: AcceptedReport['tasks'];
  warnings: AcceptedReport['warnings'];
  callbackUrl?: string;
  /** Until the report stands. */
  submitted?: SubmittedFields;
  /** Where the record of the request's idempotency key is. */
  idempotencyPartition?: string;
  /** Until the report stands, what it will say: JSON of a DecidedReport. */
  decided?: string;
  /** The report's JSON: a string, so that every reader gets the same bytes. */
  report?: string;
  pdfSha256?: string;
  webhookDeliveredAt?: string;
  webhookDeliveredResend?: number;
}

function toRecord(reportId: string, item: ReportItem): ReportRecord {
  const accepted: AcceptedReport = {
    reportId,
    clientId: item.clientId,
    requestedAt: new Date(item.requestedAt),
    tasks: item.tasks,
    warnings: item.warnings,
    ...(item.callbackUrl !== undefined && { callbackUrl: item.callbackUrl }),
  };
  if (item.status !== 'completed' || item.report === undefined)
    return {
      ...accepted,
      status: item.status === 'failed' ? 'failed' : 'processing',
      submitted: item.submitted ?? {},
    };
  return {
    ...accepted,
    status: 'completed',
    report: JSON.parse(item.report),
    ...(item.pdfSha256 && { pdfSha256: item.pdfSha256 }),
    ...(item.webhookDeliveredAt && {
      webhookDelivered: {
        at: new Date(item.webhookDeliveredAt),
        resend: item.webhookDeliveredResend ?? 0,
      },
    }),
  };
}

/** Named one by one: an erased report has a status too, and stays erased. */
const unsettled = '#status IN (:processing, :failed)';

function readDecided(json: string): DecidedReport {
  const { sources, ...decided }: DecidedReport = JSON.parse(json);
  return {
    ...decided,
    sources: sources.map(({ askedAt, answeredAt, ...source }) => ({
      ...source,
      ...(askedAt && { askedAt: new Date(askedAt) }),
      ...(answeredAt && { answeredAt: new Date(answeredAt) }),
    })),
  };
}

/** Reports in DynamoDB. */
export class DynamoReportStore implements ReportStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create({
    reportId,
    requestedAt,
    tasks,
    warnings,
    idempotencyKey,
    ...rest
  }: NewReport): Promise<void> {
    const Item = {
      ...this.#key(reportId),
      ...rest,
      ...(idempotencyKey !== undefined && {
        idempotencyPartition: idempotencyPartition(rest.clientId, idempotencyKey),
      }),
      tasks: [...tasks],
      warnings: [...warnings],
      requestedAt: requestedAt.toISOString(),
      status: 'processing',
      expiresAt: expiryAfter(retention.report, requestedAt),
    };
    await heldCondition(
      this.#client.send(
        new PutCommand({ TableName: this.#table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );
  }

  async find(reportId: string): Promise<ReportRecord | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(reportId), ConsistentRead: true }),
    );
    return isLive(Item, new Date()) ? toRecord(reportId, Item as unknown as ReportItem) : undefined;
  }

  async decide(reportId: string, decided: DecidedReport): Promise<DecidedReport | undefined> {
    const change = 'SET decided = if_not_exists(decided, :decided)';
    const row = await this.#update(reportId, change, unsettled, {
      ':failed': 'failed',
      ':processing': 'processing',
      ':decided': JSON.stringify(decided),
    });
    return row?.decided === undefined ? undefined : readDecided(row.decided);
  }

  async complete(
    reportId: string,
    { report, upstreamCost }: Pick<DecidedReport, 'report' | 'upstreamCost'>,
    pdfSha256: string,
  ): Promise<void> {
    const change =
      'SET #status = :completed, report = :report, upstreamCost = :cost, pdfSha256 = :pdfSha256 REMOVE submitted, decided';
    await this.#update(reportId, change, unsettled, {
      ':cost': upstreamCost,
      ':completed': 'completed',
      ':failed': 'failed',
      ':processing': 'processing',
      ':report': JSON.stringify(report),
      ':pdfSha256': pdfSha256,
    });
  }

  async fail(reportId: string): Promise<void> {
    await this.#update(reportId, 'SET #status = :failed', '#status = :processing', {
      ':failed': 'failed',
      ':processing': 'processing',
    });
  }

  async recordWebhookDelivery(reportId: string, at: Date, resend: number): Promise<void> {
    const change = 'SET webhookDeliveredAt = :at, webhookDeliveredResend = :resend';
    await this.#update(reportId, change, '#status = :completed', {
      ':at': at.toISOString(),
      ':resend': resend,
      ':completed': 'completed',
    });
  }

  async #update(
    reportId: string,
    change: string,
    condition: string,
    values: Record<string, string | number>,
  ): Promise<ReportItem | undefined> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(reportId),
          UpdateExpression: change,
          ConditionExpression: `attribute_exists(pk) AND ${condition}`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes as ReportItem | undefined;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  #key(reportId: string) {
    return { pk: reportId, sk: sortKeys.report };
  }
}
