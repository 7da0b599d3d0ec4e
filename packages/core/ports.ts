import type { Applicant } from './applicant.ts';
import type { PlaceInLine } from './ask-upstreams.ts';
import type { CallFacts } from './call-facts.ts';
import type { CheckedKey, ClientKey } from './client-keys.ts';
import type { Consent } from './contract/consent-schema.ts';
import type { ReportFilters } from './contract/parse-list.ts';
import type { Counts } from './contract/stored-report-schema.ts';
import type { Policy } from './decision/policy-schema.ts';
import type { ClientLimits, LimitName } from './limits.ts';
import type { SubmittedFields } from './masking.ts';
import type { Charge } from './monthly-usage.ts';
import type { CallFailure } from './observed-call.ts';
import type { Prices } from './price-list.ts';
import type { Report } from './report.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';
import type { SubCheckTask } from './sub-checks/eligibility.ts';
import type { Finding } from './sub-checks/findings.ts';
import type { TaskSource } from './task-source.ts';
import type { Warning } from './warnings.ts';

/** What the domain needs of the world; `storage/`, `pdf/` and `webhook/` hold the implementations. */

/** What is known of a report from the moment that its request is accepted. */
export interface AcceptedReport {
  readonly reportId: string;
  readonly clientId: string;
  readonly requestedAt: Date;
  readonly tasks: readonly SubCheckTask[];
  /** The eligible sub-checks that no provider of the stage serves: they make no task. */
  readonly notOffered: readonly SubCheckId[];
  readonly warnings: readonly Warning[];
  readonly callbackUrl?: string;
  /** The most that its calls can cost upstream; undefined in a row of the release before. */
  readonly highestCost?: number;
  /** The client's own words on the case, which its request holds and the report returns. */
  readonly clientReference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly consent?: Consent;
}

/** What else is stored of an accepted report: what was sent, masked, until the report itself has it. */
export interface NewReport extends AcceptedReport {
  readonly submitted: SubmittedFields;
  /** The key under which the client may repeat the request; erasing the report forgets it too. */
  readonly idempotencyKey?: string;
}

export type ReportRecord = AcceptedReport & {
  /** When its workflow was last started, or was about to be. */
  readonly startedAt: Date;
  /** When it was last marked as failed. It may have been completed since. */
  readonly failedAt?: Date;
} & (
    | { readonly status: 'processing'; readonly submitted: SubmittedFields }
    | {
        readonly status: 'failed';
        readonly submitted: SubmittedFields;
        /** When the webhook last announced the failure, and by which sending. */
        readonly webhookDelivered?: WebhookDelivery;
      }
    | {
        readonly status: 'completed';
        readonly report: Report;
        /** Hex SHA-256 of the PDF that was issued for the report. */
        readonly pdfSha256?: string;
        /** What the client is charged for it; undefined in a row of the release before. */
        readonly charges?: readonly Charge[];
        /** When the webhook last brought the report. */
        readonly webhookDelivered?: WebhookDelivery;
      }
  );

/** When a webhook arrived, and by which sending: 0 is the verification's own, others are resends. */
export interface WebhookDelivery {
  readonly at: Date;
  readonly resend: number;
}

/** A report as it will be stored, and what else its PDF says. */
export interface DecidedReport {
  readonly report: Report;
  /** What its client is charged, by the prices of that moment; undefined when the release before decided. */
  readonly charges?: readonly Charge[];
  readonly sources: readonly TaskSource[];
}

/** What became of storing a new report; with all but `created`, nothing was stored. */
export type Creation = 'created' | 'exists' | 'erased';

