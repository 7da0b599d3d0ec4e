import { lstat, readdir, readFile } from 'node:fs/promises';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What a browser sends for a page of another site, by DNS rebinding or across origins. */
const ofOtherSites: Record<string, string>[] = [
  { host: 'attacker.example' },
  { host: '127.0.0.1.attacker.example' },
  { host: 'localhost.attacker.example:3000' },
  { host: '10.0.0.1' },
  { host: 'no host' },
  { host: 'user@127.0.0.1@attacker.example' },
  { host: 'attacker.example', origin: 'http://attacker.example', 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: 'https://attacker.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1:1' },
];

/** What tools and pages of this machine send. */
const ofThisMachine: Record<string, string>[] = [
  { host: 'localhost:3000' },
  { host: '[::1]:3000' },
  { host: '127.0.0.1' },
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'none' },
  { host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
];

let stack: EmbeddedStack;
let reportId: string;

/** Sends the path and the headers as they are given, which fetch would put in order. */
function raw(path: string, options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {}) {
  const { hostname, port } = new URL(stack.cloud.url);
  return new Promise<RawAnswer>((answered, failed) => {
    const { method = 'GET', headers = {}, body: sent } = options;
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, async (response) => {
      let body = '';
      for await (const chunk of response.setEncoding('utf8')) body += chunk;
      answered({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    request.on('error', failed).end(sent);
  });
}

const json = async (path: string) => JSON.parse((await raw(path)).body);

beforeAll(async () => {
  // The most careless one that a user can have.
  process.umask(0);
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '5', WEBHOOK_WAIT_FACTOR: '0.001' });
  const token = await stack.request({
    name: '张三',
    idNumber: '110101199001011234',
    mobile: '13800138000',
    callbackUrl: stack.callbackUrl,
  });
  reportId = (await stack.pollToEnd(token)).answer.body.reportMetadata.reportId;
  await stack.receiver.deliveryOf(reportId);
});
afterAll(() => stack.stop());

it('local console leaves nothing in its data folder that another user of the machine may read', async () => {
  const entries = await readdir(stack.dataDirectory, { recursive: true });
  const open: string[] = [];
  for (const entry of entries) {
    const { mode } = await lstat(path.join(stack.dataDirectory, entry));
    if ((mode & 0o077) !== 0) open.push(entry);
  }
  expect(open).toEqual([]);
  for (const place of ['logs', 's3', 'dynamodb', 'executions', 'secrets']) expect(entries).toContain(place);
});

describe('the console before the embedded API', () => {
  it('local console serves what its stack deploys, under the policies of its distribution', async () => {
    const page = await raw('/');
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'cross-origin-opener-policy': 'same-origin',
    });
    const script = /src="\/?(assets\/[^"]+\.js)"/.exec(page.body)?.[1];
    const answer = await raw(`/${script}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/javascript');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('local console lets the page fetch from its own origin and the embedded S3, and run nothing inline', async () => {
    const policy = String((await raw('/')).headers['content-security-policy']);
    expect(policy).toContain(`connect-src 'self' ${stack.cloud.endpoints.S3};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|amazonaws/);
  });

  it('local console answers 304 to a client with a current copy, and HEAD without a body', async () => {
    const { etag } = (await raw('/')).headers;
    const again = await raw('/', { headers: { 'if-none-match': String(etag) } });
    expect(again).toMatchObject({ status: 304, body: '' });
    const head = await raw('/index.html', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
  });

  it('local console has no other methods, and returns 404 for a missing file', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await raw('/', { method })).status).toBe(403);
    for (const path of ['/nothing', '/kyc', '/assets/', '/inspectionx']) {
      const answer = await raw(path);
      expect(answer.status).toBe(404);
      expect(answer.body).toContain('NoSuchKey');
      expect(answer.headers['content-security-policy']).toBeDefined();
    }
  });

  it.each([
    '/..%2f..%2f..%2fpackage.json',
    '/../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/%00',
    '/%ff',
    '/..\\..\\package.json',
    '/inspection/..%2f..%2fpackage.json',
    '/inspection/executions/..%2fexecutions',
    '/inspection/executions/x/y',
    '/inspection/',
  ])('local console finds nothing at %s', async (path) => {
    const answer = await raw(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toMatch(/root:|devDependencies/);
  });

  it("local console serves the API's documentation in a folder, from its own files alone", async () => {
    const folder = await raw('/docs');
    expect(folder.status).toBe(301);
    expect(folder.headers.location).toBe('/docs/');
    const { status, headers, body } = await raw('/docs/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html');
    const named = [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(named.filter((file) => file.endsWith('.js') || file.endsWith('.css'))).toHaveLength(2);
    for (const file of named.filter((reference) => reference !== 'data:,')) {
      const { origin, pathname } = new URL(file, `${stack.cloud.url}/docs/`);
      expect(origin).toBe(stack.cloud.url);
      expect((await raw(pathname)).status).toBe(200);
    }
    expect(await json('/docs/openapi.json')).toEqual(
      JSON.parse(await readFile(projectFile('docs/openapi.json'), 'utf8')),
    );
  });

  it("local console leaves the API's answers as they are, for unknown routes too", async () => {
    const unknown = await stack.post('/kyc/us/request', {});
    expect(unknown.status).toBe(404);
    expect(unknown.body.message).toMatch(/POST \/kyc\/cn\/request/);
    expect(unknown.headers.get('content-security-policy')).toBeNull();
    expect((await stack.post('/kyc/cn/request', {})).status).toBe(400);
  });
});

