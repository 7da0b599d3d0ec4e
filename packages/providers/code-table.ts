import { OwnFaultError } from '@kyc-china/core/own-fault';
import { type UpstreamAnswer, UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import type { ErrorCode, Finding } from '@kyc-china/core/sub-checks/findings';
import { AnswerLostError } from './wire.ts';

/** The code in the report for each class of code by which a provider refuses, or cannot decide, for good. */
export const errorCodeOf = {
  invalid: 'invalid-input',
  unsupported: 'unsupported',
  quota: 'quota',
  'photo-unusable': 'photo-unusable',
  'card-problem': 'card-problem',
  /** Of the configuration or the account, which only the operator can change. */
  permanent: 'upstream-unavailable',
} as const satisfies Record<string, ErrorCode>;

export type RefusalClass = keyof typeof errorCodeOf;

/** Why a call was not processed. `own-fault`: the provider is well, and this service's setup or clock is not. */
export type RetryReason = 'throttled' | 'unavailable' | 'own-fault';

/** A refusal, with a message that says what the reader has to do. */
export interface Refusal {
  readonly class: RefusalClass;
  readonly message: string;
}

/** What a provider's code means to this service. */
export type Verdict =
  | { readonly class: 'match' | 'mismatch' | 'no-record' }
  /** The answer carries a finding in its data. */
  | { readonly class: 'data' }
  | Refusal
  /** Neither processed nor billed, so this provider can be called again, or another one. */
  | { readonly class: 'retry'; readonly reason: RetryReason }
  /** A fault after which the call may have been processed and billed. It is never repeated. */
  | { readonly class: 'unknown-outcome' };

/** Whether the provider's documents say that a code is billed; `undocumented` counts as billed. */
export type Billing = 'yes' | 'no' | 'undocumented';

export interface CodeMeaning {
  /** What the provider's documents say about the code, in our own words. */
  readonly meaning: string;
  readonly verdict: Verdict;
  readonly billing: Billing;
}

/** A provider's codes, as its documents spell them. */
export type CodeTable = Readonly<Record<string, CodeMeaning>>;

export const match: Verdict = { class: 'match' };
export const mismatch: Verdict = { class: 'mismatch' };
export const noRecord: Verdict = { class: 'no-record' };
export const data: Verdict = { class: 'data' };
export const unknownOutcome: Verdict = { class: 'unknown-outcome' };

/** A code that does not decide, and that no repetition would change. */
export function refusal(refusalClass: RefusalClass, message: string): Refusal {
  return { class: refusalClass, message };
}

/**
 * A photo that the provider cannot use.
 * @param finding what the provider says of it, after "The source".
 * @param advice what to do about it, as a sentence.
 */
export function photoUnusable(finding: string, advice: string): Refusal {
  return refusal('photo-unusable', `The source ${finding}. ${advice}`);
}

export function billed(meaning: string, verdict: Verdict): CodeMeaning {
  return { meaning, verdict, billing: 'yes' };
}

export function unbilled(meaning: string, verdict: Verdict): CodeMeaning {
  return { meaning, verdict, billing: 'no' };
}

/** A code of which the provider's documents do not say whether it is billed. */
export function undocumented(meaning: string, verdict: Verdict): CodeMeaning {
  return { meaning, verdict, billing: 'undocumented' };
}

/** Only for a code that is documented as unbilled, or as refused before the call is processed. */
export function retry(meaning: string, reason: RetryReason): CodeMeaning {
  return unbilled(meaning, { class: 'retry', reason });
}

export function isBilled({ billing }: CodeMeaning): boolean {
  return billing !== 'no';
}

/** Returns the meaning of a code, or undefined if the table does not have it. */
export function lookUp(table: CodeTable, code: string): CodeMeaning | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** An answer that ends the sub-check. Nothing is concluded from a code that no document explains, and it counts as billed. */
export function unknownCode(message: string, code: string | undefined): UpstreamAnswer {
  const finding = { outcome: 'errored', code: 'unknown-code', message } as const;
  return { finding, billed: true, ...(code !== undefined && { code }) };
}

/** Reads the finding of an answer of class `data`; undefined if its data are not as documented. */
type ReadData = () => Finding | undefined;

function findingOf(
  verdict: Exclude<Verdict, { class: 'retry' | 'unknown-outcome' }>,
  readData: ReadData | undefined,
): Finding | undefined {
  switch (verdict.class) {
    case 'match':
      return { outcome: 'matched' };
    case 'mismatch':
      return { outcome: 'unmatched' };
    case 'no-record':
      return { outcome: 'notFound' };
    case 'data':
      return readData?.();
    default:
      return { outcome: 'errored', code: errorCodeOf[verdict.class], message: verdict.message };
  }
}

function notProcessed(
  meaning: string,
  reason: RetryReason,
  code: string | undefined,
  retryAfterMs: number | undefined,
): UpstreamNotProcessedError {
  const message = `the source did not process the call: ${meaning}`;
  return reason === 'own-fault'
    ? new OwnFaultError('provider-setup', message, code)
    : new UpstreamNotProcessedError(message, reason, code, reason === 'throttled' ? retryAfterMs : undefined);
}

/**
 * Turns a known code into the answer of the call.
 * @param code the code as the report's ledger keeps it; undefined if it must not be shown.
 * @param retryAfterMs the milliseconds that a throttled caller is asked to wait.
 * @returns undefined if the answer's data are not as documented.
 * @throws UpstreamNotProcessedError if the call was neither processed nor billed, an OwnFaultError if because of a fault
 * of this service; AnswerLostError if its outcome is unknown.
 */
export function settle(
  row: CodeMeaning,
  code: string | undefined,
  { readData, retryAfterMs }: { readData?: ReadData; retryAfterMs?: number | undefined } = {},
): UpstreamAnswer | undefined {
  const { verdict, meaning } = row;
  if (verdict.class === 'retry') throw notProcessed(meaning, verdict.reason, code, retryAfterMs);
  if (verdict.class === 'unknown-outcome')
    throw new AnswerLostError(`the source failed, perhaps after processing the call: ${meaning} (${code})`);
  const finding = findingOf(verdict, readData);
  return finding && { finding, billed: isBilled(row), ...(code !== undefined && { code }) };
}
