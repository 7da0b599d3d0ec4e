import type { Applicant } from './applicant.ts';
import type { Report } from './report.ts';
import type { SubCheckTask } from './sub-checks/eligibility.ts';
import type { Finding } from './sub-checks/findings.ts';
import type { Warning } from './warnings.ts';

/** What the domain needs of the world; `storage/`, `pdf/` and `webhook/` hold the implementations. */

/** What is known of a report from the moment that its request is accepted. */
export interface AcceptedReport {
  readonly reportId: string;
  readonly clientId: string;
  readonly requestedAt: Date;
  readonly tasks: readonly SubCheckTask[];
  readonly warnings: readonly Warning[];
  readonly callbackUrl?: string;
}

export type ReportRecord = AcceptedReport &
  (
    | { readonly status: 'processing' | 'failed' }
    | { readonly status: 'completed'; readonly report: Report; readonly webhookDeliveredAt?: Date }
  );

export interface ReportStore {
  /** Stores an accepted report as processing. Does nothing when the report exists. */
  create(report: AcceptedReport): Promise<void>;
  /** undefined: unknown, or past its 30 days. */
  find(reportId: string): Promise<ReportRecord | undefined>;
  /** Turns processing (or failed) into completed. The first call wins; a later one changes nothing. */
  complete(reportId: string, report: Report): Promise<void>;
  /** Turns processing into failed; a completed report stays as it is. */
  fail(reportId: string): Promise<void>;
  recordWebhookDelivery(reportId: string, at: Date): Promise<void>;
}

/** The applicant's fields and photo: kept only until the report stands, and a day at most. */
export interface ApplicantStore {
  /** Does nothing when the report has an applicant already. */
  save(reportId: string, applicant: Applicant, photo: Uint8Array | undefined): Promise<void>;
  find(reportId: string): Promise<Applicant | undefined>;
  /** @throws when there is no photo. */
  photo(reportId: string): Promise<Uint8Array>;
  /** Deletes fields and photo; done again, it does nothing. */
  delete(reportId: string): Promise<void>;
}

/** The right to make a task's upstream call, or why there is none. */
export type Claim =
  | { readonly status: 'granted'; readonly claimId: string; readonly attempt: number }
  /** The task is done: this is what came of it. */
  | { readonly status: 'settled'; readonly finding: Finding }
  /** Somebody claimed it and left no result: the call may have been made, and billed. */
  | { readonly status: 'in-doubt' };

/** What became of one task, as the ledger knows it; a task that never started has no entry. */
export interface LedgerEntry {
  readonly taskKey: string;
  /** undefined: claimed without a result, or released and not claimed again. */
  readonly finding?: Finding;
  /** Whether a source processed the call, or may have. */
  readonly called: boolean;
}

/** Makes sure that no task's upstream call is made twice. */
export interface SubCheckLedger {
  claim(reportId: string, taskKey: string): Promise<Claim>;
  /** Gives a claim back: the source did not process the call, and it may be made again. */
  release(reportId: string, taskKey: string, claimId: string): Promise<void>;
  /**
   * Stores what came of a claim. The claim's holder may do so even after others have found it in doubt: an
   * answer that was paid for is never thrown away.
   */
  settle(
    reportId: string,
    taskKey: string,
    claimId: string,
    finding: Finding,
    called: boolean,
  ): Promise<void>;
  entries(reportId: string): Promise<LedgerEntry[]>;
}

/** What the first request with an idempotency key started. */
export interface IdempotencyRecord {
  readonly reportId: string;
  readonly requestedAt: Date;
  /** Keyed hash of the body: tells an equal body from another without holding it. */
  readonly bodyDigest: string;
}

export interface IdempotencyStore {
  /** Stores the record unless the client used the key in the last 24 h. @returns the record that stands. */
  remember(clientId: string, key: string, record: IdempotencyRecord): Promise<IdempotencyRecord>;
}

export interface VerificationWorkflow {
  /** Starts the workflow of a report; started before under the same id, it does nothing. Ids only. */
  start(reportId: string, tasks: readonly SubCheckTask[]): Promise<void>;
}

export interface Client {
  readonly clientId: string;
  /** Hex SHA-256 of the client's secret (32 random bytes). */
  readonly secretSha256: string;
  readonly webhookSecret: string;
  readonly status: 'active' | 'disabled';
}

export interface ClientRegistry {
  find(clientId: string): Promise<Client | undefined>;
}

export interface PdfStore {
  put(reportId: string, pdf: Uint8Array): Promise<void>;
  /**
   * A link to download the PDF, valid for 7 days from `signedAt`. The same arguments give the same link.
   */
  link(reportId: string, signedAt: Date): Promise<string>;
}

/** What came of one attempt to post a webhook. The reason names no address. */
export type DeliveryResult =
  | { readonly outcome: 'delivered'; readonly status: number }
  /** Worth another attempt. */
  | { readonly outcome: 'failed'; readonly reason: string }
  /** Not worth another attempt. */
  | { readonly outcome: 'refused'; readonly reason: string };

export type PostWebhook = (
  url: string,
  headers: Record<string, string>,
  body: string,
) => Promise<DeliveryResult>;

/** The report's PDF under the name that the contract gives it. */
export function pdfFileNameOf(reportId: string): string {
  return `kyc-cn-${reportId}.pdf`;
}
