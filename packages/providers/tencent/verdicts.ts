import { type CodeMeaning, refusal, undocumented, unknownOutcome, type Verdict } from '../code-table.ts';

/** A fault of which no document says whether it is billed. */
export function fault(meaning: string): CodeMeaning {
  return undocumented(meaning, unknownOutcome);
}

/** @param value what is rejected, as a person calls it. */
export function invalid(value: string): Verdict {
  return refusal(
    'invalid',
    `The source rejects the ${value}. Compare it with the document and send a new request.`,
  );
}

/** The vendor's limits for one value: docs/providers/tencent.md, "Limits per value". */
export const dailyLimit: Verdict = refusal(
  'quota',
  'The source was asked about one of these values as often as it allows in a day; for a common name, the other ' +
    'requests may have been about other people. Send a new request tomorrow, or ask the operator to have the limit raised.',
);

export const segmentUnsupported: Verdict = refusal(
  'unsupported',
  'The source does not serve the segment of this mobile number; those of virtual operators often are not. ' +
    'Ask for another number, or verify by other means.',
);

/** @param state what the bank reports of the card. */
export function cardProblem(state: string): Verdict {
  return refusal(
    'card-problem',
    `The bank reports that ${state}. This says nothing about the person: ask for another card.`,
  );
}

/** @param cause what is wrong, as a sentence; @param remedy what the operator does about it. */
export function permanent(cause: string, remedy: string): Verdict {
  return refusal(
    'permanent',
    `${cause} Nothing about the person is at fault. The operator has to ${remedy}.`,
  );
}
