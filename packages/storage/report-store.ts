import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { decide } from '@kyc-china/core/decision/decide';
import type { SubmittedFields } from '@kyc-china/core/masking';
import type { Charge } from '@kyc-china/core/monthly-usage';
import type {
  AcceptedReport,
  ChargedReport,
  Creation,
  DecidedReport,
  NewReport,
  ReportRecord,
  ReportStore,
  WebhookDelivery,
} from '@kyc-china/core/ports';
import type { Report } from '@kyc-china/core/report';
import { idempotencyPartition } from './idempotency-store.ts';
import { insist, type Wait, waitForReal } from './insist.ts';
import { listedAttributes, referenceKeyOf } from './report-index.ts';
import {
  conditionHolds,
  expiryOf,
  isConditionFailure,
  isErasedReport,
  isLive,
  sortKeys,
} from './reports-table.ts';

interface ReportItem {
  clientId: string;
  requestedAt: string;
  /** Missing in rows of the release before. */
  startedAt?: string;
  status: ReportRecord['status'];
  tasks: AcceptedReport['tasks'];
  /** Missing in rows of the release before. */
  notOffered?: AcceptedReport['notOffered'];
  warnings: AcceptedReport['warnings'];
  callbackUrl?: string;
  highestCost?: number;
  clientReference?: string;
  /** JSON: a map of DynamoDB keeps no order, and the report returns what was sent. */
  metadata?: string;
  /** JSON: the report returns what was sent. */
  consent?: string;
  /** Until the report is complete. */
  submitted?: SubmittedFields;
  /** Where the record of the request's idempotency key is. */
  idempotencyPartition?: string;
  /** Until the report is complete, what it will say: JSON of a DecidedReport. */
  decided?: string;
  /** The report's JSON: a string, so that every reader gets the same bytes. */
  report?: string;
  pdfSha256?: string;
  /** JSON: what the client is charged for the report. Missing in rows of the release before. */
  charges?: string;
  /** What the calls cost that were settled before the report was completed, and the call that stored it. */
  upstreamCost?: number;
  costSettledBy?: string;
  failedAt?: string;
  webhookDeliveredAt?: string;
  webhookDeliveredResend?: number;
  /** Apart from those of the report: a report that failed can be completed later, and is then still to be sent. */
  failureDeliveredAt?: string;
  failureDeliveredResend?: number;
}

function deliveryOf(at: string | undefined, resend = 0): { webhookDelivered?: WebhookDelivery } {
  return at === undefined ? {} : { webhookDelivered: { at: new Date(at), resend } };
}

function toRecord(reportId: string, item: ReportItem): ReportRecord {
  const accepted = {
    reportId,
    clientId: item.clientId,
    requestedAt: new Date(item.requestedAt),
    startedAt: new Date(item.startedAt ?? item.requestedAt),
    tasks: item.tasks,
    notOffered: item.notOffered ?? [],
    warnings: item.warnings,
    ...(item.failedAt !== undefined && { failedAt: new Date(item.failedAt) }),
    ...(item.callbackUrl !== undefined && { callbackUrl: item.callbackUrl }),
    ...(item.highestCost !== undefined && { highestCost: item.highestCost }),
    ...(item.clientReference !== undefined && { clientReference: item.clientReference }),
    ...(item.metadata !== undefined && { metadata: JSON.parse(item.metadata) }),
    ...(item.consent !== undefined && { consent: JSON.parse(item.consent) }),
  };
  if (item.status === 'failed')
    return {
      ...accepted,
      status: 'failed',
      submitted: item.submitted ?? {},
      ...deliveryOf(item.failureDeliveredAt, item.failureDeliveredResend),
    };
  if (item.status !== 'completed' || item.report === undefined)
    return { ...accepted, status: 'processing', submitted: item.submitted ?? {} };
  return {
    ...accepted,
    status: 'completed',
    report: JSON.parse(item.report),
    ...(item.pdfSha256 && { pdfSha256: item.pdfSha256 }),
    ...(item.charges !== undefined && { charges: JSON.parse(item.charges) }),
    ...deliveryOf(item.webhookDeliveredAt, item.webhookDeliveredResend),
  };
}

/** Named one by one: an erased report has a status too, and stays erased. */
const unsettled = '#status IN (:processing, :failed)';

