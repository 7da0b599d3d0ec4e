import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { failReport } from '@kyc-china/core/aggregate-report';
import { AwsApplicantRemoval } from '@kyc-china/storage/applicant-store';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { environment } from './environment.ts';

const names = readEnvironment(environment);
const dynamo = documentClient();
const dependencies = {
  reports: new DynamoReportStore(dynamo, names.REPORTS_TABLE),
  applicants: new AwsApplicantRemoval(dynamo, new S3Client(clientSettings), {
    table: names.REPORTS_TABLE,
    bucket: names.INTAKE_BUCKET,
    keysTable: names.APPLICANT_KEYS_TABLE,
  }),
  workflow: new StepFunctionsWorkflow(new SFNClient(clientSettings), names.STATE_MACHINE_ARN),
  now: () => new Date(),
};

/** The state MarkFailed: marks the report as failed, deletes the applicant's data and starts the webhook that says so. */
export async function handler({ reportId }: { readonly reportId: string }): Promise<void> {
  const startedAt = performance.now();
  await failReport(dependencies, reportId);
  log.info('report marked failed', { reportId, durationMs: Math.round(performance.now() - startedAt) });
}
