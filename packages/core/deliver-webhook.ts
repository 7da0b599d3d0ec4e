import { webhookSecretsOf } from './authenticate.ts';
import type {
  ClientRegistry,
  DeliveryResult,
  NotifiedClient,
  PdfLinks,
  PostWebhook,
  ReceiverTimeouts,
  ReportRecord,
  ReportStore,
  WebhookAttempt,
  WebhookAttempts,
} from './ports.ts';
import { type PostInLimit, type PostLimit, postWithinLimit } from './post-within-limit.ts';
import { webhookHeaders } from './webhook/signature.ts';
import { webhookMessage } from './webhook-message.ts';
import {
  retryAfterSeconds,
  secondsUntilNextAttempt,
  secondsUntilRoom,
  timeoutMsOf,
} from './webhook-schedule.ts';

export interface WebhookDependencies {
  readonly reports: ReportStore;
  readonly clients: ClientRegistry<NotifiedClient>;
  readonly pdfs: PdfLinks;
  readonly post: PostWebhook;
  readonly attempts: WebhookAttempts;
  readonly timeouts: ReceiverTimeouts;
  readonly limit: PostLimit;
  readonly now: () => Date;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What the schedule's waits are multiplied by. */
  readonly waitFactor: number;
  /** Is given each attempt that is kept. It must not throw. */
  readonly observeAttempt: (attempt: WebhookAttempt) => void;
}

/** Which attempt is due. */
export interface DueAttempt {
  readonly reportId: string;
  /** 0 for the webhook that the verification itself sends; from 1 for those that an operator has sent again. */
  readonly resend: number;
  /** From 1. */
  readonly attempt: number;
  /** How often it has waited for other posts of its client; 0 if not given. */
  readonly busy?: number | undefined;
  /** Whether it announces a failure. Once the report is processing again or complete, it is not due any more. */
  readonly ofFailure?: boolean | undefined;
}

/** What an attempt is kept as, by what follows from it. */
const recordedOutcome = {
  delivered: 'delivered',
  retry: 'failed',
  /** No later attempt can succeed: the receiver is gone (410), or its URL is one that is never called. */
  refused: 'given-up',
  /** The client is disabled. Enabled again, it gets the webhook when an operator sends it again. */
  withheld: 'given-up',
  /** It was the last of the schedule. */
  exhausted: 'given-up',
} as const satisfies Record<string, WebhookAttempt['outcome']>;

type AttemptOutcome = keyof typeof recordedOutcome;

/** What came of the attempt that was just made. */
interface LastAttempt {
  readonly attempt: number;
  /** The receiver's HTTP status; undefined when there was no answer. */
  readonly status?: number;
  /** Why there was no answer, or no post: the name or code of an error. */
  readonly error?: string;
}

/** What is to be done next. It is kept in the execution's history: numbers and words of ours alone. */
export interface DeliveryStep {
  /**
   * no-report: it was erased or has expired, and no client waits for it. busy: nothing was posted, because as many posts
   * of the client are under way as it may have; the same attempt is due again.
   */
  readonly outcome: AttemptOutcome | 'no-report' | 'busy';
  readonly resend: number;
  /** With `retry`, the number of the next one. */
  readonly attempt: number;
  /** With `retry` and `busy`, how long to wait until then. */
  readonly waitSeconds?: number;
  /** How often it has waited for other posts of its client, if it has. */
  readonly busy?: number;
  /** Undefined when none was made in this step. */
  readonly last?: LastAttempt;
  /** As in the attempt that was due. */
  readonly ofFailure?: boolean;
}

/** Which sending an attempt belongs to. */
function sendingOf({ resend, ofFailure }: Pick<DueAttempt, 'resend' | 'ofFailure'>) {
  return { resend, ...(ofFailure && { ofFailure }) };
}

function nextStep(
  result: DeliveryResult,
  { attempt, busy = 0, ...due }: DueAttempt,
  { now, random, waitFactor }: WebhookDependencies,
): DeliveryStep & { readonly outcome: AttemptOutcome } {
  const sending = sendingOf(due);
  if (result.outcome !== 'failed') return { outcome: result.outcome, ...sending, attempt };
  const waitSeconds = secondsUntilNextAttempt(attempt, {
    retryAfter: retryAfterSeconds(result.retryAfter, now()) ?? 0,
    random: random(),
    factor: waitFactor,
  });
  if (waitSeconds === undefined) return { outcome: 'exhausted', ...sending, attempt };
  return { outcome: 'retry', ...sending, attempt: attempt + 1, waitSeconds, ...(busy > 0 && { busy }) };
}

/** @returns undefined when the webhook has waited for its client's other posts for as long as it may. */
function busyStep(
  { attempt, busy = 0, ...due }: DueAttempt,
  { random, waitFactor }: WebhookDependencies,
): DeliveryStep | undefined {
  const waitSeconds = secondsUntilRoom(busy, { random: random(), factor: waitFactor });
  return waitSeconds === undefined
    ? undefined
    : { outcome: 'busy', ...sendingOf(due), attempt, waitSeconds, busy: busy + 1 };
}