function readDecided(json: string): DecidedReport {
  const { sources, report, charges }: DecidedReport = JSON.parse(json);
  return {
    ...(charges && { charges }),
    // The release before put no decision into it.
    report: { ...report, decision: report.decision ?? decide(report) },
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
  readonly #wait: Wait;

  constructor(client: DynamoDBDocumentClient, table: string, wait: Wait = waitForReal) {
    this.#client = client;
    this.#table = table;
    this.#wait = wait;
  }

  async create(
    {
      reportId,
      requestedAt,
      tasks,
      notOffered,
      warnings,
      metadata,
      consent,
      idempotencyKey,
      ...rest
    }: NewReport,
    startedAt: Date,
  ): Promise<Creation> {
    const Item = {
      ...this.#key(reportId),
      ...rest,
      ...(idempotencyKey !== undefined && {
        idempotencyPartition: idempotencyPartition(rest.clientId, idempotencyKey),
      }),
      ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
      // Its fact stays in the receipt of an erasure, its text does not.
      ...(consent !== undefined && { consent: JSON.stringify(consent), consentGiven: true }),
      ...(rest.clientReference !== undefined && {
        referenceKey: referenceKeyOf(rest.clientId, rest.clientReference),
      }),
      tasks: [...tasks],
      notOffered: [...notOffered],
      warnings: [...warnings],
      requestedAt: requestedAt.toISOString(),
      startedAt: startedAt.toISOString(),
      status: 'processing',
      expiresAt: expiryOf('report', requestedAt),
    };
    const created = await conditionHolds(
      this.#client.send(
        new PutCommand({ TableName: this.#table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );
    if (created) return 'created';
    return (await this.isErased(reportId)) ? 'erased' : 'exists';
  }

  async recordStart(reportId: string, at: Date): Promise<Date | undefined> {
    const before = await this.#update(
      reportId,
      'SET startedAt = :at',
      '#status = :processing',
      { ':at': at.toISOString(), ':processing': 'processing' },
      'ALL_OLD',
    );
    return before && new Date(before.startedAt ?? before.requestedAt);
  }

  async withdrawStart(reportId: string, at: Date, before: Date): Promise<void> {
    await this.#update(reportId, 'SET startedAt = :before', '#status = :processing AND startedAt = :at', {
      ':at': at.toISOString(),
      ':before': before.toISOString(),
      ':processing': 'processing',
    });
  }

  async reopen(reportId: string, at: Date): Promise<boolean> {
    const row = await this.#update(reportId, 'SET #status = :processing, startedAt = :at', unsettled, {
      ':at': at.toISOString(),
      ':failed': 'failed',
      ':processing': 'processing',
    });
    return row !== undefined;
  }

  async isErased(reportId: string): Promise<boolean> {
    return isErasedReport(this.#client, this.#table, reportId);
  }

  async find(reportId: string): Promise<ReportRecord | undefined> {
    const item = await this.#item(reportId);
    return item && toRecord(reportId, item);
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
    report: Report,
    pdfSha256: string,
    charges: readonly Charge[] = [],
  ): Promise<boolean> {
    const change =
      'SET #status = :completed, report = :report, pdfSha256 = :pdfSha256, charges = :charges, completedAt = :completedAt, decision = :decision, decisionOutcome = :decisionOutcome, counts = :counts REMOVE submitted, decided';
    const listed = listedAttributes(report);
    const row = await this.#update(reportId, change, unsettled, {
      ':completed': 'completed',
      ':failed': 'failed',
      ':processing': 'processing',
      ':report': JSON.stringify(report),
      ':pdfSha256': pdfSha256,
      ':charges': JSON.stringify(charges),
      ':completedAt': listed.completedAt,
      ':decision': listed.decision,
      ':decisionOutcome': listed.decisionOutcome,
      ':counts': listed.counts,
    });
    return row !== undefined;
  }

  async settleCost(reportId: string, upstreamCost: number): Promise<boolean> {
    const run = randomUUID();
    // Here and not by the next run: that could not know that the write of this one arrived, and it would not be recorded.
    return insist(() => this.#settleCostOnce(reportId, upstreamCost, run), this.#wait);
  }

  async #settleCostOnce(reportId: string, upstreamCost: number, run: string): Promise<boolean> {
    const stored = await this.#update(
      reportId,
      'SET upstreamCost = :cost, costSettledBy = :run',
      '#status = :completed AND attribute_not_exists(upstreamCost)',
      { ':cost': upstreamCost, ':run': run, ':completed': 'completed' },
    );
    if (stored) return true;
    // The response may have been lost, and the SDK sent the write again: then it was this call that stored it.
    return (await this.#item(reportId))?.costSettledBy === run;
  }

  async addLateCost(reportId: string, taskKey: string, price: number): Promise<ChargedReport | undefined> {
    // A later run of the task finds its row closed, and would add nothing.
    return insist(() => this.#addLateCostOnce(reportId, taskKey, price), this.#wait);
  }

  async #addLateCostOnce(
    reportId: string,
    taskKey: string,
    price: number,
  ): Promise<ChargedReport | undefined> {
    await this.#update(
      reportId,
      'SET lateUpstreamCost = if_not_exists(lateUpstreamCost, :none) + :price ADD lateTasks :task',
      '#status = :completed AND NOT contains(lateTasks, :key)',
      {
        ':none': 0,
        ':price': price,
        ':task': new Set([taskKey]),
        ':key': taskKey,
        ':completed': 'completed',
      },
    );
    const item = await this.#item(reportId);
    if (item?.status !== 'completed') return undefined;
    return { reportId, clientId: item.clientId, requestedAt: new Date(item.requestedAt) };
  }

  async fail(reportId: string, at: Date): Promise<void> {
    await this.#update(reportId, 'SET #status = :failed, failedAt = :at', '#status = :processing', {
      ':at': at.toISOString(),
      ':failed': 'failed',
      ':processing': 'processing',
    });
  }

  async recordWebhookDelivery(
    reportId: string,
    status: 'completed' | 'failed',
    { at, resend }: WebhookDelivery,
  ): Promise<void> {
    const delivered = status === 'failed' ? 'failureDelivered' : 'webhookDelivered';
    const change = `SET ${delivered}At = :at, ${delivered}Resend = :resend`;
    await this.#update(reportId, change, '#status = :announced', {
      ':at': at.toISOString(),
      ':resend': resend,
      ':announced': status,
    });
  }

  async #update(
    reportId: string,
    change: string,
    condition: string,
    values: Record<string, string | number | Set<string>>,
    returned: 'ALL_NEW' | 'ALL_OLD' = 'ALL_NEW',
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
          ReturnValues: returned,
        }),
      );
      return Attributes as ReportItem | undefined;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  async #item(reportId: string): Promise<ReportItem | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(reportId), ConsistentRead: true }),
    );
    return isLive(Item, new Date()) ? (Item as unknown as ReportItem) : undefined;
  }

  #key(reportId: string) {
    return { pk: reportId, sk: sortKeys.report };
  }
}
