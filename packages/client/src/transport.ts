import { errorFor, retryAfterMsOf } from './error-answers.ts';
import { KycError } from './errors.ts';
import { fetchFailure } from './fetch-failure.ts';
import type { VerificationRequest } from './generated/contract.ts';
import { personalFields } from './generated/personal-fields.ts';
import { isObject } from './safe-text.ts';

/** An answer below 300 with a JSON object. */
export interface ApiAnswer {
  readonly status: number;
  readonly retryAfterMs: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiCall<Result> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; undefined: none. */
  readonly body: string | undefined;
  /** For this one exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Values that no error may repeat. */
  readonly withheld: readonly string[];
  /** Returns what the answer says; undefined if it is not an answer of the API to this call. */
  readonly read: (answer: ApiAnswer) => Result | undefined;
}

/** Returns the values at a path such as `name` or `addressesToVerify[].address`. */
function valuesAt(value: unknown, path: string): unknown[] {
  if (path === '') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (path.startsWith('[]'))
    return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, path.slice(2))) : [];
  const [, name = '', rest = ''] = /^\.?([^.[]+)(.*)$/.exec(path) ?? [];
  return valuesAt((value as Record<string, unknown>)[name], rest);
}

/** The word for a card without an end: it is in the API's own messages, and says nothing of the person. */
const longTerm = '长期';

/** Returns the values of a request that are personal data. */
export function personalValues(applicant: VerificationRequest): string[] {
  const values = personalFields.flatMap((path) => valuesAt(applicant, path));
  return values.filter(
    (value): value is string => typeof value === 'string' && value.trim().length > 1 && value !== longTerm,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Cloudflare's workers have neither cookies nor, by default, a cache to turn off, and throw when a request sets them. Where Request
 * is missing, as in jsdom, the caller's own fetch takes what it knows.
 */
function onlyWhereKnown(options: Pick<RequestInit, 'credentials' | 'cache'>): RequestInit {
  if (typeof Request === 'undefined') return options;
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in Request.prototype));
}

/**
 * Sends a call once.
 * @throws KycError of the kind that the answer, or its absence, is; the signal's reason when it aborts.
 */
export async function send<Result>(fetchFunction: typeof fetch, call: ApiCall<Result>): Promise<Result> {
  const { method, url, headers, body, timeoutMs, signal, withheld, read } = call;
  signal?.throwIfAborted();
  const exchange = new AbortController();
  const abort = () => exchange.abort();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(abort, timeoutMs);
  try {
    const response = await fetchFunction(url, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        accept: 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      ...onlyWhereKnown({ credentials: 'omit', cache: 'no-store' }),
      signal: exchange.signal,
    });
    const answer = parsed(await response.text());
    const retryAfterMs = retryAfterMsOf(response.headers.get('retry-after'));
    const result =
      response.ok && isObject(answer)
        ? read({ status: response.status, retryAfterMs, body: answer })
        : undefined;
    if (result === undefined) throw errorFor(response, answer, withheld);
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof KycError ? error : fetchFailure(error, exchange.signal.aborted, withheld);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
