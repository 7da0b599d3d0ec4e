import { S3Client } from '@aws-sdk/client-s3';
import { type AggregatedReport, aggregateReport } from '@kyc-china/core/aggregate-report';
import type { Report } from '@kyc-china/core/report';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import type { TaskSource } from '@kyc-china/core/task-source';
import { AwsApplicantRemoval } from '@kyc-china/storage/applicant-store';
import { DynamoDecidingClients } from '@kyc-china/storage/client-registry';
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
let reportSigner: ReportSigner | undefined;

async function signer(): Promise<ReportSigner> {
  const { signerOfStage } = await import('./signer-of-stage.ts');
  reportSigner ??= signerOfStage(names);
  return reportSigner;
}

const dependencies = {
  reports: new DynamoReportStore(dynamo, names.REPORTS_TABLE),
  applicants: new AwsApplicantRemoval(dynamo, s3, {
    table: names.REPORTS_TABLE,
    bucket: names.INTAKE_BUCKET,
    keysTable: names.APPLICANT_KEYS_TABLE,
  }),
  ledger: new DynamoSubCheckLedger(dynamo, names.REPORTS_TABLE),
  clients: new DynamoDecidingClients(dynamo, names.CLIENTS_TABLE),
  pdfs: new S3PdfFiles(s3, names.REPORTS_BUCKET),
  usage: new DynamoClientUsage(dynamo, names.REPORTS_TABLE),
  now: () => new Date(),
  recordCost: recordReportCost,
  /** Loaded when a PDF is due: a repeated call needs no PDF code. */
  renderPdf: async (report: Report, sources: readonly TaskSource[]) =>
    (await import('@kyc-china/pdf/render-report')).renderReportPdf(report, sources, await signer()),
};

/** What the state passes. */
interface Step {
  readonly reportId: string;
  /** What the execution has so far. A resend was started with the attempt that is due. */
  readonly input?: { readonly webhook?: { readonly resend: number; readonly attempt: number } };
}

/** What the states after it have. A webhook that an operator sends again is of a report that is complete. */
type Aggregated =
  | ({ readonly reportId: string } & AggregatedReport)
  | {
      readonly reportId: string;
      readonly report: { readonly status: 'complete-before' };
      readonly webhook: { readonly hasCallback: true; readonly resend: number; readonly attempt: number };
    };

/** The state Aggregate. What it returns goes into the execution's history, and is all that later states have. */
export async function handler({ reportId, input }: Step): Promise<Aggregated> {
  if (input?.webhook)
    return {
      reportId,
      report: { status: 'complete-before' },
      webhook: { hasCallback: true, ...input.webhook },
    };
  const startedAt = performance.now();
  const result = await aggregateReport(dependencies, reportId);
  log.info('report aggregated', { reportId, durationMs: Math.round(performance.now() - startedAt) });
  return { reportId, ...result };
}