/** What a webhook counts as that has waited for its client's other posts for as long as it may. */
const noRoom: PostInLimit = {
  posted: {
    outcome: 'failed',
    reason: 'the client has as many posts under way as it may',
    error: 'TooManyPostsError',
    timedOut: false,
  },
  release: async () => undefined,
};

function errorOf(result: DeliveryResult): string | undefined {
  if (result.outcome === 'delivered' || result.status !== undefined) return undefined;
  return result.outcome === 'failed' ? result.error : 'ForbiddenAddressError';
}

type EndedRecord = Exclude<ReportRecord, { status: 'processing' }>;

/** Returns the report if the attempt has something to announce: its result, or its failure. */
function announced(record: ReportRecord | undefined, { resend, ofFailure }: DueAttempt) {
  if (!record || record.status === 'processing' || record.callbackUrl === undefined) return undefined;
  const { callbackUrl } = record;
  const isDue = record.status === 'failed' ? ofFailure || resend > 0 : !ofFailure;
  return isDue ? { ...record, callbackUrl } : undefined;
}

/**
 * Posts to the receiver, for as long as its latest timeouts leave it, and remembers whether it timed out again.
 * @returns undefined when nothing was posted, because as many posts of the client are under way as it may have.
 */
async function post(
  { pdfs, post, timeouts, limit, now }: WebhookDependencies,
  record: EndedRecord,
  callbackUrl: string,
  client: NotifiedClient,
  attempt: number,
) {
  const { clientId } = record;
  const { id, body } = await webhookMessage(pdfs, record);
  const { hostname } = new URL(callbackUrl);
  // A hint alone: without it, the receiver has the whole time, and the post takes a lease when it is late.
  const { timeoutsInARow, isWatched } = await timeouts.read(clientId, hostname).catch((error) => {
    limit.onLeaseError(error);
    return { timeoutsInARow: 0, isWatched: false };
  });
  let sentAt = now();
  const inLimit = await postWithinLimit(limit, { clientId, isWatched }, () => {
    sentAt = now();
    const secrets = webhookSecretsOf(client, sentAt);
    const headers = webhookHeaders({ id, sentAt, body, secrets });
    return post(callbackUrl, headers, body, timeoutMsOf(attempt, timeoutsInARow));
  });
  if (!inLimit) return undefined;
  const { posted, release } = inLimit;
  return {
    posted,
    sentAt,
    release: async () => {
      await release();
      if (posted.timedOut || timeoutsInARow > 0)
        await timeouts.record(clientId, hostname, posted.timedOut).catch(limit.onLeaseError);
    },
  };
}

/**
 * Posts a report, or that it failed, to its callback, once, and keeps the result. The id and the body are the same at every attempt
 * and at every resend: the PDF's link is signed as of the report's completion. When the webhook has arrived by this
 * sending or a later one, it does nothing. A disabled client gets nothing: its URL may be the one of who stole its secret.
 * @returns what the workflow is to do next.
 * @throws only what our own stores throw: then it is to be called again.
 */
export async function deliverWebhook(
  dependencies: WebhookDependencies,
  due: DueAttempt,
): Promise<DeliveryStep> {
  const { reports, clients, attempts, now, observeAttempt } = dependencies;
  const { reportId, resend, attempt } = due;
  const sending = sendingOf(due);
  const record = announced(await reports.find(reportId), due);
  if (!record) return { outcome: 'no-report', ...sending, attempt };
  if (record.webhookDelivered && record.webhookDelivered.resend >= resend)
    return { outcome: 'delivered', ...sending, attempt };
  const client = await clients.find(record.clientId);
  if (!client)
    return { outcome: 'refused', ...sending, attempt, last: { attempt, error: 'ClientRemovedError' } };
  const keep = async (kept: Omit<WebhookAttempt, 'resend' | 'attempt'>) => {
    const made = { resend, attempt, ...kept };
    await attempts.record(record, made);
    observeAttempt(made);
  };
  if (client.status !== 'active') {
    const error = 'ClientDisabledError';
    await keep({ at: now(), outcome: recordedOutcome.withheld, durationMs: 0, error });
    return { outcome: 'withheld', ...sending, attempt, last: { attempt, error } };
  }

  const sent = await post(dependencies, record, record.callbackUrl, client, attempt);
  const busy = sent ? undefined : busyStep(due, dependencies);
  if (busy) return busy;
  const answeredAt = now();
  const { posted, release, sentAt } = sent ?? { ...noRoom, sentAt: answeredAt };
  try {
    // First of all, so that it is not posted again should anything below fail.
    if (posted.outcome === 'delivered')
      await reports.recordWebhookDelivery(reportId, record.status, { at: answeredAt, resend });
    const step = nextStep(posted, due, dependencies);
    const error = errorOf(posted);
    const cause = {
      ...(posted.status !== undefined && { status: posted.status }),
      ...(error !== undefined && { error }),
    };
    await keep({
      at: sentAt,
      outcome: recordedOutcome[step.outcome],
      durationMs: answeredAt.getTime() - sentAt.getTime(),
      ...cause,
    });
    return { ...step, last: { attempt, ...cause } };
  } finally {
    await release();
  }
}
