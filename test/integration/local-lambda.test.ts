import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { receiverHost, startWebhookReceiver, type WebhookReceiver } from '../../local/webhook-receiver.ts';
import { Lambda } from '../../packages/emulator/lambda.ts';

const bundle = `
import { lookup, promises } from 'node:dns';
import { request } from 'node:https';
import { randomUUID } from 'node:crypto';
const instance = randomUUID();
let served = 0;
class ParcelLostError extends Error { name = 'ParcelLostError'; }
const actions = {
  tell: (event, context) => ({ event, variables: { ...process.env }, served: ++served, context, left: context.getRemainingTimeInMillis() }),
  throw: () => { throw new ParcelLostError('it is gone'); },
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  exit: () => process.exit(3),
  reject: () => new Promise(() => { Promise.reject(new Error('unhandled')); }),
  slow: async () => {
    const from = Date.now();
    await new Promise((done) => setTimeout(done, 100));
    return { from, to: Date.now(), instance };
  },
  large: () => 'x'.repeat(7 * 1024 * 1024),
  nothing: () => undefined,
  log: () => { console.log('a line of the log'); },
  resolve: async ({ host }) => ({
    callback: await new Promise((done) => lookup(host, { all: true }, (error, found) => done(found))),
    promise: await promises.lookup(host),
  }),
  post: ({ url }) => new Promise((done) => {
    const seen = [];
    const outgoing = request(url, { method: 'POST', agent: false, lookup: (name, options, callback) =>
      lookup(name, { ...options, all: true }, (error, found) => {
        seen.push(...(found ?? []).map(({ address }) => address));
        if (error) return callback(error);
        return options.all ? callback(null, found) : callback(null, found[0].address, found[0].family);
      }) }, (response) => { response.destroy(); done({ status: response.statusCode, seen }); });
    outgoing.on('error', ({ code }) => done({ code, seen }));
    outgoing.end('{"reportMetadata":{"reportId":"r"}}');
  }),
};
export const handler = async (event, context) => actions[event.action](event, context);
`;

let directory: string;
let receiver: WebhookReceiver;
let lambda: Lambda;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-lambda-'));
  receiver = await startWebhookReceiver();
  await writeFile(path.join(directory, 'index.mjs'), bundle);
  await writeFile(path.join(directory, 'broken.mjs'), 'throw new RangeError("cannot load");');
  const common = { taskRoot: directory, memorySizeMb: 128, variables: { GREETING: '你好' } };
  lambda = new Lambda(
    [
      { ...common, name: 'works', arn: 'arn:works', handler: 'index.handler', timeoutMs: 600_000 },
      { ...common, name: 'hasty', arn: 'arn:hasty', handler: 'index.handler', timeoutMs: 300 },
      { ...common, name: 'broken', arn: 'arn:broken', handler: 'broken.handler', timeoutMs: 3000 },
    ],
    {
      logDirectory: path.join(directory, 'logs'),
      compileCacheDirectory: path.join(directory, 'cache'),
      internet: [{ hostname: receiverHost, address: '93.184.215.14', localPort: receiver.port }],
      trustedCertificates: [receiver.certificate],
      concurrency: { account: 20, perFunction: 5, longestWaitMs: 600_000 },
    },
  );
});
afterAll(async () => {
  await lambda.stop();
  await receiver.stop();
  await rm(directory, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the test's own bundle answers.
const invoke = (name: string, event: object): Promise<any> => lambda.invoke(name, event);

describe('an invocation', () => {
  it('embedded Lambda passes the event, the declared variables alone, and a context', async () => {
    const answer = await invoke('arn:works', { action: 'tell', text: '张三' });
    expect(answer.event.text).toBe('张三');
    expect(answer.variables).toEqual({ GREETING: '你好' });
    expect(answer.context).toMatchObject({ functionName: 'works', invokedFunctionArn: 'arn:works' });
    expect(answer.left).toBeGreaterThan(300_000);
    expect(answer.left).toBeLessThanOrEqual(600_000);
  });

  it('embedded Lambda runs one invocation at a time in a warm environment', async () => {
    await lambda.prewarm('works', 2);
    const spans = await Promise.all(Array.from({ length: 6 }, () => invoke('works', { action: 'slow' })));
    const environments = Map.groupBy(spans, ({ instance }) => instance);
    expect(environments.size).toBeGreaterThan(1);
    expect(environments.size).toBeLessThan(6);
    for (const served of environments.values()) {
      served.sort((one, other) => one.from - other.from);
      for (const [index, { from }] of served.entries())
        expect(from).toBeGreaterThanOrEqual(served[index - 1]?.to ?? 0);
    }
  });

  it('embedded Lambda turns undefined into null, as JSON does', async () => {
    expect(await invoke('works', { action: 'nothing' })).toBeNull();
  });

  it.each([
    ['what the handler throws, by its name', 'works', 'throw', 'ParcelLostError'],
    ['a time-out', 'hasty', 'hang', 'Sandbox.Timedout'],
    ['the end of the process', 'works', 'exit', 'Runtime.ExitError'],
    ['an unhandled rejection', 'works', 'reject', 'Runtime.ExitError'],
    ['code that cannot be loaded', 'broken', 'tell', 'RangeError'],
    ['a result above 6 MB', 'works', 'large', 'Function.ResponseSizeTooLarge'],
  ])(
    'embedded Lambda fails with %s, and the next invocation succeeds',
    async (_what, name, action, errorType) => {
      await expect(invoke(name, { action })).rejects.toMatchObject({ name: errorType });
      expect((await invoke('works', { action: 'tell' })).event).toEqual({ action: 'tell' });
    },
  );

  it('embedded Lambda fails with RequestTooLarge for an event above 6 MB', async () => {
    const padding = 'x'.repeat(7 * 1024 * 1024);
    await expect(invoke('works', { action: 'tell', padding })).rejects.toMatchObject({
      name: 'RequestTooLarge',
    });
  });

  it('embedded Lambda runs a burst of more invocations than a function may have environments', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => invoke('works', { action: 'slow' })));
    expect(answers).toHaveLength(12);
  });
});

describe('the embedded internet', () => {
  it('embedded internet resolves its hosts to public-looking addresses, and leaves others unchanged', async () => {
    const found = { address: '93.184.215.14', family: 4 };
    expect(await invoke('works', { action: 'resolve', host: receiverHost })).toEqual({
      callback: [found],
      promise: found,
    });
    const { promise } = await invoke('works', { action: 'resolve', host: 'localhost' });
    expect(['127.0.0.1', '::1']).toContain(promise.address);
  });

  it("embedded internet delivers over verified TLS, after the code's own look-up", async () => {
    const answer = await invoke('works', { action: 'post', url: `https://${receiverHost}/kyc` });
    expect(answer).toEqual({ status: 204, seen: ['93.184.215.14'] });
    expect((await receiver.deliveryOf('r')).body).toContain('"reportId":"r"');
  });

  it('embedded internet leaves every other host, and its trust in certificates, unchanged', async () => {
    const answer = await invoke('works', { action: 'post', url: `https://localhost:${receiver.port}/kyc` });
    expect(answer.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});

it('embedded Lambda stores what functions print', async () => {
  await invoke('works', { action: 'log' });
  await lambda.stop();
  expect(await readFile(path.join(directory, 'logs', 'works.log'), 'utf8')).toContain('a line of the log');
});