export interface ReportStore {
  /** Stores an accepted report as processing, started at the given time. */
  create(report: NewReport, startedAt: Date): Promise<Creation>;
  /** Notes a start that is about to happen. @returns the start before; undefined when the report is not processing. */
  recordStart(reportId: string, at: Date): Promise<Date | undefined>;
  /** Takes back a start that did not happen, unless another start was noted since. */
  withdrawStart(reportId: string, at: Date, before: Date): Promise<void>;
  /**
   * Turns a report that has no result into processing, started at the given time: an operator runs it again.
   * @returns false when the report is complete, expired or erased.
   */
  reopen(reportId: string, at: Date): Promise<boolean>;
  /** Whether the report was erased: its receipt, or the beginning of one, is in its place. */
  isErased(reportId: string): Promise<boolean>;
  /** undefined: unknown, erased, or past its retention period. */
  find(reportId: string): Promise<ReportRecord | undefined>;
  /**
   * Decides what a report that is not complete yet will say. The first call decides for every later one: the caller that
   * draws the PDF then draws the same.
   * @returns what is decided; undefined when the report is complete or was erased.
   */
  decide(reportId: string, decided: DecidedReport): Promise<DecidedReport | undefined>;
  /**
   * Turns processing (or failed) into completed. The first call wins; a later one changes nothing, and none brings
   * a report back that was erased.
   * @param pdfSha256 hex SHA-256 of the report's PDF: proves later that a file is the one that was issued.
   * @param charges what the client is charged: kept with the report, so that every later run counts the same.
   * @returns whether this call did: then the report had not been erased.
   */
  complete(
    reportId: string,
    report: Report,
    pdfSha256: string,
    charges?: readonly Charge[],
  ): Promise<boolean>;
  /** Stores what a completed report cost upstream. @returns whether this call did: then its caller records the metric. */
  settleCost(reportId: string, upstreamCost: number): Promise<boolean>;
  /**
   * Adds the price of a call whose answer came after the report was completed, once for each task.
   * @returns the report with the client that is charged; undefined when the report is not complete.
   */
  addLateCost(reportId: string, taskKey: string, price: number): Promise<ChargedReport | undefined>;
  /** Turns processing into failed; a completed report stays as it is. */
  fail(reportId: string, at: Date): Promise<void>;
  /** @param status what the webhook announced. A report that has another status by now is not changed. */
  recordWebhookDelivery(
    reportId: string,
    status: 'completed' | 'failed',
    delivery: WebhookDelivery,
  ): Promise<void>;
}

/**
 * The applicant's fields and photo: kept sealed, only until the report is complete, and a day at most. Who takes them in
 * cannot read them again, and who deletes them never could.
 */
export interface ApplicantIntake extends ApplicantRemoval {
  /** Starts to make the data key of the report that is probably saved next, so that `save` does not wait for it. */
  prepare(reportId: string): void;
  /** Replaces what an earlier call has stored. */
  save(reportId: string, applicant: Applicant, photo: Uint8Array | undefined): Promise<void>;
}

/** An applicant as it was stored. The photo is present when it was wanted and sent. */
export interface StoredApplicant {
  readonly applicant: Applicant;
  readonly photo?: Uint8Array;
}

export interface ApplicantReader {
  /**
   * Returns undefined when the applicant was deleted, its day has passed, or its report was erased.
   * @throws Error when the photo is missing.
   */
  find(reportId: string, wanted: { photo: boolean }): Promise<StoredApplicant | undefined>;
}

export interface ApplicantRemoval {
  /** Deletes fields and photo for good, backups of them included; done again, it does nothing. */
  delete(reportId: string): Promise<void>;
}

/** A call that waits for its turn at a provider; times in milliseconds since 1970. */
export interface WaitingCall {
  readonly place: PlaceInLine;
  /** When it first had to wait. */
  readonly since: number;
  /** When it looks again. */
  readonly until: number;
}

/** The right to make a task's provider call, or why it was not given. */
export type Claim =
  | {
      readonly status: 'granted';
      readonly claimId: string;
      readonly attempt: number;
      /** How the call waited before. */
      readonly waited?: WaitingCall;
    }
  /** The task is done, with this result. */
  | { readonly status: 'settled'; readonly finding: Finding; readonly facts: CallFacts }
  /** Another run claimed it and may still be waiting for its answer. */
  | { readonly status: 'held' }
  /** Another run claimed it and ended without a result: the call may have been made, and billed. */
  | { readonly status: 'in-doubt'; readonly facts: CallFacts }
  /** The report is being put together, or is complete: no call can be part of it any more. */
  | { readonly status: 'closed'; readonly facts: CallFacts };

