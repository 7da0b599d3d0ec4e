import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { runSubCheck } from '../../packages/core/run-sub-check.ts';
import type { SubCheckId } from '../../packages/core/sub-checks/catalogue.ts';
import type { SubCheckTask } from '../../packages/core/sub-checks/eligibility.ts';
import type { Outcome } from '../../packages/core/sub-checks/findings.ts';
import { routesOf } from '../../packages/providers/providers.ts';
import { priceOf, type UpstreamRouting } from '../../packages/providers/routing.ts';
import { AwsApplicantReader } from '../../packages/storage/applicant-store.ts';
import { clientSettings } from '../../packages/storage/client-settings.ts';
import { KmsDataKeyWrapping } from '../../packages/storage/data-key-wrapping.ts';
import { DynamoReportStore } from '../../packages/storage/report-store.ts';
import { documentClient } from '../../packages/storage/reports-table.ts';
import { upstreamCredentials } from '../../packages/storage/secrets.ts';
import { DynamoSubCheckLedger } from '../../packages/storage/sub-check-ledger.ts';
import { namingThrottling } from '../../packages/storage/throttling.ts';
import { DynamoUpstreamGate } from '../../packages/storage/upstream-gate.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { recordBilledCall, recordOutcome, recordReportCost } from '../shared/metrics.ts';
import { environment } from './environment.ts';

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
      return (await upstreamCredentials(arn)) as Credentials;
    },
  }),
  priceOf: (provider: string, subCheck: SubCheckId) => priceOf(routing, provider, subCheck),
  reports: new DynamoReportStore(dynamo, table),
  recordCost: recordReportCost,
};

/** One iteration of the Map: runs one sub-check. What it returns goes into the execution's history. */
export async function handler(event: {
  reportId: string;
  task: SubCheckTask;
}): Promise<{ task: SubCheckTask; outcome: Outcome }> {
  const { reportId, task } = event;
  const startedAt = performance.now();
  const { outcome, answer, price } = await namingThrottling(() =>
    runSubCheck({ ...dependencies, gate: gate.forReport(reportId) }, reportId, task),
  );
  recordOutcome(answer?.provider, task.subCheck, outcome);
  if (answer?.billed) recordBilledCall(answer.provider, task.subCheck, price);
  log.info('sub-check settled', {
    reportId,
    subCheck: task.subCheck,
    outcome,
    durationMs: Math.round(performance.now() - startedAt),
    ...(answer && { provider: answer.provider, billed: answer.billed }),
    ...(answer?.code !== undefined && { providerCode: answer.code }),
  });
  return { task, outcome };
}
