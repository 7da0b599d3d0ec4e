import { S3Client } from '@aws-sdk/client-s3';
import { aggregateReport, failReport } from '../domain/aggregate-report.ts';
import { type DueAttempt, deliverWebhook } from '../domain/deliver-webhook.ts';
import type { Report } from '../domain/report.ts';
import type { TaskSource } from '../domain/task-source.ts';
import { readEnvironment } from '../environment.ts';
import { log } from '../observability/logger.ts';
import { recordReportCost, recordWebhookAttempt } from '../observability/metrics.ts';
import { AwsApplicantRemoval } from '../storage/applicant-store.ts';
import { DynamoClientRegistry } from '../storage/client-registry.ts';
import { clientSettings } from '../storage/client-settings.ts';
import { S3PdfStore } from '../storage/pdf-store.ts';
import { DynamoReportStore } from '../storage/report-store.ts';
import { documentClient } from '../storage/reports-table.ts';
import { DynamoSubCheckLedger } from '../storage/sub-check-ledger.ts';
import { DynamoWebhookAttempts } from '../storage/webhook-attempts.ts';
import { postWebhook } from '../webhook/post-webhook.ts';
import { environment } from './environment.ts';

const names = readEnvironment(environment);
const dynamo = documentClient();
const s3 = new S3Client(clientSettings);
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
  attempts: new DynamoWebhookAttempts(dynamo, names.REPORTS_TABLE),
  now: () => new Date(),
  random: Math.random,
  waitFactor: Number(names.WEBHOOK_WAIT_FACTOR),
  recordCost: recordReportCost,
  countAttempt: recordWebhookAttempt,
  /** Loaded when a PDF is due: a webhook's attempt needs none of it. */
  renderPdf: async (report: Report, sources: readonly TaskSource[]) =>
    (await import('../pdf/render-report.ts')).renderReportPdf(report, sources),
};

type Action = 'aggregate' | 'post-webhook' | 'fail';

/** What a state passes; `resend` and `attempt` come with post-webhook. */
interface Step extends DueAttempt {
  readonly action: Action;
}

const actions: Record<Action, (step: Step) => Promise<object>> = {
  aggregate: ({ reportId }) => aggregateReport(dependencies, reportId),
  'post-webhook': ({ reportId, resend, attempt }) =>
    deliverWebhook(dependencies, { reportId, resend, attempt }),
  fail: async ({ reportId }) => {
    await failReport(dependencies, reportId);
    return { failed: true };
  },
};

/** The states Aggregate, PostWebhook and MarkFailed. What it returns goes into the execution's history. */
export async function handler(step: Step): Promise<object> {
  const { action, reportId } = step;
  const startedAt = performance.now();
  const result = await actions[action](step);
  log.info('report step done', { reportId, action, durationMs: Math.round(performance.now() - startedAt) });
  return result;
}
