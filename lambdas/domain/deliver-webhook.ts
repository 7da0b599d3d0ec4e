import { webhookHeaders } from '../webhook/signature.ts';
import type { ClientRegistry, PdfStore, PostWebhook, ReportStore } from './ports.ts';
import { withPdfLink } from './read-report.ts';

export interface WebhookDependencies {
  readonly reports: ReportStore;
  readonly clients: ClientRegistry;
  readonly pdfs: PdfStore;
  readonly post: PostWebhook;
  readonly now: () => Date;
}

/** This attempt failed; the workflow's schedule says when the next is due. */
export class WebhookNotDeliveredError extends Error {
  override name = 'WebhookNotDeliveredError';
}

/** No later attempt can succeed: the receiver is gone (410), or the address is one that we never call. */
export class WebhookRefusedError extends Error {
  override name = 'WebhookRefusedError';
}

/**
 * Posts a report to its callback, once. The id and the body are the same at every attempt: the PDF's link is
 * signed as of the report's completion. Delivered before, it does nothing.
 * @throws WebhookNotDeliveredError to be tried again; WebhookRefusedError to be given up.
 */
export async function deliverWebhook(
  { reports, clients, pdfs, post, now }: WebhookDependencies,
  reportId: string,
): Promise<{ delivered: true }> {
  const record = await reports.find(reportId);
  if (record?.status !== 'completed' || record.callbackUrl === undefined)
    throw new WebhookRefusedError('there is no completed report with a callback');
  if (record.webhookDeliveredAt) return { delivered: true };
  const client = await clients.find(record.clientId);
  if (!client) throw new WebhookRefusedError('the client is unknown');

  const completedAt = new Date(record.report.reportMetadata.completedAt);
  const body = JSON.stringify(await withPdfLink(pdfs, record.report, completedAt));
  const headers = webhookHeaders({
    id: `msg_${reportId}`,
    sentAt: now(),
    body,
    secret: client.webhookSecret,
  });
  const result = await post(record.callbackUrl, headers, body);
  if (result.outcome === 'refused') throw new WebhookRefusedError(result.reason);
  if (result.outcome === 'failed') throw new WebhookNotDeliveredError(result.reason);
  await reports.recordWebhookDelivery(reportId, now());
  return { delivered: true };
}
