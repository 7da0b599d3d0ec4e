import { S3Client } from '@aws-sdk/client-s3';
import { runSubCheck } from '../domain/run-sub-check.ts';
import type { SubCheckTask } from '../domain/sub-checks/eligibility.ts';
import type { Outcome } from '../domain/sub-checks/findings.ts';
import { readEnvironment } from '../environment.ts';
import { log } from '../observability/logger.ts';
import { AwsApplicantStore } from '../storage/applicant-store.ts';
import { documentClient } from '../storage/reports-table.ts';
import { DynamoSubCheckLedger } from '../storage/sub-check-ledger.ts';
import { providersNamed } from '../upstream/providers.ts';
import { environment } from './environment.ts';

const settings = readEnvironment(environment);
const { REPORTS_TABLE: table, INTAKE_BUCKET: bucket } = settings;
const dynamo = documentClient();
const dependencies = {
  applicants: new AwsApplicantStore(dynamo, new S3Client({}), { table, bucket }),
  ledger: new DynamoSubCheckLedger(dynamo, table),
  providers: providersNamed(settings.UPSTREAM_PROVIDERS, settings),
  upstreamTimeoutMs: Number(settings.UPSTREAM_TIMEOUT_MS),
};

/** One iteration of the Map: runs one sub-check. What it returns goes into the execution's history. */
export async function handler(event: {
  reportId: string;
  task: SubCheckTask;
}): Promise<{ task: SubCheckTask; outcome: Outcome }> {
  const { reportId, task } = event;
  const startedAt = performance.now();
  const outcome = await runSubCheck(dependencies, reportId, task);
  const durationMs = Math.round(performance.now() - startedAt);
  log.info('sub-check settled', { reportId, subCheck: task.subCheck, outcome, durationMs });
  return { task, outcome };
}
