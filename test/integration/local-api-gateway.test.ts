import { request as httpRequest } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '@kyc-china/emulator/http-server';
import { serveApi } from '../../packages/emulator/api-gateway.ts';
import type { ApiModel } from '../../packages/emulator/api-model.ts';
import { Authorizer } from '../../packages/emulator/authorizer.ts';

const authorizer = {
  functionArn: 'authorizer',
  identityHeaders: ['x-client-id', 'x-client-secret'],
  resultTtlSeconds: 300,
};
const route = { httpMethod: 'POST', resourceId: 'r', functionArn: 'function', timeoutMs: 200, authorizer };
const api: ApiModel = {
  apiId: 'api',
  stage: 'sandbox',
  routes: [
    { ...route, resourcePath: '/kyc/cn' },
    { ...route, resourcePath: '/reports/{id}' },
  ],
  gatewayResponses: new Map([
    [
      'UNAUTHORIZED',
      {
        statusCode: 401,
        template: '{"message":"who?","requestId":"$context.requestId"}',
        parameters: { 'gatewayresponse.header.cache-control': "'no-store'" },
      },
    ],
    ['DEFAULT_4XX', { template: '{"message":"no"}', parameters: {} }],
  ]),
};

const policy = (Effect: string, Resource: string) => ({
  principalId: 'me',
  context: { clientId: 'me', limit: 3 },
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
});
const everything = policy('Allow', 'arn:aws:execute-api:ap-east-1:000000000000:api/sandbox/*');

// biome-ignore lint/suspicious/noExplicitAny: events are looked at field by field.
let events: any[];
let authorize: () => unknown;
// biome-ignore lint/suspicious/noExplicitAny: as above.
let answer: (event: any) => unknown;
let asked: number;
let server: RunningServer;

async function invoke(functionArn: string, event: unknown): Promise<unknown> {
  if (functionArn === 'authorizer') {
    asked += 1;
    return authorize();
  }
  events.push(event);
  return answer(event);
}

beforeAll(async () => {
  server = await serveApi(api, invoke, 0);
});
afterAll(() => server.stop());
beforeEach(() => {
  events = [];
  asked = 0;
  authorize = () => everything;
  answer = () => ({ statusCode: 200, headers: { 'X-One': '1' }, body: '{"ok":true}' });
});

/** Results are cached by the client's identity, so each test is another client. */
let client = 0;
const post = (path: string, headers: Record<string, string> = { 'x-client-id': `c${++client}` }) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'x-client-secret': 's', ...headers },
    body: '{"name":"张三"}',
  });

/** Posts with the target and the header lines as they are given. */
function rawPost(path: string, headers: readonly string[]) {
  return new Promise<{ status: number; requestHeaders: readonly string[] }>((answered, failed) => {
    const sent = ['host', '127.0.0.1', ...headers];
    httpRequest({ port: server.port, path, method: 'POST', headers: sent, agent: false }, (response) => {
      response.resume();
      answered({ status: response.statusCode ?? 0, requestHeaders: sent });
    })
      .on('error', failed)
      .end();
  });
}

describe('a request', () => {
  it("embedded API Gateway calls the function with a REST proxy event and the authorizer's context", async () => {
    const response = await post('/reports/a%20b?x=1&x=2');
    expect(response.status).toBe(200);
    expect(response.headers.get('x-one')).toBe('1');
    expect(events[0]).toMatchObject({
      httpMethod: 'POST',
      resource: '/reports/{id}',
      pathParameters: { id: 'a b' },
      queryStringParameters: { x: '2' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      body: '{"name":"张三"}',
      isBase64Encoded: false,
      requestContext: {
        authorizer: { principalId: 'me', clientId: 'me', limit: '3' },
        requestId: response.headers.get('x-amzn-requestid'),
        identity: { sourceIp: '127.0.0.1' },
      },
    });
  });

  it('embedded API Gateway calls the authorizer once for one identity', async () => {
    await post('/kyc/cn', { 'x-client-id': 'same' });
    await post('/kyc/cn', { 'x-client-id': 'same' });
    await post('/kyc/cn', { 'x-client-id': 'same', 'x-client-secret': 'other' });
    expect(asked).toBe(2);
  });

  it('embedded authorizer is called once for each source address, if the address is an identity source', async () => {
    const byAddress = new Authorizer({ ...authorizer, identifiesSource: true }, invoke, Date.now);
    const from = (sourceIp: string) =>
      byAddress.authorize(
        new Map([
          ['x-client-id', 'same'],
          ['x-client-secret', 's'],
        ]),
        {
          methodArn: 'arn:aws:execute-api:ap-east-1:000000000000:api/sandbox/POST/kyc/cn',
          requestContext: { identity: { sourceIp } },
        },
      );
    await from('192.0.2.1');
    await from('192.0.2.1');
    expect(asked).toBe(1);
    authorize = () => policy('Deny', '*');
    await expect(from('192.0.2.2')).rejects.toThrow('ACCESS_DENIED');
    await from('192.0.2.1');
    expect(asked).toBe(2);
  });

  it("embedded API Gateway refuses a request without an identity header before any call, in the template's words", async () => {
    const response = await post('/kyc/cn', {});
    expect(response.status).toBe(401);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      message: 'who?',
      requestId: response.headers.get('x-amzn-requestid'),
    });
    expect(asked).toBe(0);
  });
});

/** Posts a body in a content coding. */
const postEncoded = (coding: string, body: Buffer) =>
  fetch(`${server.url}/kyc/cn`, {
    method: 'POST',
    headers: { 'x-client-id': `c${++client}`, 'x-client-secret': 's', 'content-encoding': coding },
    body: new Uint8Array(body),
  });

