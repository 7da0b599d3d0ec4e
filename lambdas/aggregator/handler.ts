import { S3Client } from '@aws-sdk/client-s3';
import { aggregateReport, failReport } from '@kyc-china/core/aggregate-report';
import type { Report } from '@kyc-china/core/report';
import type { TaskSource } from '@kyc-china/core/task-source';
import { AwsApplicantRemoval } from '@kyc-china/storage/applicant-store';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { S3PdfFiles } from '@kyc-china/storage/pdf-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { recordReportCost } from '../shared/metrics.ts';
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
  pdfs: new S3PdfFiles(s3, names.REPORTS_BUCKET),
  usage: new DynamoClientUsage(dynamo, names.REPORTS_TABLE),
  now: () => new Date(),
  recordCost: recordReportCost,
  /** Loaded when a PDF is due: a report that fails needs none of it. */
  renderPdf: async (report: Report, sources: readonly TaskSource[]) =>
    (await import('@kyc-china/pdf/render-report')).renderReportPdf(report, sources),
};

type Action = 'aggregate' | 'fail';

/** What a state passes. */
interface Step {
  readonly action: Action;
  readonly reportId: string;
}

const actions: Record<Action, (reportId: string) => Promise<object>> = {
  aggregate: (reportId) => aggregateReport(dependencies, reportId),
  fail: async (reportId) => {
    await failReport(dependencies, reportId);
    return { failed: true };
  },
};

/** The states Aggregate and MarkFailed. What it returns goes into the execution's history. */
export async function handler({ action, reportId }: Step): Promise<object> {
  const startedAt = performance.now();
  const result = await actions[action](reportId);
  log.info('report step done', { reportId, action, durationMs: Math.round(performance.now() - startedAt) });
  return result;
}
