import type { RefusalClass } from '../refusal-codes.ts';

/** What a code of the vendor means to us. */
export type Verdict =
  | { readonly class: 'match' | 'mismatch' | 'no-record' }
  | {
      /** The source could not decide; the message tells a person what to do about it. */
      readonly class: RefusalClass;
      readonly message: string;
    }
  /** Provably neither processed nor billed: to be asked again, here or elsewhere. */
  | { readonly class: 'retry'; readonly reason: 'throttled' | 'unavailable' }
  /** A fault of which no document says whether it is billed: never asked again. */
  | { readonly class: 'unknown-outcome' };

/** Whether the vendor's documents say that the code is billed; `undocumented` counts as billed. */
export type Billing = 'yes' | 'no' | 'undocumented';

export interface CodeMeaning {
  /** What the vendor's document says of it, in short. */
  readonly meaning: string;
  readonly verdict: Verdict;
  readonly billing: Billing;
}
export type CodeTable = Readonly<Record<string, CodeMeaning>>;

export const match: Verdict = { class: 'match' };
export const mismatch: Verdict = { class: 'mismatch' };
export const noRecord: Verdict = { class: 'no-record' };

export function billed(meaning: string, verdict: Verdict): CodeMeaning {
  return { meaning, verdict, billing: 'yes' };
}

export function unbilled(meaning: string, verdict: Verdict): CodeMeaning {
  return { meaning, verdict, billing: 'no' };
}

/** For what the vendor's documents, as far as we have them, list without saying whether it is billed. */
export function undocumented(meaning: string, verdict: Verdict): CodeMeaning {
  return { meaning, verdict, billing: 'undocumented' };
}

/** Only for what is documented as unbilled, or as refused before it is processed. */
export function retry(meaning: string, reason: 'throttled' | 'unavailable'): CodeMeaning {
  return unbilled(meaning, { class: 'retry', reason });
}

export function fault(meaning: string): CodeMeaning {
  return undocumented(meaning, { class: 'unknown-outcome' });
}

/** @param value what is rejected, as a person calls it. */
export function invalid(value: string): Verdict {
  return {
    class: 'invalid',
    message: `The source rejects the ${value}. Compare it with the document and send a new request.`,
  };
}

/** The vendor's limits for one value: docs/providers/tencent.md, "Limits per value". */
export const dailyLimit: Verdict = {
  class: 'quota',
  message:
    'The source was asked about one of these values as often as it allows in a day; for a common name, the other ' +
    'requests may have been about other people. Send a new request tomorrow, or ask the operator to have the limit raised.',
};

export const segmentUnsupported: Verdict = {
  class: 'unsupported',
  message:
    'The source does not serve the segment of this mobile number; those of virtual operators often are not. ' +
    'Ask for another number, or verify by other means.',
};

/** @param advice what to do about it, as a sentence. */
export function photoUnusable(finding: string, advice: string): Extract<Verdict, { message: string }> {
  return { class: 'photo-unusable', message: `The source ${finding}. ${advice}` };
}

/** @param state what the bank reports of the card. */
export function cardProblem(state: string): Verdict {
  return {
    class: 'card-problem',
    message: `The bank reports that ${state}. This says nothing about the person: ask for another card.`,
  };
}

export function unsupported(message: string): Verdict {
  return { class: 'unsupported', message };
}

/** @param cause what is wrong, as a sentence; @param remedy what the operator does about it. */
export function permanent(cause: string, remedy: string): Verdict {
  return {
    class: 'permanent',
    message: `${cause} Nothing about the person is at fault. The operator has to ${remedy}.`,
  };
}
