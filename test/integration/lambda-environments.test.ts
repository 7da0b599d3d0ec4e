import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EnvironmentThread, environmentsPerThread } from '../../packages/emulator/environment-thread.ts';
import { Lambda } from '../../packages/emulator/lambda.ts';
import type { LambdaError } from '../../packages/emulator/lambda-error.ts';
import { until } from '../support/until.ts';

// Handlers that hold still until the test's server answers: nothing here depends on how fast the machine is.
const bundle = `
import { get } from 'node:http';
import { threadId } from 'node:worker_threads';
import { instances } from './chunk.mjs';
let served = 0;
const ask = (url) => new Promise((done, failed) => {
  get(url, (response) => { response.resume(); response.on('end', done); }).on('error', failed);
});
export const handler = async ({ action, url }) => {
  served += 1;
  if (action === 'ask') await ask(url);
  if (action === 'insist') for (;;) await ask(url).catch(() => ask(url + '/again'));
  if (action === 'insist and crash') {
    const retry = () => ask(url + '/again').catch(() => setImmediate(retry));
    void ask(url + '/crashed').catch(retry);
    await ask(url + '/ready');
    setImmediate(() => { throw new Error('not caught'); });
    await new Promise(() => {});
  }
  if (action === 'spin') for (;;);
  if (action === 'compute') for (const end = Date.now() + 50; Date.now() < end;);
  if (action === 'exit') process.exit(3);
  if (action === 'crash') { setImmediate(() => { throw new Error('not caught'); }); await new Promise(() => {}); }
  return { served, instances: instances(), threadId };
};
`;
const chunk = 'let count = 0; export const instances = () => ++count;';

