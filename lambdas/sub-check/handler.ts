import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { runSubCheck } from '@kyc-china/core/run-sub-check';
import { returnResult, type SubCheckResult } from '@kyc-china/core/sub-check-result';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import { routesOf } from '@kyc-china/providers/providers';
import { priceOf, type UpstreamRouting } from '@kyc-china/providers/routing';
import { AwsApplicantReader } from '@kyc-china/storage/applicant-store';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { KmsDataKeyWrapping } from '@kyc-china/storage/data-key-wrapping';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { upstreamCredentials } from '@kyc-china/storage/secrets';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { namingThrottling } from '@kyc-china/storage/throttling';
import { DynamoUpstreamGate } from '@kyc-china/storage/upstream-gate';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { recordBilledCall, recordOutcome, recordReportCost } from '../shared/metrics.ts';
import { environment } from './environment.ts';
import { callObserver, logFailedAttempt } from './observe.ts';

const settings = readEnvironment(environment);
const { REPORTS_TABLE: table } = settings;
const routing: UpstreamRouting = JSON.parse(settings.UPSTREAM_ROUTING);
const secretArns: Record<string, string> = JSON.parse(settings.UPSTREAM_SECRETS);
const dynamo = documentClient();
const gate = new DynamoUpstreamGate(dynamo, table);
const dependencies = {
  applicants: new AwsApplicantReader(
    dynamo,
    new S3Client(clientSettings),
    { table, bucket: settings.INTAKE_BUCKET, keysTable: settings.APPLICANT_KEYS_TABLE },
    new KmsDataKeyWrapping(new KMSClient(clientSettings), settings.APPLICANT_KEY_ARN),
  ),
  ledger: new DynamoSubCheckLedger(dynamo, table),
  routeFor: routesOf(routing, {
    ...(settings.SIMULATOR_LATENCY_MS !== '' && {
      simulatorLatencyMs: Number(settings.SIMULATOR_LATENCY_MS),
    }),
    credentialsOf: async <Credentials>(provider: string) => {
      const arn = secretArns[provider];
      if (arn === undefined) throw new Error('the provider has no secret');
      return (await namingThrottling(() => upstreamCredentials(arn))) as Credentials;
    },
  }),
  priceOf: (provider: string, subCheck: SubCheckId) => priceOf(routing, provider, subCheck),
  reports: new DynamoReportStore(dynamo, table),
  usage: new DynamoClientUsage(dynamo, table),
  recordCost: recordReportCost,
};

/**
 * One iteration of the Map: runs one sub-check. What it returns, or throws, goes into the execution's history.
 * @throws SettledAsErroredError when no source could decide.
 */
export async function handler(event: { reportId: string; task: SubCheckTask }): Promise<SubCheckResult> {
  const { reportId, task } = event;
  const startedAt = performance.now();
  const subject = { reportId, subCheck: task.subCheck };
  const { result, answer, price } = await namingThrottling(() =>
    runSubCheck(
      { ...dependencies, gate: gate.forReport(reportId), observe: callObserver(subject) },
      reportId,
      task,
    ),
  ).catch((error) => {
    logFailedAttempt(subject, error, startedAt);
    throw error;
  });
  recordOutcome(result.outcome);
  if (answer?.billed) recordBilledCall(answer.provider, task.subCheck, price);
  log.info('sub-check settled', {
    ...subject,
    outcome: result.outcome,
    durationMs: Math.round(performance.now() - startedAt),
    ...(answer && { provider: answer.provider, billed: answer.billed }),
    ...(answer?.code !== undefined && { providerCode: answer.code }),
  });
  return returnResult(result);
}
