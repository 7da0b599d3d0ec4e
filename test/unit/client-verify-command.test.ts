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

it('says at Ctrl-C how to go on with the verification, and goes on with it so', async () => {
  const first = endlessApi();
  const { code, shown } = await verify(first.listener, first.interrupted);
  expect(code).toBe(130);
  const [, key = ''] = /--idempotency-key (\S+)\n$/.exec(shown) ?? [];
  expect(first.keys).toEqual([key]);

  const again = endlessApi();
  await verify(again.listener, again.interrupted, '--idempotency-key', key);
  expect(again.keys).toEqual([key]);
});

it('takes no key that no run has told, and sends nothing', async () => {
  const api = endlessApi();
  const { code, shown } = await verify(api.listener, api.interrupted, '--idempotency-key', '订单');
  expect([code, shown, api.keys]).toEqual([2, expect.stringContaining('--idempotency-key'), []]);
});
