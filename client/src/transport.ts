import {
  type FieldError,
  KycAuthenticationError,
  KycNetworkError,
  KycProtocolError,
  KycRateLimitError,
  KycRequestError,
  KycServiceError,
} from './errors.ts';
import type { VerificationRequest } from './generated/contract.ts';

/** An answer of 200 or 202. */
export interface ApiAnswer {
  readonly status: number;
  readonly retryAfterMs: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For this one exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** What no error may repeat, whoever answers. */
  readonly unspeakable: readonly string[];
}

/** What the API asks to wait when it says none. */
const defaultRetryAfterMs = 1_000;

/** The values of a request that tell who the person is. */
export function personalValues(applicant: VerificationRequest): string[] {
  const { name, idNumber, mobile, bankCardNumber, facePhoto, addressesToVerify = [] } = applicant;
  const values = [
    name,
    idNumber,
    mobile,
    bankCardNumber,
    facePhoto,
    ...addressesToVerify.map((one) => one?.address),
  ];
  return values.filter((value): value is string => typeof value === 'string' && value.trim().length > 1);
}

/** Milliseconds of a Retry-After: seconds, or a date (RFC 9110, section 10.2.3). */
export function retryAfterMsOf(header: string | null, now: number = Date.now()): number {
  const text = header?.trim() ?? '';
  if (/^[0-9]+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? defaultRetryAfterMs : Math.max(0, date - now);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The API never repeats what was sent. Something else that stands at its address might. */
function speakable(text: unknown, unspeakable: readonly string[]): string | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  return unspeakable.some((value) => text.includes(value)) ? undefined : text;
}

function fieldErrors(value: unknown, unspeakable: readonly string[]): FieldError[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isObject).map((error) => ({
    field: speakable(error.field, unspeakable) ?? '(unknown)',
    message: speakable(error.message, unspeakable) ?? 'is not as it must be',
  }));
}

function errorFor(response: Response, text: string, unspeakable: readonly string[]): Error {
  const { status, headers } = response;
  // A browser shows of a redirect that was not followed nothing, and status 0.
  if (status < 400)
    return new KycProtocolError(`The API's address answers with a redirect or no JSON (status ${status}).`);
  const body = parsed(text);
  const { message, requestId, code, errors } = isObject(body) ? body : ({} as Record<string, unknown>);
  const said = speakable(message, unspeakable) ?? `The call was answered ${status}.`;
  const id = speakable(requestId, unspeakable) ?? headers.get('x-amzn-requestid') ?? undefined;
  if (status === 401 || status === 403) return new KycAuthenticationError(said, status, id);
  if (status === 429) return new KycRateLimitError(said, id, retryAfterMsOf(headers.get('retry-after')));
  if (status >= 500) {
    const retryAfter = headers.get('retry-after');
    return new KycServiceError(said, status, id, {
      code: speakable(code, unspeakable),
      retryAfterMs: retryAfter === null ? undefined : retryAfterMsOf(retryAfter),
    });
  }
  return new KycRequestError(said, status, id, fieldErrors(errors, unspeakable));
}

/** The code of a failed fetch, as ECONNREFUSED: where it is, differs by platform. Its message stays where it is. */
function codeOf(error: unknown): string | undefined {
  if (!isObject(error)) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause);
}

/** Cloudflare's workers have neither cookies nor, by default, a cache to turn off, and throw at being told to. */
function onlyWhereKnown(options: Pick<RequestInit, 'credentials' | 'cache'>): RequestInit {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in Request.prototype));
}

/**
 * Posts once.
 * @throws KycError of the kind that the answer, or its absence, is; the signal's reason when it aborts.
 */
export async function post(fetchIt: typeof fetch, call: ApiCall): Promise<ApiAnswer> {
  const { url, headers, body, timeoutMs, signal, unspeakable } = call;
  signal?.throwIfAborted();
  const exchange = new AbortController();
  const abort = () => exchange.abort();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(abort, timeoutMs);
  try {
    const response = await fetchIt(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body,
      redirect: 'manual',
      ...onlyWhereKnown({ credentials: 'omit', cache: 'no-store' }),
      signal: exchange.signal,
    });
    const text = await response.text();
    const answer = parsed(text);
    if ((response.status !== 200 && response.status !== 202) || !isObject(answer))
      throw errorFor(response, text, unspeakable);
    return {
      status: response.status,
      retryAfterMs: retryAfterMsOf(response.headers.get('retry-after')),
      body: answer,
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof KycRequestError || error instanceof KycProtocolError) throw error;
    throw new KycNetworkError(exchange.signal.aborted ? 'ETIMEDOUT' : codeOf(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
