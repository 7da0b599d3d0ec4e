import { longestProcessingMs } from '../lambdas/domain/read-report.ts';
import { retentionSeconds } from '../lambdas/domain/retention.ts';
import { isLive } from '../lambdas/storage/reports-table.ts';

const hourSeconds = 60 * 60;

/** What was deleted, by kind: how many there were. Of a run that was cut short, what it was just deleting is not counted. */
export interface ErasedCounts {
  readonly reports: number;
  /** Sub-checks' results, webhook attempts, the applicant's sealed fields: all other rows of the report. */
  readonly otherRows: number;
  readonly idempotencyRecords: number;
  readonly dataKeys: number;
  /** With every version of it. */
  readonly photos: number;
  readonly pdfs: number;
}

/** Proof that a report was erased. It says nothing of the person. */
export interface ErasureReceipt {
  readonly reportId: string;
  /** Undefined when all that was left of the request did not name it. */
  readonly clientId?: string;
  readonly erasedAt: string;
  readonly erasedBy: string;
  readonly erased: ErasedCounts;
}

/** The row that stands in a report's place from the moment that its erasure begins. It never expires. */
export interface Tombstone {
  pk: string;
  sk: string;
  status: 'erased';
  clientId?: string;
  receipt?: ErasureReceipt;
  /** Until the erasure is done: where the record of the request's idempotency key is. */
  idempotencyPartition?: string;
  /** Until the erasure is done: how often the webhook was sent again. */
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

/** What the erasure reads of a report's row, be it a report or a tombstone. */
export interface ReportRow {
  readonly status?: string;
  readonly clientId?: string;
  readonly requestedAt?: string;
  readonly startedAt?: string;
  readonly webhookResends?: number;
  readonly expiresAt?: number;
  readonly idempotencyPartition?: string;
  readonly receipt?: ErasureReceipt;
  readonly erased?: ErasedCounts;
}

/** Returns those of a row's attributes that it has. */
export function kept<Name extends keyof ReportRow>(
  row: ReportRow | undefined,
  ...names: Name[]
): Pick<ReportRow, Name> {
  const entries = names.flatMap((name) => (row?.[name] === undefined ? [] : [[name, row[name]]]));
  return Object.fromEntries(entries) as Pick<ReportRow, Name>;
}

/** Whether the report's workflow may still be writing. */
export function isRunning(row: ReportRow | undefined, now: Date): boolean {
  if (row?.status !== 'processing' || !isLive({ ...row }, now)) return false;
  return now.getTime() - lastStartOf(row) <= longestProcessingMs;
}

const lastStartOf = ({ startedAt, requestedAt }: ReportRow) =>
  new Date(startedAt ?? requestedAt ?? 0).getTime();

/**
 * Whether a function may still be at work on the report that no running execution shows: a request that is being repeated,
 * which its client may do for 24 hours, or a step that Step Functions gave up while it ran.
 */
export function isYoung(row: ReportRow | undefined, now: Date): boolean {
  // Without a row, its request may be under way.
  if (row?.status === undefined) return true;
  return now.getTime() - lastStartOf(row) <= (retentionSeconds('idempotencyRecord') + hourSeconds) * 1000;
}
