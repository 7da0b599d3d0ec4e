import type { ErasureReceipt, ReportEvent, WebhookResend } from './generated/contract.ts';
import { isObject } from './safe-text.ts';
import type { ApiAnswer, ApiCall } from './transport.ts';

export interface ReportCallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A call about reports: it has no body. */
export type ReportCall<Result> = Pick<ApiCall<Result>, 'method' | 'signal' | 'withheld' | 'read'> & {
  readonly path: string;
};

/** Returns the path of a report. @throws TypeError when the id would be another address of the API. */
export function pathOfReport(reportId: string): string {
  if (!/^[\w-]+$/.test(reportId)) throw new TypeError('reportId must be the id of a report');
  return `/kyc/cn/reports/${reportId}`;
}

function receiptIn({ status, body }: ApiAnswer, reportId: string): ErasureReceipt | undefined {
  if (status !== 200 || body.reportId !== reportId || !isObject(body.erased)) return undefined;
  return body as unknown as ErasureReceipt;
}

function eventsIn({ status, body: { events } }: ApiAnswer): ReportEvent[] | undefined {
  if (status !== 200 || !Array.isArray(events) || !events.every(isObject)) return undefined;
  return events as unknown as ReportEvent[];
}

function resendIn({ status, body }: ApiAnswer, reportId: string): WebhookResend | undefined {
  if (status !== 202 || body.reportId !== reportId || typeof body.resend !== 'number') return undefined;
  return body as unknown as WebhookResend;
}

/** What else a client does with a report of its own. Every call is repeated as `KycClient.request` is. */
export class ReportActions {
  protected readonly call: <Result>(call: ReportCall<Result>) => Promise<Result>;

  constructor(call: <Result>(call: ReportCall<Result>) => Promise<Result>) {
    this.call = call;
  }

  /**
   * Erases a report with its PDF and everything that is stored of it.
   * @returns the receipt. Keep it: it is returned once.
   * @throws KycRequestError with status 404 when the id is unknown, erased, expired or another client's, also when the response
   * to an earlier try of this call was lost; 409 while the report is processing. KycError, or the signal's reason.
   * @example
   * const receipt = await client.reports.erase('3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41');
   */
  async erase(reportId: string, { signal }: ReportCallOptions = {}): Promise<ErasureReceipt> {
    const read = (answer: ApiAnswer) => receiptIn(answer, reportId);
    return this.call({ method: 'DELETE', path: pathOfReport(reportId), signal, withheld: [], read });
  }

  /**
   * Reads what happened to a report and who read it, oldest first.
   * @throws KycRequestError with status 404 as `erase`. KycError, or the signal's reason.
   * @example
   * for (const { type, at, keyId } of await client.reports.events(reportId)) console.log(at, type, keyId);
   */
  async events(reportId: string, { signal }: ReportCallOptions = {}): Promise<ReportEvent[]> {
    return this.call({
      method: 'GET',
      path: `${pathOfReport(reportId)}/events`,
      signal,
      withheld: [],
      read: eventsIn,
    });
  }

  /**
   * Starts to send the webhook of a report again, under the same webhook-id. After a lost response it may be started twice:
   * the later one takes the place of the earlier one.
   * @throws KycRequestError with status 404 as `erase`; 409 when the request had no callbackUrl or the report is processing.
   * KycError, or the signal's reason.
   * @example
   * const { resend } = await client.reports.resendWebhook(reportId);
   */
  async resendWebhook(reportId: string, { signal }: ReportCallOptions = {}): Promise<WebhookResend> {
    const path = `${pathOfReport(reportId)}/webhook`;
    const read = (answer: ApiAnswer) => resendIn(answer, reportId);
    return this.call({ method: 'POST', path, signal, withheld: [], read });
  }
}
