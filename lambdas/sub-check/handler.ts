import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { runSubCheck } from '../domain/run-sub-check.ts';
import type { SubCheckId } from '../domain/sub-checks/catalogue.ts';
import type { SubCheckTask } from '../domain/sub-checks/eligibility.ts';
import type { Outcome } from '../domain/sub-checks/findings.ts';
import { readEnvironment } from '../environment.ts';
import { log } from '../observability/logger.ts';
import { recordBilledCall, recordOutcome, recordReportCost } from '../observability/metrics.ts';
import { AwsApplicantReader } from '../storage/applicant-store.ts';
import { clientSettings } from '../storage/client-settings.ts';
import { KmsDataKeyWrapping } from '../storage/data-key-wrapping.ts';
import { DynamoReportStore } from '../storage/report-store.ts';
import { documentClient } from '../storage/reports-table.ts';
import { upstreamCredentials } from '../storage/secrets.ts';
import { DynamoSubCheckLedger } from '../storage/sub-check-ledger.ts';
import { namingThrottling } from '../storage/throttling.ts';
import { DynamoUpstreamGate } from '../storage/upstream-gate.ts';
import { routesOf } from '../upstream/providers.ts';
import { priceOf, type UpstreamRouting } from '../upstream/routing.ts';
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
