import type { Applicant, StatedAddress } from './applicant.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';
import type { Finding } from './sub-checks/findings.ts';

/** One question to one source about one person. */
export interface UpstreamCall {
  readonly subCheck: SubCheckId;
  /** Only the fields that the sub-check reads: a source gets no more than it needs (PIPL article 6). */
  readonly applicant: Applicant;
  /** The address in question, for a sub-check that runs once per address. */
  readonly address?: StatedAddress;
  /** The face photo, for a sub-check that reads it: JPEG or PNG. */
  readonly photo?: Uint8Array;
  /** The same for every attempt of one task of one report: for a source that offers idempotency or tracing. */
  readonly requestId: string;
  /** 1 for the first call; one more for each time that the source said it did not process the call. */
  readonly attempt: number;
  /** Aborts when the provider's time is up. */
  readonly signal: AbortSignal;
}

/** What a source answered. */
export interface UpstreamAnswer {
  readonly finding: Finding;
  /** Whether the source charges for this answer. Never guessed: what is not documented counts as billed. */
  readonly billed: boolean;
  /** The source's own code for it, as its documentation spells it; for logs, metrics and support. */
  readonly code?: string;
}

/** How often a source may be called. */
export interface RateLimit {
  /** What the source counts by: calls of different operations do not count together. */
  readonly operation: string;
  readonly callsPerSecond: number;
}

/**
 * A source of answers. `ask` resolves with what the source said, an `errored` finding included (a refusal
 * that no repetition would change). It throws UpstreamNotProcessedError only when the source provably did
 * not process the call, so that asking again cannot be charged twice. Any other throw means that the
 * outcome is unknown.
 */
export interface UpstreamProvider {
  readonly name: string;
  /** It has no circuit: its failures say nothing about the next call. A test person of one client asks for them. */
  readonly plansItsFailures?: true;
  serves(subCheck: SubCheckId): boolean;
  /** The limit that its documentation sets to calls of the sub-check; absent: it names none. */
  limitOn?(subCheck: SubCheckId): RateLimit | undefined;
  ask(call: UpstreamCall): Promise<UpstreamAnswer>;
}

/** What a provider is made from. */
export interface ProviderSettings {
  /** The simulator's fixed latency in milliseconds; undefined: realistic ones. */
  readonly simulatorLatencyMs?: number;
  /**
   * The credentials of a provider, as its secret holds them. Cached by who gives it. The adapter checks their form:
   * an operator wrote them.
   */
  readonly credentialsOf: <Credentials>(provider: string) => Promise<Credentials>;
}

/**
 * The source provably did not process, and does not bill, the call: another may be asked at once, and the same
 * one later. Retried by the state machine.
 */
export class UpstreamNotProcessedError extends Error {
  override name = 'UpstreamNotProcessedError';
  /** throttled: the source is well and busy. unavailable: it is not well, or not there. */
  readonly reason: 'throttled' | 'unavailable';
  /** The source's own code, when it gave one. */
  readonly code?: string;
  /** How long the source asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;

  /** @param message says what happened in our own words: it goes into the execution's history. */
  constructor(
    message: string,
    reason: 'throttled' | 'unavailable' = 'unavailable',
    code?: string,
    retryAfterMs?: number,
  ) {
    super(message);
    this.reason = reason;
    if (code !== undefined) this.code = code;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
