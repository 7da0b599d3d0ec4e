import type { ErasedCounts, ErasureReceipt } from '@kyc-china/core/erasure-receipt';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { retentionSeconds } from '@kyc-china/core/retention';
import { isLive } from './reports-table.ts';

const hourSeconds = 60 * 60;

/** The row that replaces a report's row when its erasure starts. It never expires. */
export interface Tombstone {
  pk: string;
  sk: string;
  status: 'erased';
  clientId?: string;
  consentGiven?: true;
  receipt?: ErasureReceipt;
  /** The partition of the request's idempotency record, until the erasure is complete. */
  idempotencyPartition?: string;
  /** When the report was requested, until the erasure is complete. */
  requestedAt?: string;
  /** What the client is charged for a report that was complete, until the erasure is complete. */
  charges?: string;
  /** How often the webhook was resent, until the erasure is complete. */
  webhookResends?: number;
  erased?: ErasedCounts;
}

/** What the erasure reads of a report's row or tombstone. */
export interface ReportRow {
  readonly status?: string;
  readonly clientId?: string;
  readonly requestedAt?: string;
  readonly startedAt?: string;
  readonly charges?: string;
  readonly webhookResends?: number;
  readonly expiresAt?: number;
  readonly idempotencyPartition?: string;
  readonly consentGiven?: true;
  readonly receipt?: ErasureReceipt;
  readonly erased?: ErasedCounts;
}

/** Returns the named attributes that a row has. */
export function kept<Name extends keyof ReportRow>(
  row: ReportRow | undefined,
  ...names: Name[]
): Pick<ReportRow, Name> {
  const entries = names.flatMap((name) => (row?.[name] === undefined ? [] : [[name, row[name]]]));
  return Object.fromEntries(entries) as Pick<ReportRow, Name>;
}

/** Returns whether the report's workflow may still be writing. */
export function isRunning(row: ReportRow | undefined, now: Date): boolean {
  if (row?.status !== 'processing' || !isLive({ ...row }, now)) return false;
  return now.getTime() - lastStartOf(row) <= longestProcessingMs;
}

const lastStartOf = ({ startedAt, requestedAt }: ReportRow) =>
  new Date(startedAt ?? requestedAt ?? 0).getTime();

/**
 * Returns whether a function may still work on the report although no execution runs. It can be a repeated request,
 * which the client may send for 24 hours, or a step that Step Functions abandoned while it ran.
 */
export function isYoung(row: ReportRow | undefined, now: Date): boolean {
  // Without a row, the request may still be running.
  if (row?.status === undefined) return true;
  return now.getTime() - lastStartOf(row) <= (retentionSeconds('idempotencyRecord') + hourSeconds) * 1000;
}
