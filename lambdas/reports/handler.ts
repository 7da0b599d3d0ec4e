import { parseListQuery } from '@kyc-china/core/contract/parse-list';
import { listReports } from '@kyc-china/core/list-reports';
import { readReportById } from '@kyc-china/core/read-report';
import { S3PdfLinks } from '@kyc-china/storage/pdf-store';
import { DynamoReportIndex } from '@kyc-china/storage/report-index';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { type Answer, ApiError, apiHandler } from '../shared/api-handler.ts';
import type { CallContext } from '../shared/call-context.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { environment } from './environment.ts';

const { REPORTS_TABLE, REPORTS_BUCKET, LINK_SIGNER_SECRET_ARN } = readEnvironment(environment);
const dynamo = documentClient();
const index = new DynamoReportIndex(dynamo, REPORTS_TABLE);
const dependencies = {
  reports: new DynamoReportStore(dynamo, REPORTS_TABLE),
  ledger: new DynamoSubCheckLedger(dynamo, REPORTS_TABLE),
  pdfs: new S3PdfLinks({ bucket: REPORTS_BUCKET, signerSecretArn: LINK_SIGNER_SECRET_ARN }),
};

const readAgainAfterSeconds = 2;

const notRead = new ApiError(500, 'The reports could not be read. Send the request again in a few seconds.');
const notFound = new ApiError(
  404,
  'No report has this id: it is unknown, erased or expired, or another client requested it.',
);

async function show(reportId: string, context: CallContext, now: Date): Promise<Answer> {
  const body = await readReportById(dependencies, reportId, context.clientId, now);
  // The id is not logged: until a report has it, it is a text that the caller chose.
  if (!body) throw notFound;
  log.info('report read', { ...context, reportId: body.reportId, status: body.status });
  return {
    status: 200,
    body,
    ...(body.status === 'processing' && { headers: { 'retry-after': String(readAgainAfterSeconds) } }),
  };
}

/** GET /kyc/cn/reports/{reportId} and GET /kyc/cn/reports: a client's own reports, by id and as a list. */
export const handler = apiHandler(async ({ clientId, path, query }, context) => {
  const now = new Date();
  const { reportId } = path;
  if (reportId !== undefined) return show(reportId, context, now);
  return { status: 200, body: await listReports(index, clientId, parseListQuery(query), now) };
}, notRead);
