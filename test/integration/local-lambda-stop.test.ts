import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Lambda } from '../../packages/emulator/lambda.ts';

const bundle = 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-lambda-stop-'));
  await writeFile(path.join(directory, 'index.mjs'), bundle);
});
afterAll(() => rm(directory, { recursive: true }));

it('embedded Lambda ends waiting invocations when it stops, and starts no environment for them', async () => {
  const definition = {
    name: 'hangs',
    arn: 'arn:hangs',
    taskRoot: directory,
    handler: 'index.handler',
    memorySizeMb: 128,
    timeoutMs: 60_000,
    variables: {},
  };
  const lambda = new Lambda([definition], {
    logDirectory: path.join(directory, 'logs'),
    compileCacheDirectory: path.join(directory, 'cache'),
    internet: [],
    trustedCertificates: [],
    concurrency: { account: 1, perFunction: 1 },
  });
  await lambda.prewarm('hangs', 1);
  const invoked = Array.from({ length: 3 }, () => lambda.invoke('hangs', {}));
  const settled = Promise.allSettled(invoked);
  await lambda.stop();
  for (const one of await settled) expect(one.status).toBe('rejected');
});
