import type { ReportEvent } from '@kyc-china/core/contract/report-events-schema';
import type { ErasureReceipt } from '@kyc-china/core/erasure-receipt';
import { failedReportBody } from '@kyc-china/core/webhook-message';
import { exampleReportId, exampleRequestedAt } from './report-examples.ts';

const reportId = exampleReportId;
const keyId = 'default';

function after(seconds: number): string {
  return new Date(exampleRequestedAt.getTime() + seconds * 1000).toISOString();
}

const events: readonly ReportEvent[] = [
  { type: 'requested', at: after(0) },
  { type: 'completed', at: after(3) },
  {
    type: 'webhook-attempted',
    at: after(3.2),
    resend: 0,
    attempt: 1,
    outcome: 'delivered',
    httpStatus: 204,
    durationMs: 41,
  },
  { type: 'read', at: after(4), by: 'poll', keyId, count: 1, lastAt: after(4) },
  { type: 'read', at: after(60), by: 'id', keyId, count: 3, lastAt: after(1200) },
];

const receipt: ErasureReceipt = {
  reportId,
  clientId: 'example-client',
  erasedAt: after(86_400),
  erasedBy: `client:example-client key:${keyId}`,
  erased: { reports: 1, otherRows: 13, idempotencyRecords: 0, dataKeys: 0, photos: 0, pdfs: 1 },
};

/** Returns examples of what else a client does with a report of its own, and of the webhook of one that failed. */
export function actionExamples() {
  const failed = failedReportBody({
    reportId,
    requestedAt: exampleRequestedAt,
    clientReference: 'case-4711',
  });
  return {
    events: { read: { summary: 'Delivered, and read four times', value: { events } } },
    receipt: { erased: { summary: 'Erased', value: receipt } },
    resend: { started: { summary: 'Started', value: { reportId, resend: 1 } } },
    failedReport: { failed: { summary: 'There will be no report', value: failed } },
  };
}
