import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { eraseReport } from '@kyc-china/core/erase-report';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { StoredReportEraser } from '@kyc-china/storage/report-eraser';
import { ReportErasure } from '@kyc-china/storage/report-erasure';
import { documentClient } from '@kyc-china/storage/reports-table';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import { ApiError, apiHandler } from '../shared/api-handler.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { reportIdIn, reportNotFound } from '../shared/report-errors.ts';
import { environment } from './environment.ts';

const names = readEnvironment(environment);
const sfn = new SFNClient(clientSettings);
const eraser = new StoredReportEraser(
  new ReportErasure(
    { documents: documentClient(), s3: new S3Client(clientSettings), workflow: sfn },
    {
      table: names.REPORTS_TABLE,
      keysTable: names.APPLICANT_KEYS_TABLE,
      issuedHashesTable: names.ISSUED_HASHES_TABLE,
      reportsBucket: names.REPORTS_BUCKET,
      intakeBucket: names.INTAKE_BUCKET,
      stateMachineArn: names.STATE_MACHINE_ARN,
    },
  ),
  new StepFunctionsWorkflow(sfn, names.STATE_MACHINE_ARN),
);

const notErased = new ApiError(
  500,
  'The report may be erased in part. Send the request again: the erasure continues.',
);
const processing = new ApiError(
  409,
  'The report is still processing. Erase it when it is completed or failed: read it by its id to see that.',
);

/** DELETE /kyc/cn/reports/{reportId}: erases a report, and returns the receipt. */
export const handler = apiHandler(
  async ({ clientId, keyId, path }, context) => {
    const reportId = reportIdIn(path);
    const result = await eraseReport(eraser, reportId, { clientId, keyId });
    if (result.status === 'unknown') throw reportNotFound;
    if (result.status === 'processing') throw processing;
    log.info('report erased', { ...context, reportId });
    return { status: 200, body: result.receipt };
  },
  notErased,
  { hasBody: false },
);
