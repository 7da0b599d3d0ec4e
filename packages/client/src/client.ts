import { type Clock, realClock } from './clock.ts';
import { KycAuthenticationError, KycTimeoutError } from './errors.ts';
import type { Progress, Report, Usage, VerificationRequest } from './generated/contract.ts';
import { Reports } from './reports.ts';
import { withRetries } from './retry.ts';
import { isObject } from './safe-text.ts';
import { type ApiAnswer, type ApiCall, personalValues, send } from './transport.ts';
import { usageCall } from './usage.ts';

export interface KycClientOptions {
  /** The `ApiUrl` that the deployment prints. https, but for an API on this machine. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch | undefined;
  /** How long one call of a method may take in all, in milliseconds: 300,000 unless said otherwise. */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a call is repeated after no answer, an answer that is not the API's, or a 5xx: 6 times unless said otherwise. A
   * 429, and a 503 with Retry-After, do not count.
   */
  readonly retries?: number | undefined;
  /** Time, for tests. */
  readonly clock?: Clock | undefined;
}

export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. What was started, goes on. */
  readonly signal?: AbortSignal | undefined;
}

export interface RequestOptions extends CallOptions {
  /**
   * Within 24 hours the same key and applicant start nothing twice. A random one unless said otherwise; keep your own
   * where your process may end before the answer comes. 1 to 255 visible ASCII characters.
   */
  readonly idempotencyKey?: string | undefined;
}

/** A verification that was started. */
export interface StartedVerification {
  /** To poll the report with, as long as the token is valid. */
  readonly token: string;
  readonly reportId: string;
}

export interface VerifyOptions extends RequestOptions {
  /** Called once, when the verification was started. Keep the token to be able to poll it later. */
  readonly onToken?: ((started: StartedVerification) => void) | undefined;
  /** Called after each poll. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export type PollResult =
  | { readonly status: 'processing'; readonly progress: Progress; readonly retryAfterMs: number }
  | { readonly status: 'completed'; readonly report: Report };

/** One call of a method: what to send, and how to read the answer. */
type ClientCall<Result> = Pick<ApiCall<Result>, 'method' | 'signal' | 'withheld' | 'read'> & {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
};

/** API Gateway answers within 29 s. What takes longer is lost. */
const exchangeTimeoutMs = 35_000;
const defaultTimeoutMs = 300_000;
const defaultRetries = 6;

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]+){3}$/.test(hostname);
}

/**
 * Returns the one spelling of a base URL: without a slash at its end, a port that is the default, or capitals in the host.
 * @throws TypeError when the secret would go over the wire readable, or the URL is not valid.
 */
