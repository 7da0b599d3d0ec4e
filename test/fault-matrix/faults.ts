import { randomUUID } from 'node:crypto';
import { type ApiAnswer, json, reportBody, strangersToken } from './api.ts';
import { type Exchange, type Step, send, sendRaw } from './exchange.ts';

/** What the API itself says by an answer in its own form. Any other answer says nothing about a person or a client. */
export type Word =
  | 'refuses the request'
  | 'refuses the client'
  | 'knows no such report'
  | 'the report failed';

/** One way in which a step goes wrong. */
export interface Fault {
  readonly name: string;
  readonly steps: readonly Step[];
  /** What happens to the call. Undefined: nothing listens at the address. */
  readonly act: ((exchange: Exchange) => void | Promise<void>) | undefined;
  /**
   * Whether the client does not repeat the call. Its guide says that it does after no answer, an answer that is not the
   * API's, a 429 and a 5xx.
   */
  readonly isFinal?: true;
  /** Whether the answer says when to come again, in less time than a call may take. */
  readonly saysWhen?: true;
  readonly word?: Word;
}

const page = (status: number, headers: Record<string, string> = {}): ApiAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body: `<!doctype html><html><head><title>${status}</title></head><body><h1>Gateway: ${status}</h1></body></html>`,
});

const calls: readonly Step[] = ['check', 'request', 'poll', 'later poll'];
const polls: readonly Step[] = ['poll', 'later poll'];
const every: readonly Step[] = [...calls, 'pdf'];

const answers = (answer: ApiAnswer) => (exchange: Exchange) => send(exchange, answer);

/** A fault that strikes once the API has accepted the call. */
const afterwards =
  (act: (exchange: Exchange, answer: ApiAnswer) => void | Promise<void>) => async (exchange: Exchange) =>
    act(exchange, await exchange.forward());

/** A fault that replaces the API's answer. */
const instead = (change: (answer: ApiAnswer, exchange: Exchange) => ApiAnswer | Promise<ApiAnswer>) =>
  afterwards(async (exchange, answer) => send(exchange, await change(answer, exchange)));

