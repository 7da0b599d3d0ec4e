import { setTimeout as sleep } from 'node:timers/promises';
import { type DueAttempt, deliverWebhook } from '../../packages/core/deliver-webhook.ts';
import { DynamoNotifiedClients } from '../../packages/storage/client-registry.ts';
import { S3PdfLinks } from '../../packages/storage/pdf-store.ts';
import { DynamoPostLeases } from '../../packages/storage/post-leases.ts';
import { postOverInternet } from '../../packages/storage/post-webhook.ts';
import { DynamoReceiverTimeouts } from '../../packages/storage/receiver-timeouts.ts';
import { DynamoReportStore } from '../../packages/storage/report-store.ts';
import { documentClient } from '../../packages/storage/reports-table.ts';
import { DynamoWebhookAttempts } from '../../packages/storage/webhook-attempts.ts';
import { readEnvironment } from '../shared/environment.ts';
import { describeError, log } from '../shared/logger.ts';
import { recordWebhookAttempt } from '../shared/metrics.ts';
import { environment } from './environment.ts';

const names = readEnvironment(environment);
const dynamo = documentClient();
const dependencies = {
  reports: new DynamoReportStore(dynamo, names.REPORTS_TABLE),
  clients: new DynamoNotifiedClients(dynamo, names.CLIENTS_TABLE),
  pdfs: new S3PdfLinks({
    bucket: names.REPORTS_BUCKET,
    signerSecretArn: names.LINK_SIGNER_SECRET_ARN,
  }),
  post: postOverInternet,
  attempts: new DynamoWebhookAttempts(dynamo, names.REPORTS_TABLE),
  timeouts: new DynamoReceiverTimeouts(dynamo, names.REPORTS_TABLE),
  limit: {
    leases: new DynamoPostLeases(dynamo, names.REPORTS_TABLE, Number(names.WEBHOOK_POSTS_PER_CLIENT)),
    sleep: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }),
    onLeaseError: (error: unknown) =>
      log.warn('webhook posted without its client’s limit', describeError(error)),
  },
  now: () => new Date(),
  random: Math.random,
  waitFactor: Number(names.WEBHOOK_WAIT_FACTOR),
  countAttempt: recordWebhookAttempt,
};

/** What the state PostWebhook passes: the report, and what the last step said is due. */
interface DueWebhook {
  readonly reportId: string;
  readonly webhook: Omit<DueAttempt, 'reportId'>;
}

/** The state PostWebhook: one attempt. What it returns goes into the execution's history. */
export async function handler({ reportId, webhook }: DueWebhook): Promise<object> {
  const startedAt = performance.now();
  const { resend, attempt, busy } = webhook;
  const step = await deliverWebhook(dependencies, { reportId, resend, attempt, busy });
  const durationMs = Math.round(performance.now() - startedAt);
  log.info('webhook attempted', { reportId, resend, attempt, outcome: step.outcome, durationMs });
  return step;
}
