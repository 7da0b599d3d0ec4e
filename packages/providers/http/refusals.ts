import type { ErroredFinding } from '@kyc-china/core/sub-checks/findings';
import type { RefusalClass } from '../code-table.ts';

function errored(code: ErroredFinding['code'], message: string): ErroredFinding {
  return { outcome: 'errored', code, message };
}

/** The message of each refusal. */
export const refusalMessages: Readonly<Record<RefusalClass, string>> = {
  invalid:
    'The source rejects one of the values. Compare every value with the document and send a new request.',
  unsupported:
    'The source does not serve this number segment, card or document. Ask for another one, or verify by other means.',
  quota:
    "The service's quota at the source is used up. Ask the operator to raise it, then send a new request.",
  'photo-unusable':
    'The source finds no single clear face in the photo. Take another: one face, from the front, evenly lit, in focus.',
  'card-problem':
    'The bank reports the card as lost, expired or restricted. This says nothing about the person: ask for another card.',
  permanent:
    "The source does not accept this service's calls. Ask the operator to settle it with the source.",
};

/** Nothing could be asked: the description or the secret does not go with these values. */
export const notAskable: ErroredFinding = errored(
  'upstream-unavailable',
  'The source could not be asked as it is configured. Nothing was sent; contact the operator.',
);

/** Nothing was asked: the source needs more of the person than there is. */
export const needsMore: ErroredFinding = errored(
  'unsupported',
  'The source needs fields that this sub-check does not read. Nothing was sent; contact the operator.',
);

/** The source says that it failed, and not that this was free. */
export const failedAndMayBill: ErroredFinding = errored(
  'unknown-outcome',
  'The source reports a failure of its own and may have billed the call, so it was not asked again. Send a new request later.',
);

/** @param code the source's code, undefined when it cannot be shown. */
export function unknownCode(code: string | undefined): ErroredFinding {
  const named = code === undefined ? 'a code' : `the code ${code}`;
  return errored(
    'unknown-code',
    `The source answered with ${named} that this service does not know. Give the operator the report's id.`,
  );
}

/** The code is known, what came with it does not fit. */
export function misfit(code: string | undefined): ErroredFinding {
  const named = code === undefined ? 'a code' : `the code ${code}`;
  return errored(
    'unknown-code',
    `What the source answered with ${named} is not what this service expects there. Give the operator the report's id.`,
  );
}