const head = ({ headers, body }: ApiAnswer, length = body.length) =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${headers['content-type']}\r\ncontent-length: ${length}\r\n`;

const connections: readonly Fault[] = [
  { name: 'connection refused', steps: every, act: undefined },
  {
    name: 'reset before the API has the call',
    steps: every,
    act: ({ request }) => void request.socket.resetAndDestroy(),
  },
  {
    name: 'reset after the API accepted the call',
    steps: every,
    act: afterwards(({ request }) => void request.socket.resetAndDestroy()),
  },
  {
    name: 'closed without an answer',
    steps: every,
    act: afterwards(({ request }) => void request.socket.end()),
  },
  { name: 'held beyond the time-out', steps: every, act: (exchange) => exchange.hold() },
  {
    name: 'held after the API accepted the call',
    steps: every,
    act: afterwards((exchange) => exchange.hold()),
  },
  {
    name: 'delivered after the client gave up',
    steps: calls,
    act: async (exchange) => {
      await exchange.hold();
      await exchange.forward();
    },
  },
  {
    name: 'delivered twice',
    steps: calls,
    act: async (exchange) => {
      await exchange.forward();
      send(exchange, await exchange.forward());
    },
  },
  {
    name: 'cut in the middle of the headers',
    steps: every,
    act: afterwards((exchange) => sendRaw(exchange, 'HTTP/1.1 200 OK\r\ncontent-ty')),
  },
  {
    name: 'cut in the middle of the body',
    steps: every,
    act: afterwards((exchange, answer) =>
      sendRaw(exchange, `${head(answer)}\r\n${String(answer.body).slice(0, answer.body.length / 2)}`),
    ),
  },
  {
    name: 'cut in the middle of a chunk',
    steps: every,
    act: afterwards((exchange) =>
      sendRaw(exchange, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"tok'),
    ),
  },
  {
    name: 'a body that never ends',
    steps: every,
    act: afterwards((exchange, { headers }) => {
      exchange.response.writeHead(200, headers).write('{ ');
      return exchange.hold();
    }),
  },
  {
    name: 'not HTTP',
    steps: every,
    act: (exchange) => sendRaw(exchange, 'SSH-2.0-gateway\r\n'),
  },
  {
    name: 'headers of 100 KB',
    steps: every,
    act: afterwards((exchange, answer) =>
      sendRaw(exchange, `${head(answer)}x-filler: ${'x'.repeat(100_000)}\r\n\r\n${answer.body}`),
    ),
  },
  {
    name: 'gzip that is not',
    steps: every,
    act: instead((answer) => ({ ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } })),
  },
];

const pages: readonly Fault[] = [400, 401, 403, 404, 407, 409, 413, 429, 500, 502, 503, 504].flatMap(
  (status) => [
    {
      name: `HTML ${status}`,
      steps: every,
      act: answers(page(status)),
    },
    {
      name: `HTML ${status} after the API accepted the call`,
      steps: ['request' as const],
      act: instead(() => page(status)),
    },
  ],
);

const redirects: readonly Fault[] = [301, 302, 307].map((status) => ({
  name: `redirect ${status}`,
  steps: every,
  act: (exchange) => send(exchange, page(status, { location: `${exchange.proxyUrl}/elsewhere` })),
}));

const text = (status: number, body: string, type = 'application/json'): ApiAnswer => ({
  status,
  headers: { 'content-type': type },
  body,
});

/** What replaces a token, and whether it has a token's form. */
const tokens: readonly (readonly [string, (token: string) => unknown, boolean])[] = [
  ['a garbled token', (token) => `${token.slice(0, -6)}AAAAAA`, true],
  ['another client’s token', strangersToken, true],
  ['a token of no form', () => 'token', false],
  ['a token that is a number', () => 7, false],
];

const strangeAnswers: readonly Fault[] = [
  ...[200, 202].flatMap((status) => [
    { name: `${status} with HTML`, steps: every, act: instead(() => ({ ...page(200), status })) },
    { name: `${status} without a body`, steps: every, act: instead(() => text(status, '')) },
    { name: `${status} with a list`, steps: calls, act: instead(() => text(status, '[]')) },
    { name: `${status} with null`, steps: calls, act: instead(() => text(status, 'null')) },
    {
      name: `${status} with JSON of something else`,
      steps: every,
      act: instead(() => text(status, '{"status":"ok","version":"1.2.3"}')),
    },
  ]),
  { name: '204', steps: every, act: instead(() => ({ ...text(204, ''), headers: {} })) },
  {
    name: '200 with half of the JSON',
    steps: calls,
    act: instead((answer) => text(200, String(answer.body).slice(0, answer.body.length / 2))),
  },
  {
    name: 'the right answer as text/html',
    steps: every,
    act: instead((answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } })),
  },
  ...[
    '{"reportMetadata":null}',
    '{"reportMetadata":{}}',
    '{"reportMetadata":{"reportId":7},"summary":[]}',
  ].map((body) => ({ name: `200 with ${body}`, steps: polls, act: instead(() => text(200, body)) })),
  {
    name: '202 with a progress of nothing',
    steps: polls,
    act: instead(() => text(202, '{"status":"processing","progress":null}')),
  },
  {
    name: 'another person’s report',
    steps: polls,
    act: instead(async () => json(200, reportBody(0, randomUUID(), 'http://127.0.0.1:9/'))),
  },
  ...tokens.map(
    ([name, change, hasForm]): Fault => ({
      name,
      steps: ['request'],
      // What has the form of a token is taken for one.
      ...(hasForm && { isFinal: true }),
      act: instead(async ({ body }) => json(200, { token: await change(JSON.parse(String(body)).token) })),
    }),
  ),
];

/** Retry-After in every form, and whether what it says can be waited for. */
const retryAfters: readonly (readonly [string, () => string, boolean])[] = [
  ['10', () => '10', true],
  ['a date', () => new Date(Date.now() + 10_000).toUTCString(), true],
  ['a date that has passed', () => new Date(0).toUTCString(), true],
  ['a year', () => '31536000', false],
  ['20 digits', () => '9'.repeat(20), false],
  ['-5', () => '-5', true],
  ['soon', () => 'soon', true],
];

const waits: readonly Fault[] = [429, 503].flatMap((status) =>
  retryAfters.flatMap(([title, header, canWait]) => [
    {
      name: `${status} with Retry-After ${title}`,
      steps: calls,
      ...(!canWait && { isFinal: true as const }),
      ...(title === '10' && { saysWhen: true as const }),
      act: (exchange: Exchange) =>
        send(exchange, json(status, { message: 'Come again later.' }, { 'retry-after': header() })),
    },
  ]),
);

const error = (status: number, code?: string) =>
  answers(json(status, { message: `The API says ${status}.`, ...(code && { code }) }));

/** Answers in the API's own form. They cannot be distinguished from the API's own. */
const words: readonly Fault[] = [
  { name: 'API 400', steps: ['request'], word: 'refuses the request', act: error(400) },
  { name: 'API 401 to a request', steps: ['check', 'request'], word: 'refuses the client', act: error(401) },
  { name: 'API 401 to a poll', steps: polls, word: 'knows no such report', act: error(401) },
  { name: 'API 500', steps: calls, act: error(500) },
  { name: 'API 502 without a code', steps: calls, act: error(502) },
  {
    name: 'API 502 report-failed',
    steps: polls,
    word: 'the report failed',
    act: error(502, 'report-failed'),
  },
  { name: 'API 504', steps: calls, act: error(504) },
];

/** Every fault of the matrix. */
export const faults: readonly Fault[] = [
  ...connections,
  ...pages,
  ...redirects,
  ...strangeAnswers,
  ...waits,
  ...words,
];
