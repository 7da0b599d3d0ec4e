import { setTimeout as sleep } from 'node:timers/promises';
import { type DueAttempt, deliverWebhook } from '../domain/deliver-webhook.ts';
import { readEnvironment } from '../environment.ts';
import { describeError, log } from '../observability/logger.ts';
import { recordWebhookAttempt } from '../observability/metrics.ts';
import { DynamoNotifiedClients } from '../storage/client-registry.ts';
import { S3PdfLinks } from '../storage/pdf-store.ts';
import { DynamoPostLeases } from '../storage/post-leases.ts';
import { DynamoReceiverTimeouts } from '../storage/receiver-timeouts.ts';
import { DynamoReportStore } from '../storage/report-store.ts';
import { documentClient } from '../storage/reports-table.ts';
import { DynamoWebhookAttempts } from '../storage/webhook-attempts.ts';
import { environment } from './environment.ts';
import { postOverInternet } from './post-webhook.ts';

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
