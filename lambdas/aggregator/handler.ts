import { S3Client } from '@aws-sdk/client-s3';
import { aggregateReport, failReport } from '../../packages/core/aggregate-report.ts';
import type { Report } from '../../packages/core/report.ts';
import type { TaskSource } from '../../packages/core/task-source.ts';
import { AwsApplicantRemoval } from '../../packages/storage/applicant-store.ts';
import { clientSettings } from '../../packages/storage/client-settings.ts';
import { S3PdfFiles } from '../../packages/storage/pdf-store.ts';
import { DynamoReportStore } from '../../packages/storage/report-store.ts';
import { documentClient } from '../../packages/storage/reports-table.ts';
import { DynamoSubCheckLedger } from '../../packages/storage/sub-check-ledger.ts';
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
  now: () => new Date(),
  recordCost: recordReportCost,
  /** Loaded when a PDF is due: a report that fails needs none of it. */
  renderPdf: async (report: Report, sources: readonly TaskSource[]) =>
    (await import('../../packages/pdf/render-report.ts')).renderReportPdf(report, sources),
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
