import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, expect, it } from '@jest/globals';
import { run } from '../../client/cli/command-line.ts';

const claims = { sub: '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41' };
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

let server: Server;
afterEach(() => void server.close());

/** Runs the command against an API that answers so. @returns what it ended with, and what it wrote as errors. */
async function verify(listener: RequestListener, interrupted: AbortSignal, ...more: string[]) {
  server = createServer(listener);
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const told: string[] = [];
  const stderr = new Writable({
    write: (chunk, _encoding, written) => {
      told.push(String(chunk));
      written();
    },
  });
  const code = await run(['verify', '--mobile', '13800138000', ...more], {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    environment: {
      KYC_CN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      KYC_CN_CLIENT_ID: 'a-client',
      KYC_CN_CLIENT_SECRET: 'a-secret',
    },
    interrupted,
    interruptedAgain: new AbortController().signal,
  });
  return { code, told: told.join('') };
}

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
    response.end(JSON.stringify(polled ? progress : { token: token }));
  };
  return { keys, interrupted: interruption.signal, listener };
}

it('says at Ctrl-C how to go on with the verification, and goes on with it so', async () => {
  const first = endlessApi();
  const { code, told } = await verify(first.listener, first.interrupted);
  expect(code).toBe(130);
  const [, key = ''] = /--idempotency-key (\S+)\n$/.exec(told) ?? [];
  expect(first.keys).toEqual([key]);

  const again = endlessApi();
  await verify(again.listener, again.interrupted, '--idempotency-key', key);
  expect(again.keys).toEqual([key]);
});

it('takes no key that no run has told, and sends nothing', async () => {
  const api = endlessApi();
  const { code, told } = await verify(api.listener, api.interrupted, '--idempotency-key', '订单');
  expect([code, told, api.keys]).toEqual([2, expect.stringContaining('--idempotency-key'), []]);
});

it.each([
  ['the client is refused', 401],
  ['there will be no report', 502],
])('says nothing of it when %s', async (_what, status) => {
  const never = new AbortController().signal;
  const { told } = await verify((request, response) => {
    const started = !request.url?.endsWith('/poll') && status === 502;
    response.writeHead(started ? 200 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(started ? { token: token } : { message: 'No.', requestId: 'r' }));
  }, never);
  expect(told).toContain('No.');
  expect(told).not.toContain('--idempotency-key');
});
