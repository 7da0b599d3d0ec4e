import { setTimeout as sleep } from 'node:timers/promises';
import { type DueAttempt, deliverWebhook } from '@kyc-china/core/deliver-webhook';
import type { WebhookAttempt } from '@kyc-china/core/ports';
import { DynamoNotifiedClients } from '@kyc-china/storage/client-registry';
import { S3PdfLinks } from '@kyc-china/storage/pdf-store';
import { DynamoPostLeases } from '@kyc-china/storage/post-leases';
import { postOverInternet } from '@kyc-china/storage/post-webhook';
import { DynamoReceiverTimeouts } from '@kyc-china/storage/receiver-timeouts';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { DynamoWebhookAttempts } from '@kyc-china/storage/webhook-attempts';
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
};

/** What the state PostWebhook passes: the report, and what the last step said is due. */
interface DueWebhook {
  readonly reportId: string;
  readonly webhook: Omit<DueAttempt, 'reportId'>;
}

/** Returns what the receiver answered, or why it did not: a status, or the name or code of an error. */
function reasonOf({ status, error }: Partial<WebhookAttempt> = {}) {
  return { ...(status !== undefined && { status }), ...(error !== undefined && { reason: error }) };
}

/** The state PostWebhook: one attempt. What it returns goes into the execution's history. */
export async function handler({ reportId, webhook }: DueWebhook): Promise<object> {
  const startedAt = performance.now();
  const { resend, attempt, busy, ofFailure } = webhook;
  let made: WebhookAttempt | undefined;
  const observeAttempt = (observed: WebhookAttempt) => {
    made = observed;
    recordWebhookAttempt(observed.outcome);
  };
  const due = { reportId, resend, attempt, busy, ofFailure };
  const step = await deliverWebhook({ ...dependencies, observeAttempt }, due);
  const durationMs = Math.round(performance.now() - startedAt);
  const level = made && made.outcome !== 'delivered' ? 'warn' : 'info';
  log[level]('webhook attempted', {
    reportId,
    resend,
    attempt,
    outcome: step.outcome,
    ...reasonOf(made),
    durationMs,
  });
  return step;
}
