/** One thing that is wrong with a request: the field, and what it must be. Never what it was. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/**
 * All that this library throws by itself; an abort throws the signal's own reason. No error holds a value that was
 * sent, nor the client's secret: it may be logged whole.
 */
export abstract class KycError extends Error {
  override name = 'KycError';
}

/** The API itself refused the call, in its own form. `status` is the HTTP status; `errors` names every field that is wrong, and how to fix it. */
export class KycRequestError extends KycError {
  override name = 'KycRequestError';
  readonly status: number;
  /** Names the call in the operator's logs. */
  readonly requestId: string | undefined;
  readonly errors: readonly FieldError[] | undefined;

  constructor(
    message: string,
    status: number,
    requestId?: string | undefined,
    errors?: readonly FieldError[] | undefined,
  ) {
    super(message);
    this.status = status;
    this.requestId = requestId;
    this.errors = errors;
  }
}

/** 401: the client's id and secret are not those of an active client; or the token is not, or no longer, its own. */
export class KycAuthenticationError extends KycRequestError {
  override name = 'KycAuthenticationError';
}

/**
 * 429: the rate, the quota or a limit is used up, for longer than the call was given. With the code `limit-reached` it is a
 * limit of verifications or cost, which resets at `resetsAt`; with `quota-exceeded` it is the plan's quota of calls.
 */
export class KycRateLimitError extends KycRequestError {
  override name = 'KycRateLimitError';
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfterMs: number;
  /** What is used up, as a stable word for a program; undefined: the rate. */
  readonly code: string | undefined;
  /** When the limit resets, if it is a limit. */
  readonly resetsAt: Date | undefined;

  constructor(
    message: string,
    requestId: string | undefined,
    retryAfterMs: number,
    details: { readonly code?: string | undefined; readonly resetsAt?: Date | undefined } = {},
  ) {
    super(message, 429, requestId);
    this.retryAfterMs = retryAfterMs;
    this.code = details.code;
    this.resetsAt = details.resetsAt;
  }
}

/**
 * Returns whether an error says that a limit of the client leaves no room: nothing was started.
 * @example if (isLimitReached(error)) console.log(`no verification before ${error.resetsAt?.toISOString()}`);
 */
export function isLimitReached(error: unknown): error is KycRateLimitError {
  return error instanceof KycRateLimitError && error.code === 'limit-reached';
}

/**
 * 5xx. With the code `report-failed` the report could not be produced, and the call was not repeated. With another code, or
 * none, the call was repeated in vain, and may succeed later.
 */
export class KycServiceError extends KycRequestError {
  override name = 'KycServiceError';
  /** What is wrong, as a stable word for a program, if the API has one. */
  readonly code: string | undefined;
  /** How long the API asks to wait, in milliseconds, if it says so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    status: number,
    requestId?: string | undefined,
    details: { readonly code?: string | undefined; readonly retryAfterMs?: number | undefined } = {},
  ) {
    super(message, status, requestId);
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * Returns whether an error says that the report could not be produced and never will be. Any other 5xx is temporary.
 * @example if (isReportFailed(error)) await client.verify(applicant);
 */
export function isReportFailed(error: unknown): boolean {
  return error instanceof KycServiceError && error.code === 'report-failed';
}

/**
 * No answer arrived, after repetitions: no connection, or one that broke. `code` is the platform's, if it has one; `cause` is
 * the platform's error, without anything that was sent.
 */
export class KycNetworkError extends KycError {
  override name = 'KycNetworkError';
  readonly code: string | undefined;

  constructor(code?: string | undefined, options?: ErrorOptions) {
    super(`The API could not be reached${code === undefined ? '' : ` (${code})`}.`, options);
    this.code = code;
  }
}

/**
 * The `fetch` that the client was given has a programming error, and was not called again. `cause` is that error, without
 * anything that was sent. The call may have reached the API.
 */
export class KycFetchError extends KycError {
  override name = 'KycFetchError';

  constructor(options?: ErrorOptions) {
    super('The fetch function failed by a programming error: see the cause.', options);
  }
}

/** The report did not stand in time. It still may: poll `token`. */
export class KycTimeoutError extends KycError {
  override name = 'KycTimeoutError';
  readonly token: string;

  constructor(token: string, timeoutMs: number) {
    super(`The report did not stand within ${timeoutMs / 1000} s. It can still be polled.`);
    this.token = token;
  }
}

/**
 * What answered is not this API: a proxy's page or redirect, or JSON of another form. The call was repeated in vain; it may
 * have reached the API all the same.
 */
export class KycProtocolError extends KycError {
  override name = 'KycProtocolError';
  /** The HTTP status; 0 for a redirect in a browser. */
  readonly status: number;

  constructor(status: number) {
    super(`What answers at the API's address is not this API (status ${status}).`);
    this.status = status;
  }
}

/** Why a webhook is not to be trusted. */
export type WebhookFault = 'headers' | 'timestamp' | 'signature' | 'body';

/** A webhook that is not to be trusted. */
export class KycWebhookError extends KycError {
  override name = 'KycWebhookError';
  readonly fault: WebhookFault;

  constructor(fault: WebhookFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
