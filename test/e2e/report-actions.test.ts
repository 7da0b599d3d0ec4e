import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { localClient } from '../../local/seed.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '300' });
});
afterAll(() => stack?.stop());

const headers = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };
const person = { name: '张三', idNumber: '110101199001011234' };
const reportIdOf = (token: string): string => decodeJwt(token).sub ?? '';

/** What the routes return: a receipt, events, a resend, or an error. */
type Body = Record<string, unknown> & { events: { type: string; by?: string }[] };

async function call(method: string, reportId: string, route = '') {
  const answer = await fetch(`${stack.cloud.url}/kyc/cn/reports/${reportId}${route}`, { method, headers });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const typesOf = ({ events }: { events: { type: string; by?: string }[] }) =>
  events.map(({ type, by }) => (by ? `${type} by ${by}` : type));

/** What the tables hold that names this report. */
async function itemsOf(reportId: string): Promise<object[]> {
  const items: object[] = JSON.parse(await stack.tableItems()).flat();
  return items.filter((item) => JSON.stringify(item).includes(reportId));
}

async function executionEnds(name: string): Promise<void> {
  const status = () => stack.cloud.executions.find(name)?.status;
  while (status() === undefined || status() === 'RUNNING') await setTimeout(50);
  expect(status()).toBe('SUCCEEDED');
}

describe('what a client does with a report of its own', () => {
  it('report is read, its webhook resent, its events read and itself erased, and nothing but the receipt is left', async () => {
    const token = await stack.request({ ...person, callbackUrl: stack.callbackUrl });
    const reportId = reportIdOf(token);
    expect((await call('DELETE', reportId)).status).toBe(409);
    expect((await call('POST', reportId, '/webhook')).status).toBe(409);
    await stack.pollToEnd(token);
    await stack.receiver.deliveryOf(reportId);
    await executionEnds(reportId);
    await call('GET', reportId);

    expect(await call('POST', reportId, '/webhook')).toEqual({ status: 202, body: { reportId, resend: 1 } });
    await executionEnds(`${reportId}-resend-1`);
    const deliveries = stack.receiver.deliveries.filter((delivery) => delivery.reportId === reportId);
    expect(deliveries).toHaveLength(2);
    expect(deliveries[1]?.body).toBe(deliveries[0]?.body);

    const { status, body } = await call('GET', reportId, '/events');
    expect(status).toBe(200);
    expect(typesOf(body)[0]).toBe('requested');
    expect(typesOf(body).sort()).toEqual([
      'completed',
      'read by id',
      'read by poll',
      'requested',
      'webhook-attempted',
      'webhook-attempted',
      'webhook-resent by client',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/张|110101|callback|example/);

    const erased = await call('DELETE', reportId);
    expect(erased).toMatchObject({
      status: 200,
      body: {
        reportId,
        clientId: localClient.clientId,
        erasedBy: expect.stringContaining(`client:${localClient.clientId}`),
        erased: { reports: 1, pdfs: 1 },
      },
    });
    const left = await itemsOf(reportId);
    expect(left).toHaveLength(1);
    expect(JSON.stringify(left)).toContain('"erased"');
    for (const [method, route] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/events'],
      ['POST', '/webhook'],
    ] as const)
      expect((await call(method, reportId, route)).status).toBe(404);
    expect((await stack.post('/kyc/cn/poll', { token })).status).toBe(401);
    expect(stack.cloud.executions.find(`${reportId}-erasure`)?.status).toBe('RUNNING');
  });

  it('report without a callback has no webhook to resend', async () => {
    const token = await stack.request(person);
    await stack.pollToEnd(token);
    const { status, body } = await call('POST', reportIdOf(token), '/webhook');
    expect([status, body.message]).toEqual([409, expect.stringContaining('had no callbackUrl')]);
  });
});
