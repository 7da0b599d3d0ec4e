import { isObject, type JsonObject } from '@kyc-china/core/json';
import type { UpstreamAnswer } from '@kyc-china/core/provider-port';
import { faceScore } from '@kyc-china/core/sub-checks/face-score';
import { type CodeMeaning, type CodeTable, isBilled, lookUp, settle, unknownCode } from '../code-table.ts';
import { AnswerLostError, type WireResponse } from '../wire.ts';
import { namesDiffer } from './cloudauth-codes.ts';
import { gatewayCodes, gatewayFamilyOf } from './gateway-codes.ts';
import type { Operation } from './operations.ts';

/** The gateway may refuse in XML whatever was accepted; the official SDK reads both. */
function refusalInXml(body: string): JsonObject | undefined {
  const code = /<Code>([\w.-]{1,64})<\/Code>/.exec(body)?.[1];
  return code === undefined ? undefined : { Code: code };
}

/** @throws AnswerLostError unless the answer is a JSON object or a refusal in XML, and says so. */
function bodyOf({ status, headers, body }: WireResponse): JsonObject {
  const unreadable = (problem: string) =>
    new AnswerLostError(`the source answered HTTP ${status} with ${problem}`);
  const contentType = headers['content-type'] ?? '';
  const refusal = /^(?:text|application)\/xml\b/i.test(contentType) ? refusalInXml(body) : undefined;
  if (refusal) return refusal;
  if (!/^application\/json\b/i.test(contentType)) throw unreadable('something else than JSON');
  try {
    const parsed: unknown = JSON.parse(body);
    if (isObject(parsed)) return parsed;
  } catch {
    // Reported below, without the text: it may echo what was sent.
  }
  throw unreadable('what is no JSON object');
}

/** Codes come as strings in some answers and as numbers in others. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns a part of a code, or a placeholder when its form is not that of a code: it might be an echo of what was sent. */
function printable(code: string | undefined): string {
  if (code === undefined) return 'none';
  return /^(?:[A-Za-z][\w.-]{0,63}|-?\d{1,4})$/.test(code) ? code : 'unreadable';
}

/** The answer's code as the tables spell it: `Code` when the call was not processed, the verdict when it was. */
function codeOf(body: JsonObject): string {
  // The official SDK reads `Code || code`: some gateways write it in lower case.
  const code = textOf(body.Code) ?? textOf(body.code);
  const result = isObject(body.ResultObject) ? body.ResultObject : {};
  const data = isObject(body.Data) ? body.Data : undefined;
  // With Data it is of a product that has its verdict there, not in a ResultObject.
  if (code === '200' && !data) {
    const subCode = textOf(result.SubCode);
    const bizCode = `BizCode=${printable(textOf(result.BizCode))}`;
    return subCode === undefined ? bizCode : `${bizCode},SubCode=${printable(subCode)}`;
  }
  if (code === 'OK' && data && 'IsConsistent' in data)
    return `IsConsistent=${printable(textOf(data.IsConsistent))}`;
  return printable(code);
}

function rowOf(codes: CodeTable, code: string): CodeMeaning | undefined {
  return lookUp(codes, code) ?? lookUp(gatewayCodes, gatewayFamilyOf(code));
}

const decidingClasses: ReadonlySet<string> = new Set(['match', 'mismatch', 'no-record', 'data']);

/** Whether the call was processed, by its code: `OK`, `200`, or a verdict, which the tables write as `Name=value`. */
function isProcessed(code: string): boolean {
  return code === 'OK' || code === '200' || code.includes('=');
}

/**
 * Returns whether the HTTP status contradicts a code. A verdict comes with 200. A verdict that is an error code, such
 * as PhoneNumberNotfound, is documented with 400: it is believed with 200 and any 4xx. With 5xx, only a code that
 * documents an unbilled refusal is believed.
 */
function isDoubtful(status: number, code: string, row: CodeMeaning | undefined): boolean {
  if (row && decidingClasses.has(row.verdict.class))
    return status !== 200 && (isProcessed(code) || status < 400 || status > 499);
  return status >= 500 && (!row || isBilled(row));
}

/** Returns the milliseconds that a throttled caller is asked to wait, as the official SDK reads them. */
function retryAfterMsOf({ headers }: WireResponse): number | undefined {
  const value = String(headers['x-acs-retry-after'] ?? '').trim();
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
}

function notDocumented(code: string): UpstreamAnswer {
  return unknownCode(
    `The source answered with a code that is not documented (${code}). It may have been billed: ask the source's support before sending the request again.`,
    code,
  );
}

/** Adds the score to an answer that compared two faces. The provider documents no threshold. */
function withScore(
  answer: UpstreamAnswer,
  code: string,
  result: unknown,
  scoreFrom: NonNullable<Operation['scoreFrom']>,
): UpstreamAnswer {
  const { finding } = answer;
  const { outcome } = finding;
  const isCompared = (outcome === 'matched' || outcome === 'unmatched') && code !== namesDiffer;
  if (!isCompared || !isObject(result)) return answer;
  return { ...answer, finding: { ...finding, ...faceScore(scoreFrom(result)) } };
}

/**
 * Reads an answer by the table of its operation.
 * @throws UpstreamNotProcessedError on a code that says that the call was not processed; AnswerLostError
 * when nothing says what became of it.
 */
export function read(
  response: WireResponse,
  { codes, findingFrom, scoreFrom }: Pick<Operation, 'codes' | 'findingFrom' | 'scoreFrom'>,
): UpstreamAnswer {
  const body = bodyOf(response);
  const code = codeOf(body);
  const row = rowOf(codes, code);
  if (isDoubtful(response.status, code, row))
    throw new AnswerLostError(`the source answered HTTP ${response.status} (${code})`);
  if (!row) return notDocumented(code);
  const { Data: data } = body;
  const readData = () => (isObject(data) ? findingFrom?.(data) : undefined);
  const answer = settle(row, code, { readData, retryAfterMs: retryAfterMsOf(response) });
  if (!answer) return notDocumented(`${code} without data`);
  return scoreFrom ? withScore(answer, code, body.ResultObject, scoreFrom) : answer;
}
