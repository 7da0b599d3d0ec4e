import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ReportEvent } from '@kyc-china/core/contract/report-events-schema';
import type { AcceptedReport } from '@kyc-china/core/ports';
import type { Reading, ReportTrail } from '@kyc-china/core/report-trail';
import type { Resender } from '@kyc-china/core/resend-webhook';
import { expiryOf, isLive, sortKeys } from './reports-table.ts';
import { toWebhookAttempt, type WebhookAttemptRow } from './webhook-attempts.ts';

/** A read or a resend, as the table holds it. */
interface TrailRow {
  readonly by: string;
  readonly keyId?: string;
  readonly at: string;
  readonly resend?: number;
}

type Row = { readonly sk: string } & Readonly<Record<string, unknown>>;

/** Behind the last sort key of an attempt at a webhook. */
const behindAttempts = `${sortKeys.webhookAttempt}~`;

/** The reads by one key and route in so many minutes are one row. */
const windowMinutes = 10;

/** Returns the start of the window of a time, to the minute. */
function windowOf(at: Date): string {
  const ms = windowMinutes * 60_000;
  return new Date(Math.floor(at.getTime() / ms) * ms).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

function trailEvent(type: 'read' | 'webhook-resent', { at, by, keyId, resend }: TrailRow): ReportEvent {
  return {
    type,
    at,
    by: by as 'poll',
    ...(keyId !== undefined && { keyId }),
    ...(resend !== undefined && { resend }),
  };
}

function attemptEvent(row: WebhookAttemptRow): ReportEvent {
  const { at, resend, attempt, outcome, status, durationMs, error } = toWebhookAttempt(row);
  return {
    type: 'webhook-attempted',
    at: at.toISOString(),
    resend,
    attempt,
    outcome,
    ...(status !== undefined && { httpStatus: status }),
    durationMs,
    ...(error !== undefined && { error }),
  };
}

function toEvent(row: Row): ReportEvent {
  const stored = row as unknown as TrailRow;
  if (row.sk.startsWith(sortKeys.read)) return trailEvent('read', stored);
  if (row.sk.startsWith(sortKeys.resend)) return trailEvent('webhook-resent', stored);
  return attemptEvent(row as unknown as WebhookAttemptRow);
}

/**
 * The events of reports in DynamoDB that no other row tells, in the partition of the report, with which they end. A report
 * has at most one row of reads for each window, key and route, so that a client that polls all the time adds few.
 */
export class DynamoReportTrail implements ReportTrail {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async recordRead(report: AcceptedReport, { by, keyId }: Reading, at: Date): Promise<void> {
    await this.#put(report, `${sortKeys.read}${windowOf(at)}#${by}#${keyId ?? ''}`, { by, keyId, at });
  }

  async recordResend(report: AcceptedReport, resend: number, resender: Resender, at: Date): Promise<void> {
    const { by } = resender;
    const keyId = resender.by === 'client' ? resender.keyId : undefined;
    await this.#put(report, `${sortKeys.resend}${resend}`, { by, keyId, at, resend });
  }

  async entries(reportId: string): Promise<ReportEvent[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': reportId, ':first': sortKeys.read, ':last': behindAttempts },
        ConsistentRead: true,
      },
    );
    const now = new Date();
    const events: ReportEvent[] = [];
    for await (const { Items = [] } of pages)
      events.push(...Items.filter((item) => isLive(item, now)).map((item) => toEvent(item as Row)));
    return events;
  }

  /** Replaces the row of the same window. No expression: a read waits for this write. */
  async #put(
    { reportId, requestedAt }: AcceptedReport,
    sk: string,
    { at, keyId, ...rest }: Omit<TrailRow, 'at' | 'keyId'> & { at: Date; keyId: string | undefined },
  ): Promise<void> {
    const Item = {
      pk: reportId,
      sk,
      at: at.toISOString(),
      ...(keyId !== undefined && { keyId }),
      ...rest,
      expiresAt: expiryOf('report', requestedAt),
    };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }
}
