import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReportEvent } from '@kyc-china/core/contract/report-events-schema';
import type { AcceptedReport } from '@kyc-china/core/ports';
import type { Reading, ReportTrail } from '@kyc-china/core/report-trail';
import type { Resender } from '@kyc-china/core/resend-webhook';
import { expiryOf, isLive, sortKeys } from './reports-table.ts';
import { toWebhookAttempt, type WebhookAttemptRow } from './webhook-attempts.ts';

/** The reads of one hour by one key and route, as the table holds them. */
interface ReadRow {
  readonly by: string;
  readonly keyId?: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly readCount: number;
}

interface ResendRow {
  readonly by: string;
  readonly keyId?: string;
  readonly resend: number;
  readonly firstAt: string;
}

type Row = { readonly sk: string } & Readonly<Record<string, unknown>>;

/** Behind the last sort key of an attempt at a webhook. */
const behindAttempts = `${sortKeys.webhookAttempt}~`;

const keyIdOf = ({ keyId }: { readonly keyId?: string }) => (keyId === undefined ? {} : { keyId });

function readEvent(row: ReadRow): ReportEvent {
  const { by, firstAt, lastAt, readCount } = row;
  return {
    type: 'read',
    at: firstAt,
    by: by as 'poll',
    ...keyIdOf(row),
    count: readCount,
    lastAt,
  };
}

function resendEvent(row: ResendRow): ReportEvent {
  return {
    type: 'webhook-resent',
    at: row.firstAt,
    by: row.by as 'client',
    ...keyIdOf(row),
    resend: row.resend,
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
  if (row.sk.startsWith(sortKeys.read)) return readEvent(row as unknown as ReadRow);
  if (row.sk.startsWith(sortKeys.resend)) return resendEvent(row as unknown as ResendRow);
  return attemptEvent(row as unknown as WebhookAttemptRow);
}

/**
 * The events of reports in DynamoDB that no other row tells, in the partition of the report, with which they end. A report
 * has at most one row of reads for each hour, key and route, so that a client that polls all the time adds few.
 */
export class DynamoReportTrail implements ReportTrail {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async recordRead(report: AcceptedReport, { by, keyId }: Reading, at: Date): Promise<void> {
    const hour = at.toISOString().slice(0, 'YYYY-MM-DDTHH'.length);
    await this.#add(
      report,
      `${sortKeys.read}${hour}#${by}#${keyId ?? ''}`,
      at,
      { by, keyId },
      'ADD readCount :one',
      {
        ':one': 1,
      },
    );
  }

  async recordResend(report: AcceptedReport, resend: number, resender: Resender, at: Date): Promise<void> {
    const { by } = resender;
    const keyId = resender.by === 'client' ? resender.keyId : undefined;
    await this.#add(report, `${sortKeys.resend}${resend}`, at, { by, keyId, resend });
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

  async #add(
    { reportId, requestedAt }: AcceptedReport,
    sk: string,
    at: Date,
    attributes: Readonly<Record<string, string | number | undefined>>,
    change = '',
    values: Readonly<Record<string, number>> = {},
  ): Promise<void> {
    const set = Object.entries(attributes).filter(([, value]) => value !== undefined);
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { pk: reportId, sk },
        UpdateExpression: `SET firstAt = if_not_exists(firstAt, :at), lastAt = :at, expiresAt = :expiresAt, ${set.map(([name]) => `#${name} = :${name}`).join(', ')} ${change}`,
        ExpressionAttributeNames: Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':at': at.toISOString(),
          ':expiresAt': expiryOf('report', requestedAt),
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
          ...values,
        },
      }),
    );
  }
}
