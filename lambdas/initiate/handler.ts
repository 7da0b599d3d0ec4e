import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { startVerification } from '../domain/start-verification.ts';
import { readEnvironment } from '../environment.ts';
import { ApiError, apiHandler } from '../http/api-handler.ts';
import { log } from '../observability/logger.ts';
import { AwsApplicantStore } from '../storage/applicant-store.ts';
import { DynamoIdempotencyStore } from '../storage/idempotency-store.ts';
import { DynamoReportStore } from '../storage/report-store.ts';
import { documentClient } from '../storage/reports-table.ts';
import { tokenKey, tokenKeyNamed } from '../storage/secrets.ts';
import { StepFunctionsWorkflow } from '../storage/workflow.ts';
import { environment } from './environment.ts';

const { REPORTS_TABLE, INTAKE_BUCKET, STATE_MACHINE_ARN, TOKEN_KEY_SECRET_ARN } =
  readEnvironment(environment);
const dynamo = documentClient();
const dependencies = {
  reports: new DynamoReportStore(dynamo, REPORTS_TABLE),
  applicants: new AwsApplicantStore(dynamo, new S3Client({}), {
    table: REPORTS_TABLE,
    bucket: INTAKE_BUCKET,
  }),
  idempotency: new DynamoIdempotencyStore(dynamo, REPORTS_TABLE),
  workflow: new StepFunctionsWorkflow(new SFNClient({}), STATE_MACHINE_ARN),
  tokenKeyNamed: (kid: string) => tokenKeyNamed(TOKEN_KEY_SECRET_ARN, kid),
  now: () => new Date(),
};

const notStarted = new ApiError(
  502,
  'The verification could not be started and nothing was billed. Send the request again, with the same Idempotency-Key if it had one.',
);

/** POST /kyc/cn/request: starts a verification and answers with its token. */
export const handler = apiHandler(async ({ clientId, rawBody, body, header }) => {
  const idempotencyKey = header('idempotency-key');
  const { token, reportId, subChecks } = await startVerification(
    { ...dependencies, tokenKey: await tokenKey(TOKEN_KEY_SECRET_ARN) },
    { clientId, rawBody, body, ...(idempotencyKey !== undefined && { idempotencyKey }) },
  );
  log.info('verification started', { reportId, clientId, subChecks });
  return { status: 200, body: { token } };
}, notStarted);