describe('the inspection of the embedded run', () => {
  it('inspection tells the page that it exists, and the local client', async () => {
    expect(await json('/console.json')).toEqual({
      stage: 'sandbox',
      simulated: true,
      inspection: true,
      client: { id: 'local-client', secret: 'local-secret' },
      callbackUrl: stack.callbackUrl,
    });
  });

  it('inspection lists executions, and shows one with its machine and its history', async () => {
    const { executions } = await json('/inspection/executions');
    expect(executions[0]).toMatchObject({ reportId, name: reportId, startedAt: expect.any(String) });
    const execution = await json(`/inspection/executions/${reportId}`);
    expect(execution.definition.StartAt).toBe('RunSubChecks');
    expect(execution.events[0]).toMatchObject({ type: 'ExecutionStarted' });
    const entered = execution.events.flatMap(
      (event: { stateEnteredEventDetails?: { name: string } }) => event.stateEnteredEventDetails?.name ?? [],
    );
    expect(entered).toEqual(expect.arrayContaining(['SubCheck', 'Aggregate', 'PostWebhook']));
  });

  it("inspection shows a webhook's attempts, and what arrived with which signature", async () => {
    // The attempt is recorded after the answer came.
    let found = await json(`/inspection/webhooks/${reportId}`);
    while (found.attempts.length === 0) found = await json(`/inspection/webhooks/${reportId}`);
    const webhookId = `msg_${reportId}`;
    expect(found.attempts).toEqual([
      {
        webhookId,
        resend: 0,
        attempt: 1,
        at: expect.any(String),
        outcome: 'delivered',
        status: 204,
        durationMs: expect.any(Number),
      },
    ]);
    expect(found.received).toEqual([{ webhookId, at: expect.any(String), signature: 'ok' }]);
  });

  it('inspection has no other reports and no personal data', async () => {
    for (const path of ['/inspection/executions/unknown', '/inspection/webhooks/unknown'])
      expect((await raw(path)).status).toBe(404);
    for (const path of [`executions/${reportId}`, `webhooks/${reportId}`, 'executions']) {
      const { body } = await raw(`/inspection/${path}`);
      expect(body).not.toMatch(/张|110101199001011234|13800138000/);
    }
  });

  it('inspection is read-only and not cached', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await raw('/inspection/executions', { method })).toMatchObject({ status: 405 });
    expect((await raw('/inspection/executions')).headers['cache-control']).toBe('no-store');
  });

  it.each(ofOtherSites)('inspection is closed to other sites: %o', async (headers) => {
    for (const path of ['/console.json', '/inspection/executions', `/inspection/executions/${reportId}`]) {
      const answer = await raw(path, { headers });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toMatch(/local-secret|SUCCEEDED|RUNNING/);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each(ofThisMachine)("inspection is open to this machine's own pages and tools: %o", async (headers) => {
    expect((await raw('/inspection/executions', { headers })).status).toBe(200);
  });
});

describe('the API of the embedded run', () => {
  const request = (headers: OutgoingHttpHeaders, path = '/kyc/cn/request') =>
    raw(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-client-id': 'local-client',
        'x-client-secret': 'local-secret',
        ...headers,
      },
      body: '{"mobile":"13800138000"}',
    });

  it.each(ofOtherSites)('embedded API refuses a page of another site: %o', async (headers) => {
    const before = stack.cloud.executions.all().length;
    for (const path of ['/kyc/cn/request', '/kyc/cn', '/kyc/cn/poll', '/kyc/none']) {
      const answer = await request(headers, path);
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body)).toEqual({
        message: expect.stringMatching(/127\.0\.0\.1, localhost or \[::1\]/),
        requestId: expect.any(String),
      });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(stack.cloud.executions.all()).toHaveLength(before);
  });

  it.each(ofThisMachine)('embedded API serves tools and pages of this machine: %o', async (headers) => {
    expect(await request(headers)).toMatchObject({ status: 200 });
  });

  it('embedded API accepts a compressed body as the deployed API does, and names the supported codings', async () => {
    const headers = { 'x-client-id': 'local-client', 'x-client-secret': 'local-secret' };
    const send = (coding: string, body: Buffer) =>
      fetch(`${stack.cloud.url}/kyc/cn/request`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-encoding': coding },
        body: new Uint8Array(body),
      });
    const text = '{"mobile":"13800138000"}';
    expect((await send('gzip', gzipSync(text))).status).toBe(200);
    const refused = await send('br', brotliCompressSync(text));
    expect(refused.status).toBe(415);
    expect(refused.headers.get('accept-encoding')).toBe('gzip, deflate');
    expect(await refused.json()).toEqual({
      message: expect.stringMatching(/gzip or deflate/),
      requestId: expect.any(String),
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'embedded API accepts the name %s as a header, a query parameter, a path and a field',
    async (name) => {
      expect(await request({ [name]: 'x' }, `/kyc/cn/request?${name}=1`)).toMatchObject({ status: 200 });
      expect((await request({ [name]: 'x' }, `/kyc/cn/${name}`)).status).toBe(404);
      expect((await raw(`/inspection/executions/${name}`)).status).toBe(404);
      expect((await raw(`/${name}`)).status).toBe(404);
      const answer = await stack.post('/kyc/cn/request', `{"mobile":"13800138000","${name}":{}}`);
      expect(answer).toMatchObject({ status: 400, body: { errors: [expect.any(Object)] } });
    },
  );
});
