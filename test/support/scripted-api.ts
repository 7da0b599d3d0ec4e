import { type Clock, KycClient, type KycClientOptions } from '../../packages/client/src/index.ts';

/** What a call is answered with: a response, or the failure of fetch. */
export type ScriptedAnswer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | Error;

export interface SentCall {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

export const scriptedCredentials = { clientId: 'a-client', clientSecret: 'a-secret-that-opens-the-api' };

/** A token that names the report, as the API's do. */
export const scriptedToken = `e30.${btoa(JSON.stringify({ sub: 'the-report' })).replaceAll('=', '')}.signature`;

/** A client of an API that answers by a script, in a time that passes only when somebody waits. */
export function scriptedClient(
  script: (call: SentCall) => ScriptedAnswer,
  options: Partial<KycClientOptions> = {},
) {
  const calls: SentCall[] = [];
  const waits: number[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
    random: Math.random,
  };
  const client = new KycClient({
    baseUrl: 'https://api.example/stage/',
    ...scriptedCredentials,
    clock,
    fetch: async (input, init) => {
      const call = {
        at: now,
        method: String(init?.method),
        url: String(input),
        headers: new Headers(init?.headers),
        body: String(init?.body),
      };
      calls.push(call);
      const answer = script(call);
      if (answer instanceof Error) throw answer;
      const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
      return new Response(body, {
        status: answer.status,
        ...(answer.headers && { headers: answer.headers }),
      });
    },
    ...options,
  });
  return { client, calls, waits };
}
