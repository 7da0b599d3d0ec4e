import type { PdfLinks, ReportRecord } from './ports.ts';
import { failedReport, withPdfLink } from './read-report.ts';

/** What a webhook says: the same id and body at every attempt. */
export interface WebhookMessage {
  readonly id: string;
  readonly body: string;
}

type EndedRecord = Exclude<ReportRecord, { status: 'processing' }>;

/** Returns the body that announces a report without a result. */
export function failedReportBody({
  reportId,
  requestedAt,
  clientReference,
}: Pick<ReportRecord, 'reportId' | 'requestedAt' | 'clientReference'>) {
  const reference = clientReference === undefined ? {} : { clientReference };
  return {
    reportMetadata: {
      reportId,
      status: 'failed',
      requestedAt: requestedAt.toISOString(),
      ...reference,
    },
    ...failedReport,
  } as const;
}

/**
 * Returns the message of a report that has ended. A failure has an id of its own: if the report is completed later, a
 * receiver that accepts each id once must still accept the report.
 */
export async function webhookMessage(pdfs: PdfLinks, record: EndedRecord): Promise<WebhookMessage> {
  const id = `msg_${record.reportId}`;
  if (record.status === 'failed')
    return { id: `${id}_failed`, body: JSON.stringify(failedReportBody(record)) };
  const { report } = record;
  const signedAt = new Date(report.reportMetadata.completedAt);
  return { id, body: JSON.stringify(await withPdfLink(pdfs, report, signedAt)) };
}
