import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import type { RunningServer } from '@kyc-china/emulator/http-server';
import { stackNameOf } from '../../lib/stage-configuration.ts';
import { serveApi } from '../../packages/emulator/api-gateway.ts';
import { ApiKeyStore } from '../../packages/emulator/api-key-store.ts';
import { readApi } from '../../packages/emulator/api-model.ts';
import { UsagePlans } from '../../packages/emulator/usage-plans.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

/** The API's front as the template has it, with stand-ins for the functions behind it. */
let server: RunningServer;
let keys: ApiKeyStore;
let directory: string;
let authorizerArn: string;
let authorize: () => unknown;
let integration: () => unknown;
let time: number;
let client = 0;

const keyValue = 'the-value-of-the-key-of-a-client';
const policy = (Effect: string) => ({
  principalId: 'acme',
  context: { clientId: 'acme' },
  usageIdentifierKey: keyValue,
  policyDocument: { Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: '*' }] },
});

beforeAll(async () => {
  const assembly = new CloudAssembly(await synthesizedStacks(), stackNameOf('sandbox'));
  const model = readApi(assembly);
  authorizerArn = model.routes[0]?.authorizer?.functionArn ?? '';
  directory = mkdtempSync(path.join(tmpdir(), 'kyc-china-keys-'));
  keys = new ApiKeyStore(directory);
  const invoke = async (arn: string) => (arn === authorizerArn ? authorize() : integration());
  const now = () => time;
  const plan = model.usagePlans?.find(({ name }) => name.endsWith('-trial'));
  const strict = [
    { ...plan, id: 'trial', name: 'trial', throttle: { ratePerSecond: 1, burst: 2 }, callsPerMonth: 3 },
  ];
  server = await serveApi(
    { ...model, routes: model.routes.map((route) => ({ ...route, timeoutMs: 50 })) },
    invoke,
    0,
    { usagePlans: new UsagePlans(strict, keys, now), now },
  );
});

afterAll(async () => {
  await server?.stop();
  keys?.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  // Another client, and another month, for each test: nothing is remembered of the one before.
  client += 1;
  time = Date.UTC(2026, client);
  authorize = () => policy('Allow');
  integration = () => ({ statusCode: 200, body: '{}' });
  const id = 'k';
  if (keys.find(id)) keys.delete(id);
  keys.put({ id, name: 'acme', value: keyValue, enabled: true, createdDate: 0, lastUpdatedDate: 0 });
  keys.attach('trial', id);
});

async function call(route = '/kyc/cn/poll', init: RequestInit = {}) {
  const response = await fetch(server.url + route, {
    method: 'POST',
    headers: { 'x-client-id': `c${client}`, 'x-client-secret': 's' },
    body: '{}',
    ...init,
  });
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Record<string, unknown> };
}

/** The shape of every error of the gateway, and its request id twice: for reading and for tracing. */
function expectError(
  answer: Awaited<ReturnType<typeof call>>,
  status: number,
  message: RegExp,
  code?: string,
): void {
  expect({ status: answer.status, ...answer.body }).toEqual({
    status,
    message: expect.stringMatching(message),
    requestId: answer.headers.get('x-amzn-requestid'),
    ...(code !== undefined && { code }),
  });
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

const refusal = /must be those of an active client/;

describe('the gateway refuses a client', () => {
  it('gateway refuses a client without credentials', async () => {
    expectError(await call(undefined, { headers: {} }), 401, refusal);
    expectError(await call(undefined, { headers: { 'x-client-id': 'acme' } }), 401, refusal);
  });

  it('gateway refuses a client that the authorizer does not know', async () => {
    authorize = () => {
      throw new Error('Unauthorized');
    };
    expectError(await call(), 401, refusal);
  });

  it("gateway refuses a call that the key's policy denies, in the authorizer's words", async () => {
    const context = { clientId: 'acme', refusal: 'The key may not.', refusalCode: 'scope-missing' };
    authorize = () => ({ ...policy('Deny'), context });
    expectError(await call(), 403, /^The key may not\.$/, 'scope-missing');
    // The result is cached, and the words with it.
    expectError(await call('/kyc/cn/request'), 403, /^The key may not\.$/, 'scope-missing');
  });

  it('gateway refuses a client whose API key is disabled, unknown or missing', async () => {
    const key = keys.find('k');
    if (key) keys.put({ ...key, enabled: false });
    expectError(await call(), 401, refusal);
    keys.delete('k');
    expectError(await call(), 401, refusal);
    const { usageIdentifierKey: _, ...keyless } = policy('Allow');
    authorize = () => keyless;
    client += 1;
    expectError(await call(), 401, refusal);
  });

  it('gateway refuses a client when the authorizer fails, or its result is invalid', async () => {
    authorize = () => {
      throw new Error('the client registry did not answer');
    };
    const failed = await call();
    expectError(failed, 503, /client could not be checked/);
    expect(failed.headers.get('retry-after')).toBe('2');
    authorize = () => ({ principalId: 'acme' });
    expectError(await call(), 503, /client could not be checked/);
  });
});

describe("the gateway's own answers", () => {
  it('gateway names the routes for a path or a method that does not exist', async () => {
    const routes =
      /the routes are POST \/kyc\/cn, POST \/kyc\/cn\/request, POST \/kyc\/cn\/poll, .* and GET \/verify/;
    expectError(await call('/kyc/us/poll'), 404, routes);
    expectError(await call('/'), 404, routes);
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expectError(
        await call('/kyc/cn/poll', { method, ...(method === 'GET' && { body: null }) }),
        404,
        routes,
      );
  });

  it('gateway reports calls that come too fast, and when to retry', async () => {
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    const throttled = await call();
    expectError(throttled, 429, /Too many requests/);
    expect(throttled.headers.get('retry-after')).toBe('1');
    time += 1000;
    expect((await call()).status).toBe(200);
  });

  it("gateway reports that the month's quota is used up, and when it starts again", async () => {
    for (let used = 0; used < 3; used += 1) {
      time += 2000;
      expect((await call()).status).toBe(200);
    }
    time += 2000;
    const over = await call();
    expectError(over, 429, /quota is used up/, 'quota-exceeded');
    expect(over.headers.get('retry-after')).toBe('3600');
    time += 32 * 24 * 60 * 60 * 1000;
    expect((await call()).status).toBe(200);
  });

  it('gateway reports a body that is too large for itself or for the function', async () => {
    const large = await call(undefined, { body: 'x'.repeat(10 * 1024 * 1024 + 1) });
    expectError(large, 413, /at most 4 MB/);
    integration = () => {
      throw Object.assign(new Error('6 MB'), { name: 'RequestTooLarge' });
    };
    expectError(await call(), 413, /at most 4 MB/);
  });

  it('gateway reports a function that failed, timed out or returned an invalid answer', async () => {
    integration = () => {
      throw new Error('arn:aws:lambda:secret');
    };
    const failed = await call();
    expectError(failed, 503, /failed to answer/);
    expect(failed.headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(failed.body)).not.toContain('arn:aws');
    integration = () => 'nonsense';
    expectError(await call(), 500, /could not answer/);
    time += 60_000;
    integration = () => new Promise(() => undefined);
    const late = await call();
    expectError(late, 503, /took too long/);
    expect(late.headers.get('retry-after')).toBe('2');
  });

  it('gateway sends no partial answer to a client that disconnects', async () => {
    await new Promise<void>((closed, failed) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write('POST /kyc/cn/poll HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{', () =>
          socket.destroy(),
        );
      });
      socket.once('close', () => closed()).once('error', failed);
    });
    expect((await call()).status).toBe(200);
  });
});
