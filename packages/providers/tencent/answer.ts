import type { UpstreamAnswer } from '@kyc-china/core/provider-port';
import { faceScore } from '@kyc-china/core/sub-checks/face-score';
import { type CodeMeaning, lookUp, settle, unknownCode } from '../code-table.ts';
import type { Action } from './actions.ts';
import { meaningOfApiCode } from './api-codes.ts';
import type { Envelope } from './envelope.ts';
import { comparedFaces, similarityThreshold } from './image-codes.ts';

/** What a code of the vendor can look like. Anything else is not repeated: it might hold what was sent. */
const codeForm = /^(-?\d{1,4}|(?=.{1,80}$)[A-Za-z]+(\.[A-Za-z]+)*)$/;

function meaningOf({ results, comparesFaces }: Action, { kind, code }: Envelope): CodeMeaning | undefined {
  if (comparesFaces) return lookUp(results, code) ?? meaningOfApiCode(code);
  return kind === 'result' ? lookUp(results, code) : meaningOfApiCode(code);
}

/** Adds the similarity to an answer that compared two faces. */
function withScore(answer: UpstreamAnswer, { code, similarity = -1 }: Envelope): UpstreamAnswer {
  const { finding } = answer;
  if (!comparedFaces.has(code) || (finding.outcome !== 'matched' && finding.outcome !== 'unmatched'))
    return answer;
  // An account with a higher threshold: which one it has, the answer does not say.
  const isHigher = finding.outcome === 'unmatched' && similarity >= similarityThreshold;
  const score = faceScore(similarity, isHigher ? undefined : similarityThreshold);
  return { ...answer, finding: { ...finding, ...score } };
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
  const answer = settle(known, code);
  // Two fields that contradict each other prove neither. Only upwards: an account may have a higher threshold.
  const contradicts = known.verdict.class === 'match' && !((similarity ?? -1) >= similarityThreshold);
  if (!answer || (action.comparesFaces && contradicts))
    return unknownCode(
      'The source reported a match without a similarity that bears it out, so nothing was concluded from it. ' +
        "Give the operator the report's id.",
      code,
    );
  return action.comparesFaces ? withScore(answer, envelope) : answer;
}
