import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryAfterMsOf } from '../../packages/client/src/error-answers.ts';
import {
  isLimitReached,
  KycAuthenticationError,
  KycClient,
  KycError,
  KycNetworkError,
  KycRateLimitError,
  KycRequestError,
  KycServiceError,
  KycTimeoutError,
} from '../../packages/client/src/index.ts';
import { waitAfter } from '../../packages/client/src/retry.ts';
import {
  type ScriptedAnswer,
  scriptedClient,
  scriptedCredentials,
  scriptedToken,
} from '../support/scripted-api.ts';

const applicant = { name: '张三', idNumber: '110101199001011234' };
const accepted: ScriptedAnswer = { status: 200, body: { token: scriptedToken } };
const report = { reportMetadata: { reportId: 'the-report' }, summary: {} };
const completed: ScriptedAnswer = { status: 200, body: report };

const lost = () => Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
const throttled = (seconds: number): ScriptedAnswer => ({
  status: 429,
  body: { message: 'Later.', requestId: 'r' },
  headers: { 'retry-after': String(seconds) },
});
const failing = (status: number): ScriptedAnswer => ({ status, body: { message: 'No.', requestId: 'r' } });

describe('a request', () => {
  it('request is one POST of the applicant with the credentials and a key', async () => {
    const { client, calls } = scriptedClient(() => accepted);
    await expect(client.request(applicant)).resolves.toEqual({
      token: scriptedToken,
      reportId: 'the-report',
    });
    const [call] = calls;
    expect(calls).toHaveLength(1);
    expect(call?.url).toBe('https://api.example/stage/kyc/cn/request');
    expect(JSON.parse(call?.body ?? '')).toEqual(applicant);
    expect(Object.fromEntries(call?.headers ?? [])).toMatchObject({
      'content-type': 'application/json',
      'x-client-id': scriptedCredentials.clientId,
      'x-client-secret': scriptedCredentials.clientSecret,
      'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("request uses the caller's key, or a new one for each call", async () => {
    const { client, calls } = scriptedClient(() => accepted);
    await client.request(applicant, { idempotencyKey: 'order-4711' });
    await client.request(applicant);
    await client.request(applicant);
    const keys = calls.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toBe('order-4711');
    expect(new Set(keys).size).toBe(3);
  });

  it('request with a value that no header can hold is refused without quoting it', async () => {
    const { client, calls } = scriptedClient(() => accepted);
    for (const idempotencyKey of ['订单-4711', 'a\nb'])
      await expect(client.request(applicant, { idempotencyKey })).rejects.toThrow(
        new TypeError('idempotencyKey must be of visible ASCII characters'),
      );
    expect(calls).toEqual([]);
    for (const name of ['clientId', 'clientSecret']) {
      const pasted = scriptedClient(() => accepted, { [name]: 'a\u2019b' });
      await expect(pasted.client.request(applicant)).rejects.toMatchObject({
        name: 'KycAuthenticationError',
        message: 'The client’s id and secret must be of visible ASCII characters.',
      });
      expect(pasted.calls).toEqual([]);
    }
    const ofFile = scriptedClient(() => accepted, { clientSecret: 'of-a-file\n' });
    await expect(ofFile.client.request(applicant)).resolves.toBeDefined();
  });

  it('request is repeated under one key after each kind of fault, never before Retry-After ends', async () => {
    const trouble = fc.oneof(
      fc.constant({ answer: lost(), seconds: 0 }),
      fc.constantFrom(500, 502, 503, 504).map((status) => ({ answer: failing(status), seconds: 0 })),
      fc.integer({ min: 0, max: 9 }).map((seconds) => ({ answer: throttled(seconds), seconds })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { maxLength: 6 }), async (troubles) => {
        let next = 0;
        const { client, calls } = scriptedClient(() => troubles[next++]?.answer ?? accepted);
        await client.request(applicant);
        expect(calls).toHaveLength(troubles.length + 1);
        expect(new Set(calls.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
        expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
        for (const [index, { seconds }] of troubles.entries())
          expect((calls[index + 1]?.at ?? 0) - (calls[index]?.at ?? 0)).toBeGreaterThan(seconds * 1000);
      }),
    );
  });

  it('request fails with the last fault when its retries or its time are used up', async () => {
    const never = scriptedClient(lost);
    await expect(never.client.request(applicant)).rejects.toMatchObject({
      constructor: KycNetworkError,
      code: 'ECONNRESET',
    });
    expect(never.calls).toHaveLength(7);

    const broken = scriptedClient(() => failing(503), { retries: 1 });
    await expect(broken.client.request(applicant)).rejects.toMatchObject({
      constructor: KycServiceError,
      status: 503,
    });
    expect(broken.calls).toHaveLength(2);

    const quota = scriptedClient(() => throttled(3600), { timeoutMs: 60_000 });
    await expect(quota.client.request(applicant)).rejects.toMatchObject({
      constructor: KycRateLimitError,
      retryAfterMs: 3_600_000,
    });
    expect(quota.calls).toHaveLength(1);
    expect(quota.waits).toEqual([]);
  });

  it('request beyond a limit is not repeated, and says when the limit resets', async () => {
    const resetsAt = '2026-12-01T00:00:00.000Z';
    const { client, calls } = scriptedClient(() => ({
      status: 429,
      body: { message: 'The limit is reached.', requestId: 'r', code: 'limit-reached', resetsAt },
      headers: { 'retry-after': '86400' },
    }));
    const error = await client.request(applicant).catch((thrown) => thrown);
    expect(isLimitReached(error)).toBe(true);
    expect(error).toMatchObject({ code: 'limit-reached', resetsAt: new Date(resetsAt) });
    expect(calls).toHaveLength(1);
  });

  it('request that the API refuses is not repeated, and names the invalid fields', async () => {
    const errors = [{ field: 'name', message: 'must be Chinese' }];
    const { client, calls } = scriptedClient(() => ({
      status: 400,
      body: { message: 'See name.', requestId: 'r-1', errors },
    }));
    const error = await client.request(applicant).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KycRequestError);
    expect(error).toMatchObject({ message: 'See name.', status: 400, requestId: 'r-1', errors });
    expect(calls).toHaveLength(1);
  });

  it.each([401, 403])('request of an unknown client, %i, is an authentication error', async (status) => {
    const { client } = scriptedClient(() => ({ status, body: { message: 'Who?', requestId: 'r' } }));
    await expect(client.request(applicant)).rejects.toBeInstanceOf(KycAuthenticationError);
  });
});

describe('the platform', () => {
  const optional = ['credentials', 'cache'] as const;

  /** The options of a request on a platform whose requests have no such properties. */
  async function optionsWithout(names: readonly (keyof Request)[]): Promise<RequestInit> {
    const there = names.map(
      (name) => [name, Object.getOwnPropertyDescriptor(Request.prototype, name)] as const,
    );
    for (const name of names) Reflect.deleteProperty(Request.prototype, name);
    try {
      let given: RequestInit = {};
      const answer = async (_input: unknown, init: RequestInit = {}) => {
        given = init;
        return Response.json({ token: scriptedToken });
      };
      await scriptedClient(() => accepted, { fetch: answer }).client.request(applicant);
      return given;
    } finally {
      for (const [name, property] of there) Object.defineProperty(Request.prototype, name, property ?? {});
    }
  }

  it('fetch is called without cookies and without caching', async () => {
    expect(await optionsWithout([])).toMatchObject({ credentials: 'omit', cache: 'no-store' });
  });

  it('fetch is called without options that some platforms reject, such as Cloudflare Workers', async () => {
    for (const name of optional) expect(await optionsWithout([name])).not.toHaveProperty(name);
    expect(await optionsWithout(optional)).toMatchObject({ method: 'POST', redirect: 'manual' });
  });
});

describe('a verification', () => {
  const progress = (completed: number, after: number): ScriptedAnswer => ({
    status: 202,
    body: { status: 'processing', message: 'm', progress: { completed, total: 3 } },
    headers: { 'retry-after': String(after) },
  });

  it('verification polls when allowed, reports its progress, and returns the report', async () => {
    const answers = [accepted, progress(0, 2), progress(2, 1), { status: 200, body: report }];
    const { client, calls, waits } = scriptedClient(() => answers.shift() ?? failing(500));
    const seen: unknown[] = [];
    const result = await client.verify(applicant, {
      onToken: (started) => seen.push(started),
      onProgress: (state) => seen.push(state),
    });
    expect(result).toEqual(report);
    expect(waits).toEqual([2000, 1000]);
    expect(seen).toEqual([
      { token: scriptedToken, reportId: 'the-report' },
      { completed: 0, total: 3 },
      { completed: 2, total: 3 },
    ]);
    expect(calls.slice(1).map(({ body }) => JSON.parse(body))).toEqual(
      Array(3).fill({ token: scriptedToken }),
    );
  });

  it('verification that takes too long returns the token in its error', async () => {
    const answers = [accepted];
    const { client } = scriptedClient(() => answers.shift() ?? progress(1, 2), { timeoutMs: 7_000 });
    await expect(client.verify(applicant)).rejects.toMatchObject({
      constructor: KycTimeoutError,
      token: scriptedToken,
    });
  });

  it("verification ends with the signal's reason while it waits, runs or has not started", async () => {
    const reason = new Error('enough');
    const early = scriptedClient(() => accepted);
    await expect(early.client.verify(applicant, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(early.calls).toEqual([]);

    const waiting = new AbortController();
    const answers = [accepted];
    const late = scriptedClient(() => answers.shift() ?? progress(1, 2));
    const onProgress = () => waiting.abort(reason);
    await expect(late.client.verify(applicant, { signal: waiting.signal, onProgress })).rejects.toBe(reason);

    const calling = new AbortController();
    const hanging = scriptedClient(() => accepted, {
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          calling.abort(reason);
        }),
    });
    await expect(hanging.client.verify(applicant, { signal: calling.signal })).rejects.toBe(reason);
  });

  it('verification whose report failed rejects at once with the code of the API', async () => {
    const answers = [accepted];
    const failed = { status: 502, body: { message: 'No.', requestId: 'r', code: 'report-failed' } };
    const { client, calls } = scriptedClient(() => answers.shift() ?? failed);
    await expect(client.verify(applicant)).rejects.toMatchObject({
      constructor: KycServiceError,
      status: 502,
      code: 'report-failed',
    });
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['a 502 without a code', { status: 502, body: { message: 'Bad gateway', requestId: 'r' } }],
    ['a 502 with another code', { status: 502, body: { message: 'No.', requestId: 'r', code: 'unknown' } }],
    ['a proxy’s 502', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a 503', failing(503)],
  ])(
    'verification continues after five times of %s in a row, and returns the report',
    async (_what, trouble) => {
      const answers = [accepted, ...Array<ScriptedAnswer>(5).fill(trouble)];
      const { client, calls } = scriptedClient(() => answers.shift() ?? completed);
      expect((await client.verify(applicant)).reportMetadata).toBeDefined();
      expect(calls).toHaveLength(7);
    },
  );

  it('verification waits out a lack of capacity like a 429: as often as Retry-After says, until its time is up', async () => {
    const busy = { ...failing(503), headers: { 'retry-after': '10' } };
    const answers = [accepted, ...Array<ScriptedAnswer>(12).fill(busy)];
    const { client, calls } = scriptedClient(() => answers.shift() ?? completed);
    await client.verify(applicant);
    expect(calls).toHaveLength(14);
    for (const [index, { at }] of calls.entries())
      if (index > 1) expect(at - (calls[index - 1]?.at ?? 0)).toBeGreaterThan(10_000);

    const never = scriptedClient(() => busy, { timeoutMs: 60_000 });
    await expect(never.client.request(applicant)).rejects.toMatchObject({
      status: 503,
      retryAfterMs: 10_000,
    });
    expect(never.calls.length).toBeGreaterThan(1);
  });
});

describe('what must not be seen', () => {
  const text = fc.string({ minLength: 2, maxLength: 30 }).filter((value) => value.trim().length > 1);

  it('secrets and personal values are in no error, even when the server echoes the request', async () => {
    const people = fc.record({ name: text, idNumber: text, mobile: text, bankCardNumber: text });
    await fc.assert(
      fc.asyncProperty(people, fc.constantFrom(302, 400, 401, 409, 429, 500), async (person, status) => {
        const { client } = scriptedClient(
          ({ body, headers }) => {
            const all = `${Object.values(JSON.parse(body)).join(' ')} ${headers.get('x-client-secret')}`;
            return { status, body: { message: all, requestId: all, errors: [{ field: all, message: all }] } };
          },
          { retries: 0, timeoutMs: 10 },
        );
        const error: unknown = await client.request(person).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(KycError);
        const { message, requestId, errors } = error as KycRequestError;
        const shown = [message, requestId, ...(errors ?? []).flatMap((each) => [each.field, each.message])];
        for (const value of [person.name, person.idNumber, person.mobile, person.bankCardNumber])
          if (value.length > 6) expect(shown.join('\n')).not.toContain(value);
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
          scriptedCredentials.clientSecret,
        );
      }),
    );
  });

  it('secrets are in nothing that prints the client', () => {
    const { client } = scriptedClient(() => accepted);
    const shown = [inspect(client, { depth: 9, showHidden: true }), JSON.stringify(client), String(client)];
    expect(shown.join()).not.toContain(scriptedCredentials.clientSecret);
  });

  it.each([
    'http://api.example',
    'http://127.0.0.1.evil.example',
    'ftp://api.example',
    'https://user:pw@api.example',
  ])('credentials are not sent to %s', (baseUrl) => {
    expect(() => new KycClient({ baseUrl, ...scriptedCredentials })).toThrow(TypeError);
  });

  it.each([
    'http://127.0.0.1:3000',
    'http://localhost:3000/',
    'http://[::1]:3000',
    'https://api.example/stage',
  ])('credentials may be sent to %s', (baseUrl) => {
    expect(() => new KycClient({ baseUrl, ...scriptedCredentials })).not.toThrow();
  });
});

describe('waits', () => {
  it('waits double from 0.25 s up to 8 s with jitter of at most half, in addition to Retry-After', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 3_600_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, asked, random) => {
          const most = Math.min(8000, 250 * 2 ** (failures - 1));
          const wait = waitAfter(failures, asked, random) - asked;
          expect(wait).toBeGreaterThanOrEqual(most / 2 - 1e-6);
          expect(wait).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it.each([
    ['2', 2000],
    ['0', 0],
    ['Sun, 01 Mar 2026 02:03:14 GMT', 10_000],
    ['Sun, 01 Mar 2026 02:03:00 GMT', 0],
    ['soon', 1000],
    [null, 1000],
  ])('Retry-After %p is read as %p ms', (header, ms) => {
    expect(retryAfterMsOf(header, Date.parse('2026-03-01T02:03:04Z'))).toBe(ms);
  });
});
