import { S3Client } from '@aws-sdk/client-s3';
import { aggregateReport, failReport } from '../domain/aggregate-report.ts';
import { deliverWebhook } from '../domain/deliver-webhook.ts';
import type { Report } from '../domain/report.ts';
import { readEnvironment } from '../environment.ts';
import { log } from '../observability/logger.ts';
import { recordReportCost } from '../observability/metrics.ts';
import { AwsApplicantRemoval } from '../storage/applicant-store.ts';
import { DynamoClientRegistry } from '../storage/client-registry.ts';
import { S3PdfStore } from '../storage/pdf-store.ts';
import { DynamoReportStore } from '../storage/report-store.ts';
import { documentClient } from '../storage/reports-table.ts';
import { DynamoSubCheckLedger } from '../storage/sub-check-ledger.ts';
import { postWebhook } from '../webhook/post-webhook.ts';
import { environment } from './environment.ts';

const names = readEnvironment(environment);
const dynamo = documentClient();
const s3 = new S3Client({});
const dependencies = {
  reports: new DynamoReportStore(dynamo, names.REPORTS_TABLE),
  applicants: new AwsApplicantRemoval(dynamo, s3, {
    table: names.REPORTS_TABLE,
    bucket: names.INTAKE_BUCKET,
    keysTable: names.APPLICANT_KEYS_TABLE,
  }),
  ledger: new DynamoSubCheckLedger(dynamo, names.REPORTS_TABLE),
  clients: new DynamoClientRegistry(dynamo, names.CLIENTS_TABLE),
  pdfs: new S3PdfStore(s3, { bucket: names.REPORTS_BUCKET, signerSecretArn: names.LINK_SIGNER_SECRET_ARN }),
  post: postWebhook,
  now: () => new Date(),
  recordCost: recordReportCost,
  /** Loaded when a PDF is due: a webhook's attempt needs none of it. */
  renderPdf: async (report: Report) => (await import('../pdf/render-report.ts')).renderReportPdf(report),
};

type Action = 'aggregate' | 'post-webhook' | 'fail';

const actions: Record<Action, (reportId: string) => Promise<object>> = {
  aggregate: (reportId) => aggregateReport(dependencies, reportId),
  'post-webhook': (reportId) => deliverWebhook(dependencies, reportId),
  fail: async (reportId) => {
    await failReport(dependencies, reportId);
    return { failed: true };
  },
};

/** The states Aggregate, PostWebhook and MarkFailed. What it returns goes into the execution's history. */
export async function handler({ action, reportId }: { action: Action; reportId: string }): Promise<object> {
  const startedAt = performance.now();
  const result = await actions[action](reportId);
  log.info('report step done', { reportId, action, durationMs: Math.round(performance.now() - startedAt) });
  return result;
}
