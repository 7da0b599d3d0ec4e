import type { RequestListener } from 'node:http';
import { expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';

const claims = { sub: '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41' };
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

const verify = (listener: RequestListener, interrupted?: AbortSignal, ...more: string[]) =>
  runAgainst(listener, ['verify', '--mobile', '13800138000', ...more], interrupted);

/** An API whose verifications take for ever, and what it is told of each. */
function endlessApi() {
  const keys: unknown[] = [];
  const interruption = new AbortController();
  const listener: RequestListener = (request, response) => {
    const polled = request.url?.endsWith('/poll');
    if (polled) interruption.abort();
    else keys.push(request.headers['idempotency-key']);
    response.writeHead(polled ? 202 : 200, { 'content-type': 'application/json', 'retry-after': '2' });
    const progress = { status: 'processing', message: 'm', progress: { completed: 0, total: 4 } };
    response.end(JSON.stringify(polled ? progress : { token }));
  };
  return { keys, interrupted: interruption.signal, listener };
}

it('verify prints on Ctrl-C how to resume the verification, and that command resumes it', async () => {
  const first = endlessApi();
  const { code, shown } = await verify(first.listener, first.interrupted);
  expect(code).toBe(130);
  const [, key = ''] = /--idempotency-key (\S+)\n$/.exec(shown) ?? [];
  expect(first.keys).toEqual([key]);

  const again = endlessApi();
  await verify(again.listener, again.interrupted, '--idempotency-key', key);
  expect(again.keys).toEqual([key]);
});

it('verify refuses an idempotency key that no run has printed, and sends nothing', async () => {
  const api = endlessApi();
  const { code, shown } = await verify(api.listener, api.interrupted, '--idempotency-key', '订单');
  expect([code, shown, api.keys]).toEqual([2, expect.stringContaining('--idempotency-key'), []]);
});

it.each([
  ['the client is refused', 401],
  ['there will be no report', 502],
])('verify prints no hint to resume when %s', async (_what, status) => {
  const { shown } = await verify((request, response) => {
    const started = !request.url?.endsWith('/poll') && status === 502;
    response.writeHead(started ? 200 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(started ? { token } : { message: 'No.', requestId: 'r' }));
  });
  expect(shown).toContain('No.');
  expect(shown).not.toContain('--idempotency-key');
});
