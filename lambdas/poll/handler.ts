import type { ApiErrorCode } from '@kyc-china/core/contract/answer-schemas';
import { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
import type { ReportRecord } from '@kyc-china/core/ports';
import { readReport } from '@kyc-china/core/read-report';
import { InvalidTokenError, verifyToken } from '@kyc-china/core/report-token';
import { S3PdfLinks } from '@kyc-china/storage/pdf-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoReportTrail } from '@kyc-china/storage/report-trail';
import { documentClient } from '@kyc-china/storage/reports-table';
import { tokenKeyNamed } from '@kyc-china/storage/secrets';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { type Answer, ApiError, apiHandler } from '../shared/api-handler.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { environment } from './environment.ts';

const { REPORTS_TABLE, REPORTS_BUCKET, TOKEN_KEY_SECRET_ARN, LINK_SIGNER_SECRET_ARN } =
  readEnvironment(environment);
const dynamo = documentClient();
const trail = new DynamoReportTrail(dynamo, REPORTS_TABLE);
const dependencies = {
  reports: new DynamoReportStore(dynamo, REPORTS_TABLE),
  ledger: new DynamoSubCheckLedger(dynamo, REPORTS_TABLE),
  pdfs: new S3PdfLinks({
    bucket: REPORTS_BUCKET,
    signerSecretArn: LINK_SIGNER_SECRET_ARN,
  }),
};

const pollAgainAfterSeconds = 2;

const notRead = new ApiError(500, 'The report could not be read. Poll again in a few seconds.');
const failed = new ApiError(
  502,
  'The report could not be produced, and polling again will not change this. Send the request again, with another Idempotency-Key if it had one.',
  {},
  // Tells it from the 502 of a gateway or proxy, after which the report may still come.
  'report-failed' satisfies ApiErrorCode,
);

function processing(completed: number, total: number): Answer {
  return {
    status: 202,
    headers: { 'retry-after': String(pollAgainAfterSeconds) },
    body: {
      status: 'processing',
      message: `KYC verification still processing: ${completed} of ${total} upstream calls are done. Poll again in ${pollAgainAfterSeconds} seconds.`,
      progress: { completed, total },
    },
  };
}

/** POST /kyc/cn/poll: the report behind a token, for the client that requested it. */
export const handler = apiHandler(async ({ clientId, keyId, body }, context) => {
  const { token } = parsePollRequest(body);
  const now = new Date();
  const claims = await verifyToken(token, (kid) => tokenKeyNamed(TOKEN_KEY_SECRET_ARN, kid), now);
  if (claims.clientId !== clientId) throw new InvalidTokenError();
  const noteRead = (record: ReportRecord) => trail.recordRead(record, { by: 'poll', keyId }, now);
  const result = await readReport({ ...dependencies, noteRead }, claims.reportId, clientId, now);
  if (result.status === 'unknown') throw new InvalidTokenError();
  log.info('report polled', { ...context, reportId: claims.reportId, status: result.status });
  if (result.status === 'failed') throw failed;
  return result.status === 'processing'
    ? processing(result.completed, result.total)
    : { status: 200, body: result.report };
}, notRead);
