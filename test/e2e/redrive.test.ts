import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { runRedrive } from '../../local/support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '700' });
});
afterAll(() => stack?.stop());

const redrive = (...args: string[]) => runRedrive(stack.dataDirectory, ...args);

/** Stops the execution of a report while its sub-checks run. */
async function stop(reportId: string): Promise<void> {
  expect(await redrive('stop', reportId)).toBe(`${reportId} is stopped`);
  expect(stack.cloud.executions.find(reportId)?.status).toBe('ABORTED');
}

it('redrive runs a verification again that ended without a report, and bills no call twice', async () => {
  const token = await stack.request({ name: '张三', idNumber: '110101199001011234', mobile: '13800138000' });
  const reportId = decodeJwt(token).sub ?? '';
  await stop(reportId);
  expect((await stack.post('/kyc/cn/poll', { token })).status).toBe(202);
  expect(await redrive('list')).toMatch(new RegExp(`^${reportId}  ABORTED  2`));

  expect(await redrive(reportId)).toBe(`It runs again as ${reportId}-redrive-1`);
  const { answer } = await stack.pollToEnd(token);
  expect(answer.status).toBe(200);
  expect(answer.body.summary.ran).toHaveLength(7);
  expect(answer.body.reportMetadata.upstreamCalls).toBeLessThanOrEqual(7);

  expect(await redrive('list')).toBe('Every verification has its report or is still running.');
  await expect(redrive(reportId)).rejects.toThrow(/already has its report|still running/);
});

it('redrive --all runs all of them again', async () => {
  const tokens = await Promise.all(['888', '999'].map((end) => stack.request({ mobile: `13800138${end}` })));
  const ids = tokens.map((token) => decodeJwt(token).sub ?? '');
  await Promise.all(ids.map(stop));
  const printed = await redrive('--all');
  for (const id of ids) expect(printed).toContain(`  runs again as ${id}-redrive-1`);
  for (const token of tokens) expect((await stack.pollToEnd(token)).answer.status).toBe(200);
});

it('redrive reports what is wrong with a call', async () => {
  await expect(redrive()).rejects.toThrow('npm run redrive -- list');
  await expect(redrive('one', '--all')).rejects.toThrow('npm run redrive -- list');
  await expect(redrive('list', 'one')).rejects.toThrow('npm run redrive -- list');
  await expect(redrive('6fa459ea-ee8a-3ca4-894e-db77e160355e')).rejects.toThrow('no verification');
  await expect(redrive('stop', '6fa459ea-ee8a-3ca4-894e-db77e160355e')).rejects.toThrow('no run of');
});
