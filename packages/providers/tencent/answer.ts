import { type UpstreamAnswer, UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import type { ErroredFinding, Finding } from '@kyc-china/core/sub-checks/findings';
import { errorCodeOf } from '../refusal-codes.ts';
import { AnswerLostError } from '../wire.ts';
import type { Action } from './actions.ts';
import { meaningOfApiCode } from './api-codes.ts';
import type { Envelope } from './envelope.ts';
import { similarityThreshold } from './image-codes.ts';
import type { CodeMeaning, CodeTable, Verdict } from './verdicts.ts';

/** What a code of the vendor can look like. Anything else is not repeated: it might hold what was sent. */
const codeForm = /^(-?\d{1,4}|(?=.{1,80}$)[A-Za-z]+(\.[A-Za-z]+)*)$/;

function unknownCode(message: string, code: string | undefined): UpstreamAnswer {
  const finding: ErroredFinding = { outcome: 'errored', code: 'unknown-code', message };
  // No document says what it costs.
  return { finding, billed: true, ...(code !== undefined && { code }) };
}

function lookUp(results: CodeTable, code: string): CodeMeaning | undefined {
  return Object.hasOwn(results, code) ? results[code] : undefined;
}

function meaningOf({ results, comparesFaces }: Action, { kind, code }: Envelope): CodeMeaning | undefined {
  if (comparesFaces) return lookUp(results, code) ?? meaningOfApiCode(code);
  return kind === 'result' ? lookUp(results, code) : meaningOfApiCode(code);
}

function findingOf(verdict: Exclude<Verdict, { class: 'retry' | 'unknown-outcome' }>): Finding {
  switch (verdict.class) {
    case 'match':
      return { outcome: 'matched' };
    case 'mismatch':
      return { outcome: 'unmatched' };
    case 'no-record':
      return { outcome: 'notFound' };
    default:
      return { outcome: 'errored', code: errorCodeOf[verdict.class], message: verdict.message };
  }
}

/**
 * What an answer of the vendor comes to, by the action's table.
 * @throws UpstreamNotProcessedError on a code that is provably neither processed nor billed; AnswerLostError on a
 * fault of which that is not documented.
 */
export function answerOf(action: Action, envelope: Envelope): UpstreamAnswer {
  const { code, similarity } = envelope;
  const known = meaningOf(action, envelope);
  if (!known) {
    const named = codeForm.test(code) ? code : undefined;
    const what = named === undefined ? 'a code of a form' : `the code ${named}, which`;
    return unknownCode(
      `The source answered with ${what} that this service does not know, so nothing was concluded from it. ` +
        "Give the operator the report's id.",
      named,
    );
  }
  const { verdict, billing, meaning } = known;
  if (verdict.class === 'retry')
    throw new UpstreamNotProcessedError(`the source refused the call: ${meaning}`, verdict.reason, code);
  if (verdict.class === 'unknown-outcome')
    throw new AnswerLostError(`the source failed, perhaps after processing the call: ${meaning} (${code})`);
  // Two fields that contradict each other prove neither. Only upwards: an account may have a higher threshold.
  if (action.comparesFaces && verdict.class === 'match' && !((similarity ?? -1) >= similarityThreshold))
    return unknownCode(
      'The source reported a match without a similarity that bears it out, so nothing was concluded from it. ' +
        "Give the operator the report's id.",
      code,
    );
  // What is not documented counts as billed.
  return { finding: findingOf(verdict), billed: billing !== 'no', code };
}
