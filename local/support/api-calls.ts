import { setTimeout } from 'node:timers/promises';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests look at.
  readonly body: any;
}

/** The headers that a client authenticates with. */
export interface Credentials {
  readonly 'x-client-id': string;
  readonly 'x-client-secret': string;
}

/** The API as one client calls it, wherever it is served. */
export interface ApiCalls {
  /** Posts JSON (or text as it is) as the client, unless other headers are given. */
  post(route: string, body: object | string, headers?: Record<string, string>): Promise<Answer>;
  /** Reads a route, with its query, as the client, unless other headers are given. */
  get(route: string, headers?: Record<string, string>): Promise<Answer>;
  /** Starts a verification. @returns its token. @throws Error when the answer is not a 200. */
  request(body: object): Promise<string>;
  /**
   * Polls until the report is complete or has failed for good. Another 5xx is repeated, as a client does: on a busy machine
   * a poll can take longer than its function has.
   * @returns the last answer and all the 202s before it.
   */
  pollToEnd(token: string): Promise<{ answer: Answer; waiting: Answer[] }>;
}

/**
 * Calls the API as a client.
 * @param url where it is served, without a slash at the end; asked for at each call.
 * @param pollEveryMs the time between two polls.
 */
export function apiCalls(url: () => string, credentials: Credentials, pollEveryMs: number): ApiCalls {
  const post: ApiCalls['post'] = async (route, body, headers = { ...credentials }) => {
    const response = await fetch(url() + route, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    post,
    get: async (route, headers = { ...credentials }) => {
      const response = await fetch(url() + route, { headers });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
    request: async (body) => {
      const answer = await post('/kyc/cn/request', body);
      if (answer.status !== 200)
        throw new Error(`the request was answered ${answer.status}: ${answer.body.message}`);
      return answer.body.token;
    },
    pollToEnd: async (token) => {
      const waiting: Answer[] = [];
      for (;;) {
        const answer = await post('/kyc/cn/poll', { token });
        // The gateway's: on a busy machine a function can take longer than its 29 s.
        const isLater = answer.status >= 500 && answer.body.code !== 'report-failed';
        if (answer.status !== 202 && !isLater) return { answer, waiting };
        if (!isLater) waiting.push(answer);
        await setTimeout(pollEveryMs);
      }
    },
  };
}