export function checkedBaseUrl(baseUrl: string): string {
  const { origin, pathname, protocol, hostname, username, password, search, hash } = new URL(baseUrl);
  if (protocol !== 'https:' && !(protocol === 'http:' && isThisMachine(hostname)))
    throw new TypeError('baseUrl must start with https://, unless the API is on this machine');
  if (username || password || search || hash)
    throw new TypeError('baseUrl must have no user info, query or fragment');
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/** Whether a header can hold it. A line's end behind a secret that was read from a file is left out when it is sent. */
function fitsHeader(value: string): boolean {
  return /^[ -~]*[\r\n]*$/.test(value);
}

/** The report's id, which the token carries for anyone to read. */
function reportIdIn(token: string): string | undefined {
  try {
    const payload = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const { sub } = JSON.parse(payload);
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

/** Like crypto.randomUUID, which jsdom and pages without TLS lack. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The answer to a request: 200 with a token that names a report. */
function startedIn({ status, body: { token } }: ApiAnswer): StartedVerification | undefined {
  if (status !== 200 || typeof token !== 'string') return undefined;
  const reportId = reportIdIn(token);
  return reportId === undefined ? undefined : { token, reportId };
}

/** The answer to a poll: 202 with progress, or 200 with the report that the token names, and no other one. */
function pollResultIn({ status, retryAfterMs, body }: ApiAnswer, token: string): PollResult | undefined {
  const { progress, reportMetadata, summary } = body;
  if (status === 202)
    return isObject(progress)
      ? { status: 'processing', progress: progress as unknown as Progress, retryAfterMs }
      : undefined;
  if (status !== 200 || !isObject(reportMetadata) || !isObject(summary)) return undefined;
  if (reportMetadata.reportId !== (reportIdIn(token) ?? reportMetadata.reportId)) return undefined;
  return { status: 'completed', report: body as unknown as Report };
}

/** Verifies persons by the KYC China API, in Node, browsers and workers. */
export class KycClient {
  readonly #baseUrl: string;
  readonly #credentials: { readonly 'x-client-id': string; readonly 'x-client-secret': string };
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;
  readonly #retries: number;
  readonly #clock: Clock;
  /** The client's reports: by id, as a list, and what can be done with each. */
  readonly reports: Reports;

  /** @throws TypeError when `baseUrl` is not a URL that a secret can be sent to. */
  constructor(options: KycClientOptions) {
    const { baseUrl, clientId, clientSecret } = options;
    this.#baseUrl = checkedBaseUrl(baseUrl);
    this.#credentials = { 'x-client-id': clientId, 'x-client-secret': clientSecret };
    // Browsers refuse a fetch that is called as a method of something else.
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#retries = options.retries ?? defaultRetries;
    this.#clock = options.clock ?? realClock;
    this.reports = new Reports((call) => this.#call(call, this.#deadline()));
  }

  /**
   * Starts a verification. After a lost connection, an answer that is not the API's, a 429 (when its Retry-After is over) or
   * a 5xx it is sent again under the same idempotency key, so that nothing is started twice.
   * @throws KycRequestError when the body is refused; `errors` names every field. KycError, or the signal's reason.
   * TypeError when the idempotency key cannot be sent.
   */
  async request(applicant: VerificationRequest, options: RequestOptions = {}): Promise<StartedVerification> {
    return this.#request(applicant, options, this.#deadline());
  }

  /**
   * Reads how far a verification is, or its report. Repeats as `request` does.
   * @throws KycServiceError with the code `report-failed` when the report could not be produced; KycAuthenticationError when
   * the token is not, or no longer, this client's. KycError, or the signal's reason.
   */
  async poll(token: string, options: CallOptions = {}): Promise<PollResult> {
    return this.#poll(token, options, this.#deadline());
  }

  /**
   * Starts a verification and polls, as often as the API asks for, until its report is complete.
   * @throws KycTimeoutError when it does not in time: it holds the token. Otherwise as `request` and `poll`.
   */
  async verify(applicant: VerificationRequest, options: VerifyOptions = {}): Promise<Report> {
    const deadline = this.#deadline();
    const started = await this.#request(applicant, options, deadline);
    options.onToken?.(started);
    return this.#report(started.token, options, deadline);
  }

  /**
   * Runs a completed report again, and returns the new report. What the earlier report answered for the same values is carried
   * over: no provider is called for it, and nothing is paid again.
   * @param reportId the earlier report's id.
   * @param applicant the person's fields again, corrected where they were wrong.
   * @throws KycRequestError with status 404 if the client has no such report, and 409 if it is not completed or is about
   * another person (code `not-the-same-person`). Otherwise as `verify`.
   * @example
   * const report = await client.rerun(earlier.reportMetadata.reportId, { name: '张三', idNumber: '110101199001011234' });
   * console.log(report.reportMetadata.carried);
   */
  async rerun(
    reportId: string,
    applicant: VerificationRequest,
    options: VerifyOptions = {},
  ): Promise<Report> {
    return this.verify({ ...applicant, rerunOf: reportId }, options);
  }

  /** Polls, as `verify` does, a verification that was started before. */
  async report(token: string, options: Pick<VerifyOptions, 'signal' | 'onProgress'> = {}): Promise<Report> {
    return this.#report(token, options, this.#deadline());
  }

  /**
   * Reads what the client used in a month, by sub-check, and what it cost. Repeats as `request` does.
   * @param month YYYY-MM, in UTC: the current month, or one of the 12 before it.
   * @throws KycRequestError when the month cannot be read; `errors` says why. KycAuthenticationError with status 403 when the
   * key does not have the scope `usage`. KycError, or the signal's reason. TypeError when the month is not of the form YYYY-MM.
   * @example
   * const { reports, cost } = await client.usage('2026-11');
   * console.log(reports, cost.amount, cost.currency);
   */
  async usage(month: string, { signal }: CallOptions = {}): Promise<Usage> {
    return this.#call(usageCall(month, signal), this.#deadline());
  }

  #deadline(): number {
    return this.#clock.now() + this.#timeoutMs;
  }

  async #request(
    applicant: VerificationRequest,
    { idempotencyKey = randomKey(), signal }: RequestOptions,
    deadline: number,
  ): Promise<StartedVerification> {
    if (!fitsHeader(idempotencyKey))
      throw new TypeError('idempotencyKey must be of visible ASCII characters');
    const call = {
      method: 'POST',
      path: '/kyc/cn/request',
      body: applicant,
      signal,
      withheld: personalValues(applicant),
      headers: { 'idempotency-key': idempotencyKey },
      read: startedIn,
    } as const;
    return this.#call(call, deadline);
  }

  async #poll(token: string, { signal }: CallOptions, deadline: number): Promise<PollResult> {
    const read = (answer: ApiAnswer) => pollResultIn(answer, token);
    const call = {
      method: 'POST',
      path: '/kyc/cn/poll',
      body: { token },
      signal,
      withheld: [],
      read,
    } as const;
    return this.#call(call, deadline);
  }

  async #report(
    token: string,
    { signal, onProgress }: Pick<VerifyOptions, 'signal' | 'onProgress'>,
    deadline: number,
  ): Promise<Report> {
    for (;;) {
      const result = await this.#poll(token, { signal }, deadline);
      if (result.status === 'completed') return result.report;
      onProgress?.(result.progress);
      if (this.#clock.now() + result.retryAfterMs > deadline)
        throw new KycTimeoutError(token, this.#timeoutMs);
      await this.#clock.wait(result.retryAfterMs, signal);
    }
  }

  async #call<Result>(call: ClientCall<Result>, deadline: number): Promise<Result> {
    const { 'x-client-secret': secret } = this.#credentials;
    // The platform's own error would say the secret, and pass for a connection that was lost.
    if (!Object.values(this.#credentials).every(fitsHeader))
      throw new KycAuthenticationError(
        'The client’s id and secret must be of visible ASCII characters.',
        401,
      );
    const { method, path, signal, read } = call;
    const body = call.body && JSON.stringify(call.body);
    const once = () =>
      send(this.#fetch, {
        method,
        url: `${this.#baseUrl}${path}`,
        headers: { ...this.#credentials, ...call.headers },
        body,
        signal,
        read,
        timeoutMs: Math.max(1, Math.min(exchangeTimeoutMs, deadline - this.#clock.now())),
        withheld: [...call.withheld, ...(secret === '' ? [] : [secret])],
      });
    return withRetries(once, this.#clock, { deadline, retries: this.#retries, signal });
  }
}