/** What became of storing an answer. */
export type Settlement =
  | 'settled'
  /** The report was complete by then: provider and price are stored, what the source said is not. */
  | 'late'
  /** The claim is not this run's any more, or the report was erased: nothing is stored. */
  | 'dropped';

/** What became of one task, as the ledger knows it; a task that never started has no entry. */
export interface LedgerEntry extends CallFacts {
  readonly taskKey: string;
  /** undefined: claimed without a result, or released and not claimed again. */
  readonly finding?: Finding;
  /** When the right to ask was given, and when its result was stored. */
  readonly claimedAt?: Date;
  readonly settledAt?: Date;
  /** What the call cost, where the stage knows its price. */
  readonly price?: number;
  /** What kept the call from being processed when it was last released. */
  readonly failure?: CallFailure;
}

/** What came of a claimed call. */
export interface SettledCall extends Omit<CallFacts, 'attempts'> {
  readonly finding: Finding;
  /** The source's own code. */
  readonly code?: string;
  /** What the call cost, where the stage knows its price. */
  readonly price?: number;
}

/** What is stored of a call that was not processed. */
export interface LeftCall {
  /** Where it waits for its turn. */
  readonly waiting?: WaitingCall | undefined;
  /** What kept it from being processed. */
  readonly failure?: CallFailure | undefined;
}

/** Makes sure that no task's upstream call is made twice. */
export interface SubCheckLedger {
  /** A claim of an erased report is granted too. Its applicant is not found, and `settle` or `release` deletes it. */
  claim(reportId: string, taskKey: string): Promise<Claim>;
  /**
   * Gives a claim back: the source did not process the call, and it may be made again.
   * @param left what is stored of the call; without a part, what is stored of that stays.
   */
  release(reportId: string, taskKey: string, claimId: string, left?: LeftCall): Promise<void>;
  /**
   * Stores the result of a claim. The claim's holder may do so even after others have found its outcome unknown: an
   * answer that was paid for is never thrown away.
   */
  settle(reportId: string, taskKey: string, claimId: string, settled: SettledCall): Promise<Settlement>;
  entries(reportId: string): Promise<LedgerEntry[]>;
  /** Refuses every later claim of these tasks. A claim that was given before stays, and may be settled. */
  shut(reportId: string, taskKeys: readonly string[]): Promise<void>;
  /**
   * Forgets what the sources said, once the report says it, and takes in nothing that comes later. That a call was
   * made, its provider and its price stay.
   * @param entries the report's entries, read when none of its tasks could be claimed anymore.
   * @returns what the calls cost that were settled before: the same at every call.
   */
  close(reportId: string, entries: readonly LedgerEntry[]): Promise<number>;
}

/** What the first request with an idempotency key started. */
export interface IdempotencyRecord {
  readonly reportId: string;
  readonly requestedAt: Date;
  /** The token key that the digest is under, and that the token is signed with. */
  readonly kid: string;
  /** Keyed hash of the body, byte by byte: what the release before compares. */
  readonly bodyDigest: string;
  /** Keyed hash of what the body means; undefined in a record of the release before. */
  readonly requestDigest?: string;
}

export interface IdempotencyStore {
  /** Stores the record unless the client used the key in the last 24 h. @returns the record that is stored. */
  remember(clientId: string, key: string, record: IdempotencyRecord): Promise<IdempotencyRecord>;
  /** @returns the record of a client's key of the last 24 h. */
  find(clientId: string, key: string): Promise<IdempotencyRecord | undefined>;
  /** Deletes the record of a client's key, if it still names this report. */
  forget(clientId: string, key: string, reportId: string): Promise<void>;
}