describe('a body in a content coding', () => {
  const text = '{"name":"张三"}';

  it.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', Buffer.from(text)],
  ])('embedded API Gateway decodes a body before the function sees it: %s', async (coding, body) => {
    expect((await postEncoded(coding, body)).status).toBe(200);
    expect(events[0]).toMatchObject({ body: text, isBase64Encoded: false });
  });

  it.each([
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['x-gzip', gzipSync(text)],
    ['gzip, gzip', gzipSync(gzipSync(text))],
    ['gzip', Buffer.from(text)],
    ['gzip', gzipSync(text).subarray(0, 20)],
    ['deflate', deflateRawSync(text)],
    ['deflate', Buffer.alloc(0)],
  ])(
    'embedded API Gateway returns 415 for an unsupported or invalid content coding: %s',
    async (coding, body) => {
      const response = await postEncoded(coding, body);
      expect(response.status).toBe(415);
      expect(await response.json()).toEqual({ message: 'no' });
      expect(events).toEqual([]);
    },
  );

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])(
    'embedded API Gateway returns 413 once a decoded body exceeds the limit: %s',
    async (coding, compress) => {
      const bomb = compress(Buffer.alloc(300 * 1024 * 1024));
      expect(bomb.length).toBeLessThan(1024 * 1024);
      const before = process.memoryUsage().rss;
      expect((await postEncoded(coding, bomb)).status).toBe(413);
      expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
      expect(events).toEqual([]);
      const largest = compress(Buffer.alloc(10 * 1024 * 1024, ' '));
      expect((await postEncoded(coding, largest)).status).toBe(200);
    },
  );
});

/** What every object has: a name of these must be nothing but a name. */
const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
];

describe('a name that every object has a property of', () => {
  it.each(names)(
    'embedded API Gateway passes on the name of headers, queries and path parameters: %s',
    async (name) => {
      const { status, requestHeaders } = await rawPost(`/reports/${name}?${name}=1&${name}=2`, [
        'x-client-id',
        `c${++client}`,
        'x-client-secret',
        's',
        name,
        'a',
        name,
        'b',
      ]);
      expect(status).toBe(200);
      expect(requestHeaders).toContain(name);
      const {
        headers,
        multiValueHeaders,
        queryStringParameters,
        multiValueQueryStringParameters,
        pathParameters,
      } = JSON.parse(JSON.stringify(events[0]));
      expect(Object.entries(headers)).toContainEqual([name, 'b']);
      expect(Object.entries(multiValueHeaders)).toContainEqual([name, ['a', 'b']]);
      expect(Object.entries(queryStringParameters)).toEqual([[name, '2']]);
      expect(Object.entries(multiValueQueryStringParameters)).toEqual([[name, ['1', '2']]]);
      expect(pathParameters).toEqual({ id: name });
    },
  );

  it.each(names)('embedded API Gateway finds no route for the path: %s', async (name) => {
    expect((await post(`/${name}`)).status).toBe(403);
    expect((await post(`/kyc/${name}`)).status).toBe(403);
  });
});

it('embedded API Gateway accepts an absolute-form target, as a proxy sends it', async () => {
  const headers = ['x-client-id', `c${++client}`, 'x-client-secret', 's'];
  expect((await rawPost(`${server.url}/kyc/cn`, headers)).status).toBe(200);
});

it.each(['/reports/%ff', 'http://[/kyc/cn', 'kyc/cn', '*'])(
  'embedded API Gateway returns 400 for a malformed target: %s',
  async (target) => {
    const headers = ['x-client-id', `c${++client}`, 'x-client-secret', 's'];
    expect((await rawPost(target, headers)).status).toBe(400);
  },
);

const fail = (message: string) => () => {
  throw new Error(message);
};

it.each([
  ['an authorizer that throws Unauthorized', 401, fail('Unauthorized')],
  ['an authorizer that fails', 500, fail('no table')],
  ['an authorizer that answers with no policy', 500, () => ({})],
  ['a policy that denies', 403, () => policy('Deny', '*')],
  ['a policy for another method', 403, () => policy('Allow', 'arn:aws:execute-api:*:*:api/sandbox/GET/*')],
])('embedded API Gateway: %s is %i', async (_what, status, result) => {
  authorize = result;
  expect((await post('/kyc/cn')).status).toBe(status);
  expect(events).toEqual([]);
});

it.each([
  ['a function that fails', 502, fail('no')],
  ['an answer without a status', 502, () => ({ body: '{}' })],
  ['an answer whose body is no text', 502, () => ({ statusCode: 200, body: {} })],
  ['a function slower than the integration waits', 504, () => new Promise(() => undefined)],
])('embedded API Gateway: %s is %i', async (_what, status, result) => {
  answer = result;
  const response = await post('/kyc/cn');
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ message: expect.any(String) });
});

it('embedded API Gateway answers an unknown route as AWS does, with the override of DEFAULT_4XX', async () => {
  for (const path of ['/', '/kyc', '/kyc/cn/more', '//kyc/cn', '/reports/']) {
    const response = await post(path);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'no' });
  }
});

it('embedded API Gateway accepts a path with a trailing slash', async () => {
  expect((await post('/kyc/cn/')).status).toBe(200);
});

it('embedded API Gateway names a port in use, and how to choose another', async () => {
  await expect(serveApi(api, invoke, server.port)).rejects.toThrow(
    new RegExp(`port ${server.port} is in use.*PORT`),
  );
});
