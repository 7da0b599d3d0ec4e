import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Retained, retentionSeconds } from '@kyc-china/core/retention';
import { clientSettings } from './client-settings.ts';

/**
 * The reports table. One partition for each report (partition key `pk` = report id), one item for each thing
 * known of it, identified by the sort key `sk`; and one partition for each idempotency key.
 */
export const sortKeys = {
  report: 'REPORT',
  applicant: 'APPLICANT',
  idempotency: 'IDEMPOTENCY',
  /** Followed by the hour, the route and the key with which the report was read. */
  read: 'TRAIL#READ#',
  /** Followed by the number of the resend. */
  resend: 'TRAIL#RESEND#',
  /** Followed by the task's key. */
  subCheck: 'SUBCHECK#',
  /** Followed by the time of the attempt, so that a report's attempts are read in their order. */
  webhookAttempt: 'WEBHOOK#',
  /** Followed by the month. */
  usage: 'MONTH#',
} as const;

/** Returns the time that lies this many seconds ahead, in epoch seconds: the table's TTL attribute `expiresAt`. */
export function expiryAfter(seconds: number, now: Date): number {
  return Math.floor(now.getTime() / 1000) + seconds;
}

/** Returns when an item that is stored now expires, in epoch seconds. */
export function expiryOf(retained: Retained, now: Date): number {
  return expiryAfter(retentionSeconds(retained), now);
}

/** DynamoDB deletes expired items days late: what is past its time counts as absent. */
export function isLive(
  item: Record<string, unknown> | undefined,
  now: Date,
): item is Record<string, unknown> {
  return item !== undefined && (item.expiresAt as number) > now.getTime() / 1000;
}

/** A document client that every store of one function shares. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Whether a write was refused by its condition: somebody was there before. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** Sends a conditional write. @returns whether its condition held. */
export async function conditionHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** Whether the report was erased: its receipt, or the beginning of one, is in its row's place, and never expires. */
export async function isErasedReport(
  client: DynamoDBDocumentClient,
  table: string,
  reportId: string,
): Promise<boolean> {
  const { Item } = await client.send(
    new GetCommand({
      TableName: table,
      Key: { pk: reportId, sk: sortKeys.report },
      ProjectionExpression: '#status',
      ExpressionAttributeNames: { '#status': 'status' },
      ConsistentRead: true,
    }),
  );
  return Item?.status === 'erased';
}
