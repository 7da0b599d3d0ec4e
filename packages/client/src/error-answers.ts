import {
  type FieldError,
  KycAuthenticationError,
  type KycError,
  KycProtocolError,
  KycRateLimitError,
  KycRequestError,
  KycServiceError,
} from './errors.ts';
import { isObject, safeText } from './safe-text.ts';

/** The wait after a 429 or 202 without a Retry-After that can be read. */
const defaultRetryAfterMs = 1_000;

/** Milliseconds of a Retry-After: seconds, or a date (RFC 9110, section 10.2.3). */
export function retryAfterMsOf(header: string | null, now: number = Date.now()): number {
  const text = header?.trim() ?? '';
  if (/^[0-9]+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? defaultRetryAfterMs : Math.max(0, date - now);
}

/** Whether a body has the form of the contract's ApiError. Proxies and other services have forms of their own. */
function isApiError(body: unknown): body is Record<string, unknown> {
  if (!isObject(body)) return false;
  const { message, requestId, errors } = body;
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  return isText(message) && isText(requestId) && (errors === undefined || Array.isArray(errors));
}

function fieldErrors(value: unknown, withheld: readonly string[]): FieldError[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isObject).map((error) => ({
    field: safeText(error.field, withheld) ?? '(unknown)',
    message: safeText(error.message, withheld) ?? 'is not as it must be',
  }));
}

function dateOf(value: unknown): Date | undefined {
  const date = new Date(typeof value === 'string' ? value : '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Returns the error for an answer that is not the expected one. Only a body in the API's own form is the API's word on a
 * call: with any other body, a status below 500 other than 429 is a KycProtocolError.
 * @param body the parsed body; undefined if it is not JSON.
 * @param withheld what the error must not repeat.
 */
export function errorFor(response: Response, body: unknown, withheld: readonly string[]): KycError {
  const { status, headers } = response;
  const isOwn = isApiError(body);
  const { message, requestId, code, errors, resetsAt } = isObject(body)
    ? body
    : ({} as Record<string, unknown>);
  const said = safeText(message, withheld) ?? `The call was answered ${status}.`;
  const id = safeText(requestId, withheld) ?? headers.get('x-amzn-requestid') ?? undefined;
  const retryAfter = headers.get('retry-after');
  if (status === 429)
    return new KycRateLimitError(said, id, retryAfterMsOf(retryAfter), {
      code: isOwn ? safeText(code, withheld) : undefined,
      resetsAt: isOwn ? dateOf(resetsAt) : undefined,
    });
  if (status >= 500)
    return new KycServiceError(said, status, id, {
      code: isOwn ? safeText(code, withheld) : undefined,
      retryAfterMs: retryAfter === null ? undefined : retryAfterMsOf(retryAfter),
    });
  // A browser hides a redirect that was not followed: its status is 0.
  if (!isOwn || status < 400) return new KycProtocolError(status);
  if (status === 401 || status === 403) return new KycAuthenticationError(said, status, id);
  return new KycRequestError(said, status, id, fieldErrors(errors, withheld));
}
