import { describe, expect, it } from '@jest/globals';
import {
  isReportFailed,
  KycAuthenticationError,
  KycProtocolError,
  KycRateLimitError,
  KycRequestError,
  KycServiceError,
} from '../../packages/client/src/index.ts';
import { type ScriptedAnswer, scriptedClient, scriptedToken } from '../support/scripted-api.ts';

const applicant = { mobile: '13800138000' };
const accepted: ScriptedAnswer = { status: 200, body: { token: scriptedToken } };
const report = { reportMetadata: { reportId: 'the-report' }, summary: {} };
const page = '<html><title>Not this API</title></html>';

/** Answers of proxies between a client and the API, and of other APIs. */
const foreign: [string, ScriptedAnswer][] = [
  ...[400, 401, 403, 404, 405, 407, 409, 410, 413, 415, 418, 451].map((status): [string, ScriptedAnswer] => [
    `a page of status ${status}`,
    { status, body: page },
  ]),
  ...[400, 401, 403, 404, 413].map((status): [string, ScriptedAnswer] => [
    `another API's JSON of status ${status}`,
    { status, body: { message: 'Forbidden' } },
  ]),
  [
    'an error whose errors are not a list',
    { status: 400, body: { message: 'm', requestId: 'r', errors: 'e' } },
  ],
  ['an error as a list', { status: 400, body: [{ message: 'm', requestId: 'r' }] }],
  ['a page of status 200', { status: 200, body: page }],
  ['half a JSON of status 200', { status: 200, body: '{"token":"e30.e' }],
  ['a body of nothing', { status: 200, body: '' }],
  ['JSON null', { status: 200, body: 'null' }],
  ['the JSON of another service', { status: 200, body: { status: 'UP' } }],
  ['201 with what would be right', { status: 201, body: { token: scriptedToken, ...report } }],
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }],
];

describe.each([
  ['request', accepted],
  ['poll', { status: 200, body: report }],
] as const)('an answer to a %s that is not the API’s', (route, right) => {
  const call = ({ client }: ReturnType<typeof scriptedClient>): Promise<unknown> =>
    route === 'request' ? client.request(applicant) : client.poll(scriptedToken);

  it.each(foreign)('foreign answer is repeated, not believed: %s', async (_what, answer) => {
    const answers = [answer, answer];
    const passing = scriptedClient(() => answers.shift() ?? right);
    await expect(call(passing)).resolves.toBeDefined();
    expect(passing.calls).toHaveLength(3);
    expect(new Set(passing.calls.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);

    const lasting = scriptedClient(() => answer, { retries: 2 });
    const error: unknown = await call(lasting).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KycProtocolError);
    expect(error).toMatchObject({ status: 'status' in answer ? answer.status : undefined });
    expect(lasting.calls).toHaveLength(3);
  });

  it.each([
    [400, KycRequestError],
    [401, KycAuthenticationError],
    [403, KycAuthenticationError],
    [404, KycRequestError],
    [409, KycRequestError],
    [413, KycRequestError],
  ])('foreign answer differs from the API’s own %i, which is believed at once', async (status, kind) => {
    const own = scriptedClient(() => ({ status, body: { message: 'No.', requestId: 'r' } }));
    await expect(call(own)).rejects.toMatchObject({ constructor: kind, message: 'No.', requestId: 'r' });
    expect(own.calls).toHaveLength(1);
  });

  it('foreign answer of 429 or 503 with Retry-After is waited for, as the API’s own', async () => {
    const busy = [429, 503, 503, 429].map((status) => ({
      status,
      body: page,
      headers: { 'retry-after': '10' },
    }));
    const answers: ScriptedAnswer[] = [...busy, ...busy];
    const { client, calls, waits } = scriptedClient(() => answers.shift() ?? right, { retries: 0 });
    await (route === 'request' ? client.request(applicant) : client.poll(scriptedToken));
    expect(calls).toHaveLength(9);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(10_000);

    for (const [status, kind] of [
      [429, KycRateLimitError],
      [503, KycServiceError],
    ] as const) {
      const never = scriptedClient(() => ({ status, body: page, headers: { 'retry-after': '3600' } }));
      await expect(call(never)).rejects.toMatchObject({ constructor: kind, retryAfterMs: 3_600_000 });
      expect(never.calls).toHaveLength(1);
    }
  });
});

describe('a poll', () => {
  it.each([
    ['another person’s report', { status: 200, body: { ...report, reportMetadata: { reportId: 'other' } } }],
    ['a report without a summary', { status: 200, body: { reportMetadata: report.reportMetadata } }],
    ['a 202 without progress', { status: 202, body: { status: 'accepted' } }],
    ['a token', accepted],
  ])('poll does not take %s as its answer', async (_what, answer) => {
    const { client } = scriptedClient(() => answer, { retries: 0 });
    await expect(client.poll(scriptedToken)).rejects.toBeInstanceOf(KycProtocolError);
  });

  it('poll does not take a foreign answer as the end of a report', async () => {
    for (const body of [page, { code: 'report-failed' }, { message: 'm', code: 'report-failed' }]) {
      const answers: ScriptedAnswer[] = [{ status: 502, body }];
      const { client } = scriptedClient(() => answers.shift() ?? { status: 200, body: report });
      await expect(client.poll(scriptedToken)).resolves.toMatchObject({ status: 'completed' });
      const lasting = scriptedClient(() => ({ status: 502, body }), { retries: 0 });
      const error: unknown = await lasting.client.poll(scriptedToken).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(KycServiceError);
      expect(isReportFailed(error)).toBe(false);
    }
  });
});

describe('a request', () => {
  it.each([
    ['no token', {}],
    ['a token that names no report', { token: 'x.y.z' }],
    ['a token that is not text', { token: 7 }],
  ])('request does not take a 200 with %s as its answer', async (_what, body) => {
    const { client } = scriptedClient(() => ({ status: 200, body }), { retries: 0 });
    await expect(client.request(applicant)).rejects.toBeInstanceOf(KycProtocolError);
  });
});