/** A report whose cost its client is charged for. */
export type ChargedReport = Pick<AcceptedReport, 'reportId' | 'clientId' | 'requestedAt'>;

/** A report as its client's limits count it. */
export interface CountedReport extends ChargedReport {
  readonly highestCost: number;
}

/** Counts what each client uses, in the UTC day and month of each request, and holds its limits exactly. */
export interface ClientUsage {
  /**
   * Counts a report, and reserves the most that it can cost, unless a limit leaves no room. Done again, it counts nothing.
   * @returns the limit that leaves no room: then nothing is counted.
   */
  count(report: CountedReport, limits: ClientLimits): Promise<LimitName | undefined>;
  /** Takes back the count of a report that is not started; done again, it does nothing. */
  takeBack(report: CountedReport): Promise<void>;
  /**
   * Counts a completed report with its charges, and replaces what it can cost upstream by what it did cost. Done again, it
   * does nothing.
   */
  settle(report: CountedReport, upstreamCost: number, charges: readonly Charge[]): Promise<void>;
  /** Adds the price of a call whose answer came after its report was settled, once for each task. */
  addLateCost(report: ChargedReport, taskKey: string, price: number): Promise<void>;
}

export interface VerificationWorkflow {
  /**
   * Starts the workflow of a report; started before under the same id, it does nothing. Ids only.
   * @returns false when it ran before and has ended.
   */
  start(reportId: string, tasks: readonly SubCheckTask[]): Promise<boolean>;
}

export interface FailureAnnouncement {
  /** Starts to announce by webhook that a report failed; done again, it does nothing. */
  announceFailure(reportId: string): Promise<void>;
}

/** One of a key's secrets: for the time of a rotation's overlap, it has two. */
export interface ClientSecret {
  /** Hex SHA-256 of the secret (32 random bytes). */
  readonly sha256: string;
  /** From then on the secret opens nothing; undefined: for as long as the client has it. */
  readonly expiresAt?: Date;
}

export interface EndingWebhookSecret {
  readonly secret: string;
  readonly expiresAt: Date;
}

export interface Client {
  readonly clientId: string;
  /** Those of its default key; none if that key was removed. */
  readonly secrets: readonly ClientSecret[];
  /** When its default key last got a new secret. */
  readonly secretsRotatedAt?: Date;
  /** Its other keys. */
  readonly keys?: readonly ClientKey[];
  /** What its webhooks are signed with, `whsec_` and base64. */
  readonly webhookSecret: string;
  /** Those that it had before, with which they are signed as well until the overlap of a rotation ends. */
  readonly endingWebhookSecrets?: readonly EndingWebhookSecret[];
  readonly status: 'active' | 'disabled';
  /** The tier that its calls are throttled and counted by. */
  readonly plan: string;
  /** Its key at the API's front, which ties it to the plan, and that key's value. */
  readonly apiKeyId: string;
  readonly usageIdentifierKey?: string;
  readonly createdAt: Date;
  /** Undefined: it has none. */
  readonly limits?: ClientLimits;
  /** By which its reports decide; undefined: the standard policy. */
  readonly policy?: Policy;
  /** What it pays, where that differs from the stage's prices. */
  readonly prices?: Prices;
}

/** What is known of a client that calls the API. */
export type CallingClient = Pick<
  Client,
  'clientId' | 'secrets' | 'status' | 'usageIdentifierKey' | 'limits'
> & {
  readonly keys?: readonly CheckedKey[];
};

/** What is known of a client that webhooks are posted to. */
export type NotifiedClient = Pick<Client, 'clientId' | 'status' | 'webhookSecret' | 'endingWebhookSecrets'>;

/** What is known of a client whose report is merged. */
export type DecidingClient = Pick<Client, 'clientId' | 'policy' | 'prices'>;

export interface ClientRegistry<Known extends Pick<Client, 'clientId'>> {
  find(clientId: string): Promise<Known | undefined>;
}

export interface PdfFiles {
  put(reportId: string, pdf: Uint8Array): Promise<void>;
  /** Done again, it does nothing. */
  delete(reportId: string): Promise<void>;
}

