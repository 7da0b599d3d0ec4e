import { parseListQuery } from '@kyc-china/core/contract/parse-list';
import { listReports } from '@kyc-china/core/list-reports';
import type { ReportRecord } from '@kyc-china/core/ports';
import { readReportById } from '@kyc-china/core/read-report';
import { eventsOfReport } from '@kyc-china/core/report-trail';
import { S3PdfLinks } from '@kyc-china/storage/pdf-store';
import { DynamoReportIndex } from '@kyc-china/storage/report-index';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoReportTrail } from '@kyc-china/storage/report-trail';
import { documentClient } from '@kyc-china/storage/reports-table';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { type Answer, type ApiCall, ApiError, apiHandler } from '../shared/api-handler.ts';
import type { CallContext } from '../shared/call-context.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { reportIdIn, reportNotFound } from '../shared/report-errors.ts';
import { environment } from './environment.ts';

const { REPORTS_TABLE, REPORTS_BUCKET, LINK_SIGNER_SECRET_ARN } = readEnvironment(environment);
const dynamo = documentClient();
const index = new DynamoReportIndex(dynamo, REPORTS_TABLE);
const trail = new DynamoReportTrail(dynamo, REPORTS_TABLE);
const dependencies = {
  reports: new DynamoReportStore(dynamo, REPORTS_TABLE),
  ledger: new DynamoSubCheckLedger(dynamo, REPORTS_TABLE),
  pdfs: new S3PdfLinks({ bucket: REPORTS_BUCKET, signerSecretArn: LINK_SIGNER_SECRET_ARN }),
};

const readAgainAfterSeconds = 2;

const notRead = new ApiError(500, 'The reports could not be read. Send the request again in a few seconds.');

async function show(
  reportId: string,
  { clientId, keyId }: ApiCall,
  context: CallContext,
  now: Date,
): Promise<Answer> {
  const noteRead = (record: ReportRecord) => trail.recordRead(record, { by: 'id', keyId }, now);
  const body = await readReportById({ ...dependencies, noteRead }, reportId, clientId, now);
  // The id is not logged: until a report has it, it is a text that the caller chose.
  if (!body) throw reportNotFound;
  log.info('report read', { ...context, reportId: body.reportId, status: body.status });
  return {
    status: 200,
    body,
    ...(body.status === 'processing' && { headers: { 'retry-after': String(readAgainAfterSeconds) } }),
  };
}

async function showEvents(reportId: string, { clientId }: ApiCall, context: CallContext): Promise<Answer> {
  const events = await eventsOfReport({ ...dependencies, trail }, reportId, clientId);
  if (!events) throw reportNotFound;
  log.info('report events read', { ...context, reportId });
  return { status: 200, body: { events } };
}

/**
 * GET /kyc/cn/reports/{reportId}, GET /kyc/cn/reports/{reportId}/events and GET /kyc/cn/reports: a client's own reports, by
 * id, with what happened to them, and as a list.
 */
export const handler = apiHandler(
  async (call, context) => {
    const now = new Date();
    const { clientId, path, query, resource } = call;
    if (path.reportId === undefined)
      return { status: 200, body: await listReports(index, clientId, parseListQuery(query), now) };
    const reportId = reportIdIn(path);
    return resource.endsWith('/events')
      ? showEvents(reportId, call, context)
      : show(reportId, call, context, now);
  },
  notRead,
  { hasBody: false },
);
