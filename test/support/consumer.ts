import { localClient } from '../../local/seed.ts';
import type { Answer } from './embedded-stack.ts';

const credentials = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };

/** Between two polls, in milliseconds. */
const pollEveryMs = 50;

/** A consumer of the API at any address: the local client, with the standard fetch. */
export function createConsumer(apiUrl: string) {
  async function post(route: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(apiUrl + route, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials, ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  return {
    /** Sends a request that may be sent again under the same key. Rejects when the connection breaks. */
    request: (body: object, idempotencyKey: string) =>
      post('/kyc/cn/request', body, { 'idempotency-key': idempotencyKey }),
    /** Polls while the answer is "still processing". @returns the first answer that is not. */
    async pollToEnd(token: string): Promise<Answer> {
      for (;;) {
        const answer = await post('/kyc/cn/poll', { token });
        if (answer.status !== 202) return answer;
        await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
      }
    },
  };
}
