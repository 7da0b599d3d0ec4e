import { longestProcessingMs } from '@kyc-china/core/read-report';
import { retentionSeconds } from '@kyc-china/core/retention';
import { isLive } from '@kyc-china/storage/reports-table';

const hourSeconds = 60 * 60;

/** How many items of each kind were deleted. An interrupted run does not count what it was deleting at that moment. */
export interface ErasedCounts {
  readonly reports: number;
  /** All other rows of the report: results of sub-checks, webhook attempts, the applicant's encrypted fields. */
  readonly otherRows: number;
  readonly idempotencyRecords: number;
  readonly dataKeys: number;
  /** Includes every version. */
  readonly photos: number;
  readonly pdfs: number;
}

/** Proof that a report was erased. It contains nothing about the person. */
export interface ErasureReceipt {
  readonly reportId: string;
  /** Undefined if nothing that was left of the request named the client. */
  readonly clientId?: string;
  readonly erasedAt: string;
  readonly erasedBy: string;
  readonly erased: ErasedCounts;
  /** Whether the request stated the consent of the person. What it said is erased. */
  readonly consentGiven?: true;
}

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
  /** How often the webhook was resent, until the erasure is complete. */
  webhookResends?: number;
  erased?: ErasedCounts;
}

export const nothing: ErasedCounts = {
  reports: 0,
  otherRows: 0,
  idempotencyRecords: 0,
  dataKeys: 0,
  photos: 0,
  pdfs: 0,
};

export function sumOf(one: ErasedCounts, other: ErasedCounts): ErasedCounts {
  const kinds = Object.keys(nothing) as (keyof ErasedCounts)[];
  return Object.fromEntries(kinds.map((kind) => [kind, one[kind] + other[kind]])) as unknown as ErasedCounts;
}

/** What the erasure reads of a report's row or tombstone. */
export interface ReportRow {
  readonly status?: string;
  readonly clientId?: string;
  readonly requestedAt?: string;
  readonly startedAt?: string;
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
