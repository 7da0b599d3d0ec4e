import { isObject } from '@kyc-china/core/json';
import { AnswerLostError, type WireResponse } from '../wire.ts';

/** What the vendor's envelope holds: the result of a call that was processed, or the error of one that was not. */
export interface Envelope {
  readonly kind: 'result' | 'error';
  readonly code: string;
  /** Of ImageRecognitionV2: how alike the faces are, of 100. */
  readonly similarity?: number;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Nothing of the body: it may be about the person.
    throw new AnswerLostError('the answer is not JSON');
  }
}

/**
 * Reads an answer: `{"Response":{"Result":"0",…}}` or `{"Response":{"Error":{"Code":…},…}}`, both with status 200
 * ("Responses" in Tencent Cloud's API documentation).
 * @throws AnswerLostError on anything else: no document says that a call which is answered so was not processed,
 * neither of 429 nor of 503.
 */
export function readEnvelope({ status, headers, body }: WireResponse): Envelope {
  if (status !== 200) throw new AnswerLostError(`the source answered with status ${status}`);
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    throw new AnswerLostError('the answer is not of type application/json');
  const document = parse(body);
  const response = isObject(document) ? document.Response : undefined;
  if (!isObject(response)) throw new AnswerLostError('the answer holds no Response');
  if ('Error' in response) {
    const { Error: error } = response;
    if (!isObject(error) || typeof error.Code !== 'string')
      throw new AnswerLostError('the answer holds an Error without a Code');
    return { kind: 'error', code: error.Code };
  }
  const { Result: result, Sim: similarity } = response;
  if (typeof result !== 'string') throw new AnswerLostError('the answer holds no Result');
  return { kind: 'result', code: result, ...(typeof similarity === 'number' && { similarity }) };
}
