import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { takeAway, writeChangedAssembly } from '../support/changed-assembly.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';

let assembly: string;
let stack: EmbeddedStack | undefined;
beforeEach(async () => {
  assembly = await mkdtemp(path.join(tmpdir(), 'kyc-china-assembly-'));
});
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  await rm(assembly, { recursive: true });
});

const person = { name: '张三', idNumber: '110101199001011234', facePhoto: jpegBase64 };

/** The stack, but that a function's role lacks one action. */
async function startWithout(role: string, action: string): Promise<EmbeddedStack> {
  await writeChangedAssembly(assembly, (resources) => takeAway(resources, role, action));
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' }, { assembly });
  return stack;
}

/** What the functions of this name have logged. */
async function logOf({ dataDirectory }: EmbeddedStack, functionName: string): Promise<string> {
  const logs = path.join(dataDirectory, 'logs');
  const files = (await readdir(logs)).filter((file) => file.includes(functionName));
  return (await Promise.all(files.map((file) => readFile(path.join(logs, file), 'utf8')))).join('');
}

it('role without the right to the photo errors that sub-check, and no other', async () => {
  const running = await startWithout('VerificationWorkflowSubCheck', 's3:GetObject');
  const token = await running.request(person);
  const { answer } = await running.pollToEnd(token);
  expect(answer.status).toBe(200);
  expect(answer.body.summary.errored).toEqual([expect.objectContaining({ check: 'identity.image' })]);
  expect(answer.body.summary.matched).toEqual(['identity.two-factor']);
  const history = await running.cloud.executions.history(decodeJwt(token).sub ?? '');
  expect(JSON.stringify(history)).toMatch(
    /AccessDenied.*is not authorized to perform: s3:GetObject on resource/,
  );
});

it.each(['dynamodb:PutItem', 'kms:GenerateDataKey'])(
  'role without the right to store or start a request refuses the request: %s',
  async (action) => {
    const running = await startWithout('ApiInitiate', action);
    const answer = await running.post('/kyc/cn/request', person);
    expect(answer).toMatchObject({
      status: 502,
      body: { message: expect.stringMatching(/could not be started/) },
    });
    expect(await logOf(running, 'ApiInitiate')).toContain('AccessDenied');
  },
);
