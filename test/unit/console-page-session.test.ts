import { afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Followed } from '../../console/src/shell/follow.ts';
import { until } from '../support/until.ts';

const reportId = '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41';
const token = `e30.${Buffer.from(JSON.stringify({ sub: reportId })).toString('base64url')}.c2ln`;

/** The browser parts that the page's logic uses. By default, fetch has no answer. */
const answer = jest.fn<typeof fetch>();
const stored = new Map<string, string>();

let form: typeof import('../../console/src/form/form-state.ts');
let sending: typeof import('../../console/src/form/send.ts');
let session: typeof import('../../console/src/shell/session.ts');
let follow: (reportId: string) => Followed;

beforeAll(async () => {
  Object.assign(globalThis, {
    fetch: answer,
    location: { origin: 'https://console.example', hash: '' },
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    },
  });
  form = await import('../../console/src/form/form-state.ts');
  sending = await import('../../console/src/form/send.ts');
  session = await import('../../console/src/shell/session.ts');
  ({ follow } = await import('../../console/src/shell/follow.ts'));
});
beforeEach(() => {
  session.credentials.value = { clientId: 'bank', clientSecret: 'secret' };
});
afterEach(() => {
  answer.mockReset();
});

const json = (status: number, body: object) => Promise.resolve(Response.json(body, { status }));
const keysSent = () =>
  answer.mock.calls.map(([, options]) => new Headers(options?.headers).get('idempotency-key'));

it('session resends a body under its key until a token arrives, and uses a new key for a new or changed body', async () => {
  form.change({ mobile: '13800138000' });
  answer.mockImplementation(() => json(200, {}));
  await sending.send();
  await sending.send();
  const [first] = keysSent();
  expect(first).toMatch(/./);
  // An answer that is not the API's is repeated too.
  expect(new Set(keysSent())).toEqual(new Set([first]));

  answer.mockImplementation(() => json(200, { token }));
  await sending.send();
  expect(keysSent().at(-1)).toBe(first);
  await sending.send();
  expect(keysSent().at(-1)).not.toBe(first);

  form.change({ mobile: '13900139000' });
  await sending.send();
  expect(new Set(keysSent()).size).toBe(3);
});

it('session keeps its data about a verification when it receives its token', () => {
  const known = {
    reportId,
    token: 'old',
    tasks: [{ subCheck: 'mobile.attribution' as const }],
    at: '2026-11-24',
  };
  session.rememberStarted(known);
  session.rememberToken(reportId, 'new');
  expect(session.startedAs(reportId)).toEqual({ ...known, token: 'new' });
  expect(JSON.parse(stored.get('kyc-console.started') ?? '')).toEqual(session.startedHere.value);
});

it('session continues to fetch an ended execution until the server is reachable again', async () => {
  session.settings.value = { stage: 'local', simulated: true, inspection: true };
  const ended = { reportId: 'other', status: 'SUCCEEDED', startedAt: '', events: [], definition: {} };
  let looks = 0;
  answer.mockImplementation((url) => {
    if (!String(url).includes('executions')) return json(200, { attempts: [], received: [] });
    looks += 1;
    return looks === 2 ? Promise.reject(new TypeError('fetch failed')) : json(200, ended);
  });
  const followed = follow('other');
  const reported: boolean[] = [];
  followed.unreachable.subscribe((lost) => reported.push(lost));
  await until(async () => reported.length === 3);
  expect(reported).toEqual([false, true, false]);
  followed.stop();
});

it.each([
  ['no answer has come for a while', () => Promise.reject(new TypeError('fetch failed'))],
  ['the API was out of order for a while', () => json(503, { message: 'down', requestId: 'r' })],
  ['a proxy answered for a while', () => Promise.resolve(new Response('<html>', { status: 404 }))],
])('session continues to poll a verification when %s', async (_what, refuse) => {
  session.settings.value = { stage: 'production', simulated: false, inspection: false };
  session.rememberToken(reportId, token);
  answer.mockImplementation(refuse);
  const followed = follow(reportId);
  await until(async () => followed.unreachable.value);
  expect(followed.reportProblem.value).toBeUndefined();
  answer.mockImplementation(() => json(200, { reportMetadata: { reportId }, summary: {} }));
  await until(async () => followed.report.value !== undefined);
  expect(followed.unreachable.value).toBe(false);
  followed.stop();
});
