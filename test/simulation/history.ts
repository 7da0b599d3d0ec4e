import type { ErasureReceipt } from '@kyc-china/core/erasure-receipt';
import type { Charge } from '@kyc-china/core/monthly-usage';

/** What can be seen of a schedule from outside, in the order of time. */
export type Happening = { readonly at: number } & (
  | {
      readonly kind: 'answered';
      readonly began: number;
      readonly idempotencyKey: string;
      readonly status: number;
      readonly reportId?: string;
      readonly token?: string;
      readonly error?: string;
    }
  /** A provider processed a call; `polled` is what a poll answered at that moment. */
  | {
      readonly kind: 'called';
      readonly reportId: string;
      readonly task: string;
      readonly billed: boolean;
      /** Whether the provider's answer gets through. */
      readonly answers: boolean;
      readonly polled: string;
    }
  /** A run of a sub-check came to its end. */
  | { readonly kind: 'sub-check-returned'; readonly reportId: string; readonly task: string }
  /** A provider was busy, and did not process a call. */
  | { readonly kind: 'not-processed'; readonly reportId: string; readonly task: string }
  /** A claim of a task was stored. */
  | { readonly kind: 'claimed'; readonly reportId: string; readonly task: string }
  /** An erasure put its tombstone in the place of a report. */
  | { readonly kind: 'tombstone'; readonly reportId: string }
  /** A report was completed, with these charges. */
  | { readonly kind: 'completed'; readonly reportId: string; readonly charges: readonly Charge[] }
  | { readonly kind: 'aggregated'; readonly reportId: string }
  | { readonly kind: 'cost'; readonly reportId: string; readonly amount: number }
  | { readonly kind: 'posted'; readonly reportId: string; readonly body: string }
  | {
      readonly kind: 'erased';
      readonly began: number;
      readonly receipt: ErasureReceipt;
      /** Whether a client erased it: functions that were running then have not ended yet. */
      readonly byApi?: boolean;
    }
  | { readonly kind: 'stopped'; readonly reportId: string }
  | { readonly kind: 'key-rotated'; readonly compromised: boolean }
);

export type History = Happening[];
