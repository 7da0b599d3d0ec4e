import type { ErasureReceipt } from './erasure-receipt.ts';

/** A report that is stored, or whose erasure was cut short. */
export interface ErasableReport {
  readonly clientId: string;
  /** Whether its workflow may still be writing. */
  readonly isRunning: boolean;
}

export interface ReportEraser {
  /** undefined: unknown, expired, or erased with a receipt. */
  find(reportId: string): Promise<ErasableReport | undefined>;
  /**
   * Erases everything that is stored of the report. What a function writes back meanwhile is deleted within a minute.
   * @param by who erases, for the receipt.
   */
  erase(reportId: string, by: string): Promise<ErasureReceipt>;
}

export type ErasureResult =
  | { readonly status: 'unknown' }
  | { readonly status: 'processing' }
  | { readonly status: 'erased'; readonly receipt: ErasureReceipt };

/** Who calls the API: a client, and the key that it used. */
export interface Caller {
  readonly clientId: string;
  /** Undefined for a client whose secret has no id. */
  readonly keyId?: string | undefined;
}

/** Returns how a receipt names a client. */
function nameOf({ clientId, keyId }: Caller): string {
  return `client:${clientId}${keyId === undefined ? '' : ` key:${keyId}`}`;
}

/**
 * Erases a report for the client that requested it. An erasure that was cut short is completed. Another client's report is
 * as unknown as one that never was.
 */
export async function eraseReport(
  eraser: ReportEraser,
  reportId: string,
  caller: Caller,
): Promise<ErasureResult> {
  const report = await eraser.find(reportId);
  if (report?.clientId !== caller.clientId) return { status: 'unknown' };
  if (report.isRunning) return { status: 'processing' };
  return { status: 'erased', receipt: await eraser.erase(reportId, nameOf(caller)) };
}
