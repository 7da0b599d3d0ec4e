import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialsIn, runClient } from '../../local/support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
let folder: string;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' });
  folder = await mkdtemp(path.join(tmpdir(), 'prices-'));
});
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => runClient(stack.dataDirectory, ...args);
const person = {
  name: '张三',
  idNumber: '110101199001011234',
  subChecks: ['identity.two-factor', 'risk.criminal'],
};
const thisMonth = () => new Date().toISOString().slice(0, 7);

async function priceFile(name: string, list: object | string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, typeof list === 'string' ? list : JSON.stringify(list));
  return file;
}

/** Verifies a person as this client, twice under one key, and polls often. @returns the report's id. */
async function verify(credentials: Record<string, string>, key: string): Promise<string> {
  const headers = { ...credentials, 'idempotency-key': key };
  const { body } = await stack.post('/kyc/cn/request', person, headers);
  await stack.post('/kyc/cn/request', person, headers);
  let status = 202;
  while (status === 202)
    status = (await stack.post('/kyc/cn/poll', { token: body.token }, credentials)).status;
  expect(status).toBe(200);
  return body.reportId;
}

/** The usage of this month. The count of a report follows its completion, so it is awaited. */
async function usageOf(credentials: Record<string, string>, reports: number) {
  const read = () => stack.get(`/kyc/cn/usage?month=${thisMonth()}`, credentials);
  let answer = await read();
  while (answer.body.reports !== reports) answer = await read();
  return answer;
}

describe('usage', () => {
  it("usage counts each report once, by the stage's prices and then by the client's own, also after it is erased", async () => {
    const credentials = credentialsIn(await run('create', 'acme', '--plan', 'load-test'));
    const first = await verify(credentials, 'one');
    const before = await usageOf(credentials, 1);
    expect(before.status).toBe(200);
    expect(before.body).toEqual({
      month: thisMonth(),
      reports: 1,
      subChecks: [
        { check: 'identity.two-factor', ran: 1, billed: 1, cost: '1.00' },
        { check: 'risk.criminal', ran: 1, billed: 1, cost: '1.00' },
      ],
      cost: { amount: '2.00', currency: 'CNY' },
      asOf: expect.stringMatching(/Z$/),
    });
    const own = await priceFile('own.json', { currency: 'CNY', prices: { 'risk.criminal': '0.123456' } });
    expect(await run('prices', 'acme', own)).toMatch(/acme has prices of its own/);
    expect(JSON.parse(await run('prices', 'acme'))).toEqual({
      currency: 'CNY',
      prices: { 'risk.criminal': '0.123456' },
    });
    await verify(credentials, 'two');
    const after = {
      reports: 2,
      subChecks: [
        { check: 'identity.two-factor', ran: 2, billed: 2, cost: '2.00' },
        { check: 'risk.criminal', ran: 2, billed: 2, cost: '1.123456' },
      ],
      cost: { amount: '3.123456', currency: 'CNY' },
    };
    expect((await usageOf(credentials, 2)).body).toMatchObject(after);
    expect((await stack.get(`/kyc/cn/reports/${first}`, credentials)).status).toBe(200);
    await fetch(`${stack.cloud.url}/kyc/cn/reports/${first}`, { method: 'DELETE', headers: credentials });
    expect((await stack.get(`/kyc/cn/reports/${first}`, credentials)).status).toBe(404);
    expect((await usageOf(credentials, 2)).body).toMatchObject(after);

    expect(await run('usage', 'acme', '--month', thisMonth(), '--csv')).toBe(
      [
        'client,month,check,ran,billed,cost,currency',
        `acme,${thisMonth()},identity.two-factor,2,2,2.00,CNY`,
        `acme,${thisMonth()},risk.criminal,2,2,1.123456,CNY`,
      ].join('\n'),
    );
    expect(JSON.parse(await run('usage', 'acme', '--json'))).toMatchObject(after);
    expect(await run('usage', 'acme')).toMatch(
      /^\d{4}-\d\d: 2 reports, 3\.123456 CNY, as of .*\n\nSUB-CHECK +RAN +BILLED +CNY\nidentity\.two-factor +2 +2 +2\.00\n/,
    );
    expect(await run('prices', 'acme', '--standard')).toMatch(/acme has the prices of the stage/);
    expect(JSON.parse(await run('prices', 'acme')).prices).toEqual({ default: '1.00' });
  });

  it("usage is the client's own, and takes a key with the scope usage", async () => {
    const credentials = credentialsIn(await run('create', 'other', '--plan', 'load-test'));
    const { body } = await stack.get(`/kyc/cn/usage?month=${thisMonth()}`, credentials);
    expect(body).toMatchObject({ reports: 0, subChecks: [], cost: { amount: '0.00', currency: 'CNY' } });
    const reader = credentialsIn(await run('key', 'add', 'other', '--name', 'reader', '--scopes', 'read'));
    const biller = credentialsIn(await run('key', 'add', 'other', '--name', 'biller', '--scopes', 'usage'));
    const month = `/kyc/cn/usage?month=${thisMonth()}`;
    expect((await stack.get(month, reader)).status).toBe(403);
    expect((await stack.get(month, biller)).status).toBe(200);
    expect((await stack.get('/kyc/cn/reports', biller)).status).toBe(403);
  });

  it.each(['', '?month=2026-13', '?month=2001-01', '?month=9999-01', '?months=2026-11'])(
    'usage answers 400 to the query %j',
    async (query) => {
      const { status, body } = await stack.get(`/kyc/cn/usage${query}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({
        message: 'The usage cannot be read as asked.',
        errors: expect.arrayContaining([{ field: 'month', message: expect.any(String) }]),
      });
    },
  );

  it('client prices and usage are refused with a reason', async () => {
    const euros = await priceFile('euros.json', { currency: 'EUR', prices: {} });
    const floats = await priceFile('floats.json', { currency: 'CNY', prices: { default: 1.1 } });
    const text = await priceFile('text.json', 'default: 1');
    const refusals: [string[], RegExp][] = [
      [['prices'], /clients -- prices/],
      [['prices', 'acme', euros, '--standard'], /clients -- prices/],
      [['prices', 'acme', euros], /prices in EUR: the stage counts in CNY/],
      [['prices', 'acme', floats], /is not a price list: prices\["default"\] must be a decimal string/],
      [['prices', 'acme', text], /is not valid JSON/],
      [['prices', 'acme', path.join(folder, 'none.json')], /cannot be read \(ENOENT\)/],
      [['prices', 'unknown', '--standard'], /there is no client unknown/],
      [['usage'], /clients -- usage/],
      [['usage', 'unknown'], /there is no client unknown/],
      [['usage', 'acme', '--csv', '--json'], /clients -- usage/],
      [['usage', 'acme', '--month', '2026-1'], /--month must be a month/],
    ];
    for (const [args, message] of refusals) await expect(run(...args)).rejects.toThrow(message);
  });
});
