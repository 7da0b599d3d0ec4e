import {
  type UpstreamAnswer,
  type UpstreamCall,
  UpstreamNotProcessedError,
} from '@kyc-china/core/provider-port';
import type { ResultShape } from '@kyc-china/core/sub-checks/catalogue';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import type { WireResponse } from '../wire.ts';
import type { CompiledSubCheck } from './compiled.ts';
import type { HttpProviderDescription } from './description.ts';
import { decrypt } from './encryption.ts';
import { type Evaluate, EvaluationError } from './expression.ts';
import { findingOf, MisfitError } from './finding.ts';
import { failedAndMayBill, misfit, unknownCode } from './refusals.ts';
import type { Secret } from './request.ts';

/** What came back is no answer of the vendor: whether the call was processed, and billed, is unknown. */
export class UnreadableAnswerError extends Error {
  override name = 'UnreadableAnswerError';
}

/** The document that the vendor answered with. */
function documentOf({ headers, body }: WireResponse, subCheck: CompiledSubCheck, secret: Secret): unknown {
  const { request, response } = subCheck.description;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!(response.contentTypes ?? ['application/json']).includes(type))
    throw new UnreadableAnswerError('the answer has another content type than described');
  try {
    const { encryption } = request;
    return JSON.parse(encryption?.answer === 'encrypted' ? decrypt(body, encryption, secret) : body);
  } catch {
    throw new UnreadableAnswerError('the answer is not what was described');
  }
}

/** @returns null when the expression fails on the answer: the same as when it finds nothing. */
function evaluated(evaluate: Evaluate, document: unknown): unknown {
  try {
    return evaluate(document);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}

function codeIn(subCheck: CompiledSubCheck, document: unknown): string | undefined {
  const code = evaluated(subCheck.code, document);
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}

const shortestTelling = 4;

/** A code as messages and logs may show it. A source may echo what was sent, even where a code belongs. */
function presentable(code: string | undefined, call: UpstreamCall): string | undefined {
  if (code === undefined || !/^[A-Za-z0-9_.:-]{1,40}$/.test(code)) return undefined;
  const sent = [...Object.values(call.applicant), ...Object.values(call.address ?? {})];
  const echoes = sent.some(
    (value) =>
      typeof value === 'string' &&
      value.length >= shortestTelling &&
      code.toLowerCase().includes(value.toLowerCase()),
  );
  return echoes ? undefined : code;
}

/** What is not clearly free counts as billed. */
function billedBy(billed: boolean | Evaluate, document: unknown): boolean {
  return typeof billed === 'boolean' ? billed : evaluated(billed, document) !== false;
}

/**
 * Reads what a vendor answered.
 * @throws UpstreamNotProcessedError when it says that it neither processed nor billed the call;
 * UnreadableAnswerError when it is no answer.
 */
export function readAnswer(
  response: WireResponse,
  {
    subCheck,
    shape,
    statuses,
  }: {
    subCheck: CompiledSubCheck;
    shape: ResultShape;
    statuses: HttpProviderDescription['notProcessedStatuses'];
  },
  call: UpstreamCall,
  secret: Secret,
): UpstreamAnswer {
  const { status } = response;
  const reason = statuses?.[status];
  if (reason)
    throw new UpstreamNotProcessedError(`the source answered HTTP ${status}`, reason, `HTTP ${status}`);
  if (status < 200 || status > 299) throw new UnreadableAnswerError(`the source answered HTTP ${status}`);

  const document = documentOf(response, subCheck, secret);
  const code = codeIn(subCheck, document);
  const shown = presentable(code, call);
  const answer = (finding: Finding, billed: boolean): UpstreamAnswer => ({
    finding,
    billed,
    ...(shown !== undefined && { code: shown }),
  });
  const meaning = code === undefined ? undefined : subCheck.codes.get(code);
  if (!meaning) return answer(unknownCode(shown), true);

  const billed = billedBy(meaning.billed, document);
  if (meaning.class === 'retry' || meaning.class === 'throttled') {
    if (billed) return answer(failedAndMayBill, true);
    const busy = meaning.class === 'throttled';
    const what = busy ? 'the source is busy' : 'the source failed and did not process the call';
    throw new UpstreamNotProcessedError(what, busy ? 'throttled' : 'unavailable', shown);
  }
  try {
    return answer(findingOf(meaning.class, shape, subCheck.data, document), billed);
  } catch (error) {
    if (error instanceof MisfitError || error instanceof EvaluationError)
      return answer(misfit(shown), billed);
    throw error;
  }
}