export interface PdfLinks {
  /**
   * A link to download the PDF, valid from `signedAt` for `retentionDays.pdfLink`. The same arguments give the same link.
   */
  link(reportId: string, signedAt: Date): Promise<string>;
}

/** What came of one attempt to post a webhook. The reason names no address. */
export type DeliveryResult =
  | { readonly outcome: 'delivered'; readonly status: number }
  /** Worth another attempt. Of an answer, its status and Retry-After; without one, the error's name or code. */
  | {
      readonly outcome: 'failed';
      readonly reason: string;
      readonly status?: number;
      readonly retryAfter?: string;
      readonly error?: string;
    }
  /** Not worth another attempt. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly status?: number };

/** What came of one attempt, and whether the receiver used up all the time that it had. */
export type PostedWebhook = DeliveryResult & { readonly timedOut: boolean };

export type PostWebhook = (
  url: string,
  headers: Record<string, string>,
  body: string,
  /** How long the receiver has, in milliseconds: from the look-up of its name to the end of its answer. */
  timeoutMs: number,
) => Promise<PostedWebhook>;

/** What is known of a client's receivers before a post. */
export interface KnownReceivers {
  /** How many attempts in a row the receiver at the host let time out. */
  readonly timeoutsInARow: number;
  /** Whether the client's posts are counted, because one of the last hour was not delivered promptly. */
  readonly isWatched: boolean;
}

/** Remembers, for a day, the receivers that let one attempt after another time out. */
export interface ReceiverTimeouts {
  read(clientId: string, host: string): Promise<KnownReceivers>;
  /** @param timedOut whether the latest attempt did; one that did not starts the count again. */
  record(clientId: string, host: string, timedOut: boolean): Promise<void>;
}

/** One attempt to deliver a report by webhook, as it is kept: nothing of the address, the body or the answer's. */
export interface WebhookAttempt {
  readonly resend: number;
  /** Its number within this sending, from 1. */
  readonly attempt: number;
  readonly at: Date;
  /** Failed: another attempt follows. */
  readonly outcome: 'delivered' | 'failed' | 'given-up';
  /** The answer's HTTP status; undefined when there was no answer. */
  readonly status?: number;
  readonly durationMs: number;
  /** Why there was no answer: the name or code of an error. */
  readonly error?: string;
}

export interface WebhookAttempts {
  /** Keeps an attempt for as long as its report, and not beyond its erasure. */
  record(report: AcceptedReport, attempt: WebhookAttempt): Promise<void>;
}

/** A report as the index knows it: nothing of the person. */
export interface ListedReport
  extends Pick<AcceptedReport, 'reportId' | 'requestedAt' | 'clientReference'>,
    Pick<ReportRecord, 'status' | 'startedAt'> {
  readonly completedAt?: Date;
  readonly decision?: Report['decision'];
  readonly counts?: Counts;
}

/** The place of a report in a client's list. */
export type ReportPosition = Pick<AcceptedReport, 'reportId' | 'requestedAt'>;

export interface ReportPageQuery extends Omit<ReportFilters, 'from' | 'to'> {
  readonly clientId: string;
  readonly from: Date;
  /** The first request time that is too late. */
  readonly to?: Date;
  /** What is processing since before then counts as failed. */
  readonly overdueBefore: Date;
  readonly limit: number;
  /** The last report of the page before. */
  readonly after: ReportPosition | undefined;
}

export interface ReportIndex {
  /**
   * Returns a client's reports, newest first. It looks at a bounded number of reports, so that it may return fewer than
   * `limit` although more match.
   * @returns the place to go on from, as `next`, unless the list is at its end.
   */
  page(query: ReportPageQuery): Promise<{ reports: ListedReport[]; next?: ReportPosition }>;
}

/** The report's PDF under the name that the contract gives it. */
export function pdfFileNameOf(reportId: string): string {
  return `kyc-cn-${reportId}.pdf`;
}