let directory: string;
let server: Server;
let url: string;
let lambda: Lambda;
let paths: string[];
let closed: Set<string>;
let answer: () => void;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'lambda-environments-'));
  await writeFile(path.join(directory, 'index.mjs'), bundle);
  await writeFile(path.join(directory, 'chunk.mjs'), chunk);
  paths = [];
  closed = new Set();
  const released = Promise.withResolvers<void>();
  answer = released.resolve;
  server = createServer(async (request, response) => {
    paths.push(request.url ?? '');
    request.once('close', () => closed.add(request.url ?? ''));
    if (request.url === '/ready') await until(async () => paths.includes('/crashed'));
    else await released.promise;
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const common = { taskRoot: directory, memorySizeMb: 128, variables: {}, handler: 'index.handler' };
  lambda = new Lambda(
    [
      { ...common, name: 'patient', arn: 'arn:patient', timeoutMs: 600_000 },
      { ...common, name: 'other', arn: 'arn:other', timeoutMs: 600_000 },
      { ...common, name: 'hasty', arn: 'arn:hasty', timeoutMs: 2_000 },
    ],
    {
      logDirectory: path.join(directory, 'logs'),
      compileCacheDirectory: path.join(directory, 'cache'),
      internet: [],
      trustedCertificates: [],
      concurrency: {
        account: environmentsPerThread + 4,
        perFunction: environmentsPerThread + 2,
        longestWaitMs: 600_000,
      },
    },
  );
});
afterEach(async () => {
  answer();
  await lambda.stop();
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the test's own bundle answers.
const invoke = (name: string, action: string): Promise<any> => lambda.invoke(name, { action, url });
const many = (name: string, action: string, count: number) =>
  Promise.allSettled(Array.from({ length: count }, () => invoke(name, action)));

it('environments of one thread have module instances of their own, of every file of the bundle', async () => {
  const invoked = many('patient', 'ask', 3);
  await until(async () => paths.length === 3);
  answer();
  const values = (await invoked).map((one) => (one as PromiseFulfilledResult<object>).value);
  const [{ threadId }] = values as [{ threadId: number }];
  for (const value of values) expect(value).toEqual({ served: 1, instances: 1, threadId });
});

it('a function that computes gets no further environment, and serves all of its calls', async () => {
  const outcomes = await many('patient', 'compute', 40);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
  expect(lambda.environmentsOf('patient')).toBeLessThan(10);
});

it('a function has no environment beyond its limit while more calls wait, and serves all of them', async () => {
  const most = environmentsPerThread + 2;
  const invoked = many('patient', 'ask', 3 * most);
  await until(async () => paths.length === most);
  expect(lambda.environmentsOf('patient')).toBe(most);
  answer();
  const outcomes = await invoked;
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3 * most);
  expect(lambda.environmentsOf('patient')).toBe(most);
});

it('all functions together run no more calls at once than the account may', async () => {
  const invoked = Promise.all([many('patient', 'ask', 40), many('other', 'ask', 40)]);
  await until(async () => paths.length === environmentsPerThread + 4);
  const environments = lambda.environmentsOf('patient') + lambda.environmentsOf('other');
  // Both functions may have started an environment for the last turn.
  expect(environments).toBeLessThanOrEqual(environmentsPerThread + 4 + 1);
  answer();
  for (const outcome of (await invoked).flat()) expect(outcome.status).toBe('fulfilled');
});

it('1,000 calls one after another are served by the environment of the first', async () => {
  for (let call = 1; call <= 1_000; call += 1)
    expect(await invoke('patient', 'count')).toMatchObject({ served: call });
  expect(lambda.environmentsOf('patient')).toBe(1);
});

it('a call that times out reaches no server afterwards', async () => {
  const late = invoke('hasty', 'insist');
  await expect(late).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
  expect(paths).toEqual(['/']);
  answer();
  await invoke('hasty', 'ask');
  expect(paths).toEqual(['/', '/']);
});

it.each([
  ['fulfilled', 'an uncaught exception', 'crash'],
  ['Lambda.ServiceException', 'process.exit', 'exit'],
])('the outcome of a neighbor is %s after %s in one environment', async (neighbor, _what, action) => {
  const ask = invoke('patient', 'ask').then(
    () => 'fulfilled',
    (error: Error) => error.name,
  );
  await until(async () => paths.length === 1);
  await expect(invoke('patient', action)).rejects.toMatchObject({ name: 'Runtime.ExitError' });
  answer();
  expect(await ask).toBe(neighbor);
  expect(await invoke('patient', 'count')).toMatchObject({ served: 1 });
});

it('an environment uses its connection again, and a neighbor has one of its own', async () => {
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const both = many('patient', 'ask', 2);
  await until(async () => paths.length === 2);
  answer();
  await both;
  for (let call = 0; call < 5; call += 1) await invoke('patient', 'ask');
  expect(connections).toBe(2);
});

it('an environment that crashes loses its connections and opens no new ones, while its neighbor waits', async () => {
  const ask = invoke('patient', 'ask');
  await until(async () => paths.includes('/'));
  await expect(invoke('patient', 'insist and crash')).rejects.toMatchObject({ name: 'Runtime.ExitError' });
  await until(async () => closed.has('/crashed'));
  answer();
  await ask;
  await invoke('patient', 'ask');
  expect(paths.sort()).toEqual(['/', '/', '/crashed', '/ready']);
});

it('a busy loop is ended at its timeout, and the next call is served', async () => {
  await expect(invoke('hasty', 'spin')).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
  expect(await invoke('hasty', 'count')).toMatchObject({ served: 1 });
});

it('a thread whose environment cannot be ended is ended, and its neighbors fail with an error that is retried', async () => {
  const setup = {
    taskRoot: directory,
    handler: 'index.handler',
    functionName: 'busy',
    functionArn: 'arn:busy',
    memorySizeMb: 128,
    compileCacheDirectory: path.join(directory, 'cache'),
    internet: [],
    trustedCertificates: [],
  };
  const thread = new EnvironmentThread(setup, {}, new PassThrough().resume());
  const bothReady = Promise.withResolvers<void>();
  let ready = 0;
  const neighborFailed = Promise.withResolvers<LambdaError>();
  const receive = () => {
    ready += 1;
    if (ready === 2) bothReady.resolve();
  };
  const busy = thread.load({ receive, ended: () => undefined });
  thread.load({ receive, ended: neighborFailed.resolve });
  await bothReady.promise;
  const invocation = { requestId: 'r', event: '{"action":"spin"}', deadline: Date.now() + 60_000 };
  thread.send({ type: 'invoke', environment: busy, invocation });
  thread.release(busy);
  expect((await neighborFailed.promise).name).toBe('Lambda.ServiceException');
});

it('what an environment prints before it crashes is in the log', async () => {
  await expect(invoke('patient', 'crash')).rejects.toMatchObject({ message: 'not caught' });
  const log = path.join(directory, 'logs', 'patient.log');
  await until(async () => (await readFile(log, 'utf8')).includes('Error: not caught'));
});
