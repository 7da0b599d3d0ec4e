import type { RefusalClass } from '../refusal-codes.ts';

interface Documented {
  readonly billed: boolean;
  /** What the provider's documentation says, in our own words. */
  readonly meaning: string;
}

/**
 * What one of the provider's codes means:
 * - match, mismatch, no-record, data: an answer;
 * - retry: certainly not billed, so another provider, or this one later, can be called;
 * - unknown-outcome: the call may have been processed and billed;
 * - permanent: the configuration or the account, which only the operator can change;
 * - the others: the provider refuses or cannot decide, and would do so again.
 */
export type Code = Documented &
  (
    | { readonly class: 'match' | 'mismatch' | 'no-record' | 'data' | 'unknown-outcome' }
    | { readonly class: 'retry'; readonly billed: false; readonly reason: 'throttled' | 'unavailable' }
    | {
        readonly class: RefusalClass;
        /** For the person who has to act. */
        readonly message: string;
      }
  );

/** Codes as the documentation spells them; `Name=value` is a verdict within a processed answer. */
export type CodeTable = Readonly<Record<string, Code>>;

/** An answer that decides. */
export function verdict(
  verdictClass: 'match' | 'mismatch' | 'no-record' | 'data',
  billed: boolean,
  meaning: string,
): Code {
  return { class: verdictClass, billed, meaning };
}

/** An answer that does not decide, and that no repetition would change. Unbilled unless said otherwise. */
export function refusal(
  refusalClass: RefusalClass,
  meaning: string,
  message: string,
  { billed } = { billed: false },
): Code {
  return { class: refusalClass, billed, meaning, message };
}

/** Not processed, and by the documentation not billed. */
export function retry(reason: 'throttled' | 'unavailable', meaning: string): Code {
  return { class: 'retry', billed: false, reason, meaning };
}

/** Processed or not: the documentation does not say. */
export function unknown(meaning: string): Code {
  return { class: 'unknown-outcome', billed: true, meaning };
}
