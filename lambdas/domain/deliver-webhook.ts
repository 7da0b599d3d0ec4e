import { webhookHeaders } from '../webhook/signature.ts';
import { webhookSecretsOf } from './authenticate.ts';
import type {
  ClientRegistry,
  DeliveryResult,
  PdfStore,
  PostWebhook,
  ReportStore,
  WebhookAttempt,
  WebhookAttempts,
} from './ports.ts';
import { withPdfLink } from './read-report.ts';
import { retryAfterSeconds, secondsUntilNextAttempt } from './webhook-schedule.ts';

export interface WebhookDependencies {
  readonly reports: ReportStore;
  readonly clients: ClientRegistry;
  readonly pdfs: PdfStore;
  readonly post: PostWebhook;
  readonly attempts: WebhookAttempts;
  readonly now: () => Date;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What the schedule's waits are multiplied by. */
  readonly waitFactor: number;
  /** Counts an attempt by its outcome. */
  readonly countAttempt: (outcome: WebhookAttempt['outcome']) => void;
}

/** Which attempt is due. */
export interface DueAttempt {
  readonly reportId: string;
  /** 0 for the webhook that the verification itself sends; from 1 for those that an operator has sent again. */
  readonly resend: number;
  /** From 1. */
  readonly attempt: number;
}

/** What an attempt is kept as, by what follows from it. */
const recordedOutcome = {
  delivered: 'delivered',
  retry: 'failed',
  /** No later attempt can succeed: the receiver is gone (410), or its address is one that we never call. */
  refused: 'given-up',
  /** It was the last of the schedule. */
  exhausted: 'given-up',
} as const satisfies Record<string, WebhookAttempt['outcome']>;

type AttemptOutcome = keyof typeof recordedOutcome;

/** What is to be done next. It is kept in the execution's history: numbers and words of ours alone. */
export interface DeliveryStep {
  /** no-report: it was erased, or has expired, and nobody waits any more. */
  readonly outcome: AttemptOutcome | 'no-report';
  readonly resend: number;
  /** With `retry`, the number of the next one. */
  readonly attempt: number;
  /** With `retry`, how long to wait until then. */
  readonly waitSeconds?: number;
}

function nextStep(
  result: DeliveryResult,
  { resend, attempt }: DueAttempt,
  { now, random, waitFactor }: WebhookDependencies,
): DeliveryStep & { readonly outcome: AttemptOutcome } {
  if (result.outcome !== 'failed') return { outcome: result.outcome, resend, attempt };
  const waitSeconds = secondsUntilNextAttempt(attempt, {
    retryAfter: retryAfterSeconds(result.retryAfter, now()) ?? 0,
    random: random(),
    factor: waitFactor,
  });
  if (waitSeconds === undefined) return { outcome: 'exhausted', resend, attempt };
  return { outcome: 'retry', resend, attempt: attempt + 1, waitSeconds };
}

function errorOf(result: DeliveryResult): string | undefined {
  if (result.outcome === 'delivered' || result.status !== undefined) return undefined;
  return result.outcome === 'failed' ? result.error : 'ForbiddenAddressError';
}

/**
 * Posts a report to its callback, once, and keeps what came of it. The id and the body are the same at every attempt
 * and at every resend: the PDF's link is signed as of the report's completion. When the webhook has arrived by this
 * sending or a later one, it does nothing.
 * @returns what the workflow is to do next.
 * @throws only what our own stores throw: then it is to be called again.
 */
export async function deliverWebhook(
  dependencies: WebhookDependencies,
  due: DueAttempt,
): Promise<DeliveryStep> {
  const { reports, clients, pdfs, post, attempts, now, countAttempt } = dependencies;
  const { reportId, resend, attempt } = due;
  const record = await reports.find(reportId);
  if (record?.status !== 'completed' || record.callbackUrl === undefined)
    return { outcome: 'no-report', resend, attempt };
  if (record.webhookDelivered && record.webhookDelivered.resend >= resend)
    return { outcome: 'delivered', resend, attempt };
  const client = await clients.find(record.clientId);
  if (!client) return { outcome: 'refused', resend, attempt };

  const completedAt = new Date(record.report.reportMetadata.completedAt);
  const body = JSON.stringify(await withPdfLink(pdfs, record.report, completedAt));
  const sentAt = now();
  const headers = webhookHeaders({
    id: `msg_${reportId}`,
    sentAt,
    body,
    secrets: webhookSecretsOf(client, sentAt),
  });
  const result = await post(record.callbackUrl, headers, body);
  const answeredAt = now();
  // First of all, so that it is not posted again should anything below fail.
  if (result.outcome === 'delivered') await reports.recordWebhookDelivery(reportId, answeredAt, resend);
  const step = nextStep(result, due, dependencies);
  const outcome = recordedOutcome[step.outcome];
  const error = errorOf(result);
  await attempts.record(record, {
    resend,
    attempt,
    at: sentAt,
    outcome,
    ...(result.status !== undefined && { status: result.status }),
    durationMs: answeredAt.getTime() - sentAt.getTime(),
    ...(error !== undefined && { error }),
  });
  countAttempt(outcome);
  return step;
}
