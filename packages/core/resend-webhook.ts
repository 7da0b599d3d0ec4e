import type { ReportRecord, ReportStore } from './ports.ts';

/** How often clients may have the webhook of one report resent: what is stored of a report has a bound. */
export const mostResends = 100;

/** Who has a webhook resent. */
export type Resender =
  | { readonly by: 'client'; readonly clientId: string; readonly keyId?: string | undefined }
  | { readonly by: 'operator' };

export interface WebhookResends {
  /**
   * Counts a resend of a report that has ended.
   * @param most how many there may be.
   * @returns its number, from 1; undefined when there are as many, or the report is processing, erased or expired by now.
   */
  count(reportId: string, most: number): Promise<number | undefined>;
  /** Starts to send. It takes the place of an earlier resend that is under way. @returns the execution's name. */
  start(reportId: string, resend: number): Promise<string>;
  /** Notes in the report's events who had it resent. */
  note(report: ReportRecord, resend: number, resender: Resender, at: Date): Promise<void>;
}

export type ResendResult =
  | { readonly status: 'unknown' | 'processing' | 'no-callback' | 'exhausted' }
  | { readonly status: 'started'; readonly resend: number; readonly execution: string };

export interface ResendDependencies {
  readonly reports: Pick<ReportStore, 'find'>;
  readonly resends: WebhookResends;
  readonly now: () => Date;
}

/**
 * Starts to resend the webhook of a report that has ended, with the same id and body and on the same schedule. No provider
 * is called. Another client's report is as unknown as one that never was.
 */
export async function resendWebhook(
  { reports, resends, now }: ResendDependencies,
  reportId: string,
  resender: Resender,
): Promise<ResendResult> {
  const record = await reports.find(reportId);
  const isForeign = resender.by === 'client' && record?.clientId !== resender.clientId;
  if (!record || isForeign) return { status: 'unknown' };
  if (record.status === 'processing') return { status: 'processing' };
  if (record.callbackUrl === undefined) return { status: 'no-callback' };
  const most = resender.by === 'client' ? mostResends : Number.MAX_SAFE_INTEGER;
  const resend = await resends.count(reportId, most);
  if (resend === undefined) {
    const found = await reports.find(reportId);
    if (!found) return { status: 'unknown' };
    return { status: found.status === 'processing' ? 'processing' : 'exhausted' };
  }
  const execution = await resends.start(reportId, resend);
  await resends.note(record, resend, resender, now());
  return { status: 'started', resend, execution };
}
