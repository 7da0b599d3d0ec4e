import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { ConsentRequirements } from '@kyc-china/core/consent';
import type { Offers } from '@kyc-china/core/offers';
import { checkVerification, startChecked } from '@kyc-china/core/start-verification';
import { AwsApplicantIntake } from '@kyc-china/storage/applicant-store';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { KmsDataKeyWrapping } from '@kyc-china/storage/data-key-wrapping';
import { DynamoIdempotencyStore } from '@kyc-china/storage/idempotency-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { tokenKey, tokenKeyOfRecord } from '@kyc-china/storage/secrets';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import { ApiError, apiHandler } from '../shared/api-handler.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { environment } from './environment.ts';

const settings = readEnvironment(environment);
const { REPORTS_TABLE, STATE_MACHINE_ARN, TOKEN_KEY_SECRET_ARN } = settings;
const offers: Offers = JSON.parse(settings.OFFERS);
const consentRequiredFor: ConsentRequirements = JSON.parse(settings.CONSENT_REQUIRED_FOR);
const dynamo = documentClient();
const dependencies = {
  reports: new DynamoReportStore(dynamo, REPORTS_TABLE),
  applicants: new AwsApplicantIntake(
    dynamo,
    new S3Client(clientSettings),
    { table: REPORTS_TABLE, bucket: settings.INTAKE_BUCKET, keysTable: settings.APPLICANT_KEYS_TABLE },
    new KmsDataKeyWrapping(new KMSClient(clientSettings), settings.APPLICANT_KEY_ARN),
  ),
  usage: new DynamoClientUsage(dynamo, REPORTS_TABLE),
  idempotency: new DynamoIdempotencyStore(dynamo, REPORTS_TABLE),
  workflow: new StepFunctionsWorkflow(new SFNClient(clientSettings), STATE_MACHINE_ARN),
  tokenKeyOfRecord: (kid: string) => tokenKeyOfRecord(TOKEN_KEY_SECRET_ARN, kid),
  now: () => new Date(),
  offers,
  consentRequiredFor,
};

const notStarted = new ApiError(
  502,
  'The verification could not be started. Send the request again, with the same Idempotency-Key if it had one: then no source is called or billed twice.',
);

/** POST /kyc/cn/request: starts a verification and answers with its token. */
export const handler = apiHandler(async ({ clientId, limits, rawBody, body, header }, context) => {
  const idempotencyKey = header('idempotency-key');
  const start = { clientId, limits, rawBody, body, ...(idempotencyKey !== undefined && { idempotencyKey }) };
  // Before anything is read: a wrong body is a 400 also while Secrets Manager is out of order.
  const checked = checkVerification(start, dependencies);
  const { token, reportId, subChecks, notOffered } = await startChecked(
    { ...dependencies, tokenKey: await tokenKey(TOKEN_KEY_SECRET_ARN) },
    checked,
  );
  log.info('verification started', { ...context, reportId, subChecks, notOffered });
  return { status: 200, body: { token, reportId } };
}, notStarted);
