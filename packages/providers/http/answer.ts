import {
  type UpstreamAnswer,
  type UpstreamCall,
  UpstreamNotProcessedError,
} from '@kyc-china/core/provider-port';
import type { ResultShape } from '@kyc-china/core/sub-checks/catalogue';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { settle } from '../code-table.ts';
import { AnswerLostError, type WireResponse } from '../wire.ts';
import type { CompiledSubCheck } from './compiled.ts';
import type { HttpProviderDescription } from './description.ts';
import { decrypt } from './encryption.ts';
import { type Evaluate, EvaluationError } from './expression.ts';
import { findingIn, MisfitError } from './finding.ts';
import { failedAndMayBill, misfit, unknownCode } from './refusals.ts';
import type { Secret } from './request.ts';

/** The document that the vendor answered with. */
function documentOf({ headers, body }: WireResponse, subCheck: CompiledSubCheck, secret: Secret): unknown {
  const { request, response } = subCheck.description;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!(response.contentTypes ?? ['application/json']).includes(type))
    throw new AnswerLostError('the answer has another content type than described');
  try {
    const { encryption } = request;
    return JSON.parse(encryption?.answer === 'encrypted' ? decrypt(body, encryption, secret) : body);
  } catch {
    throw new AnswerLostError('the answer is not what was described');
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
 * AnswerLostError when it is no answer.
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
  if (status < 200 || status > 299) throw new AnswerLostError(`the source answered HTTP ${status}`);

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

  const { class: kind, verdict } = meaning;
  const billed = billedBy(meaning.billed, document);
  if (verdict.class === 'retry' && billed) return answer(failedAndMayBill, true);
  const row = { meaning: `a code of class ${kind}`, verdict, billing: billed ? 'yes' : 'no' } as const;
  try {
    const readData = () => findingIn(kind, shape, subCheck.data, document);
    return settle(row, shown, { readData }) ?? answer(misfit(shown), billed);
  } catch (error) {
    if (error instanceof MisfitError || error instanceof EvaluationError)
      return answer(misfit(shown), billed);
    throw error;
  }
}
