import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';
import { type ScriptedAnswer, scriptedClient } from '../support/scripted-api.ts';

const used = {
  month: '2026-11',
  reports: 2,
  subChecks: [
    { check: 'identity.two-factor', ran: 12, billed: 10, cost: '10.00' },
    { check: 'risk.criminal', ran: 2, billed: 2, cost: '1.123456' },
  ],
  cost: { amount: '11.123456', currency: 'CNY' },
  asOf: '2026-11-29T08:00:00.000Z',
};
const nothingUsed = { ...used, reports: 0, subChecks: [], cost: { amount: '0.00', currency: 'CNY' } };

/** An API that answers each call so, and the calls that came. */
function api(status: number, body: object) {
  const called: string[] = [];
  const listener: RequestListener = (request, response) => {
    called.push(`${request.method} ${request.url}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  return { called, listener };
}

describe('client.usage', () => {
  it('client.usage is one GET of the month without a body', async () => {
    const { client, calls } = scriptedClient(() => ({ status: 200, body: used }));
    await expect(client.usage('2026-11')).resolves.toEqual(used);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method: 'GET',
      url: 'https://api.example/stage/kyc/cn/usage?month=2026-11',
      body: 'undefined',
    });
  });

  it.each(['', '2026', '2026-1', '2026-11-01', '2026-11&a=b', '11/2026', '2026-11\n', '张三'])(
    'client.usage refuses %j, which is not a month, and sends nothing',
    async (month) => {
      const { client, calls } = scriptedClient(() => ({ status: 200, body: { ...used, month } }));
      await expect(client.usage(month)).rejects.toThrow(new TypeError('month must be of the form YYYY-MM'));
      expect(calls).toEqual([]);
    },
  );

  it.each([
    ['another month', { ...used, month: '2026-10' }],
    ['no count of reports', { ...used, reports: '2' }],
    ['no list of sub-checks', { ...used, subChecks: {} }],
    ['a list of texts', { ...used, subChecks: ['a'] }],
    ['no cost', { ...used, cost: '11.12' }],
    ['an amount that is a number', { ...used, cost: { amount: 11.12, currency: 'CNY' } }],
    ['no currency', { ...used, cost: { amount: '11.12' } }],
  ])('client.usage rejects an answer with %s as not of the API', async (_what, body) => {
    const { client } = scriptedClient(() => ({ status: 200, body }), { retries: 1 });
    await expect(client.usage('2026-11')).rejects.toMatchObject({ name: 'KycProtocolError' });
  });

  it('client.usage rejects with a KycRequestError that says why a month cannot be read', async () => {
    const errors = [{ field: 'month', message: 'must not be in the future (months are those of UTC)' }];
    const body = { message: 'The usage cannot be read as asked.', requestId: 'r', errors };
    const { client, calls } = scriptedClient(() => ({ status: 400, body }));
    await expect(client.usage('9999-01')).rejects.toMatchObject({
      name: 'KycRequestError',
      status: 400,
      errors,
    });
    expect(calls).toHaveLength(1);
  });

  it('client.usage rejects with a KycAuthenticationError for a key without the scope', async () => {
    const body = { message: 'The key does not permit it.', requestId: 'r', code: 'scope-missing' };
    const { client } = scriptedClient(() => ({ status: 403, body }));
    await expect(client.usage('2026-11')).rejects.toMatchObject({
      name: 'KycAuthenticationError',
      status: 403,
    });
  });

  it('client.usage repeats a call that was lost or throttled', async () => {
    const answers: ScriptedAnswer[] = [
      new TypeError('fetch failed'),
      { status: 429, body: { message: 'Later.', requestId: 'r' }, headers: { 'retry-after': '3' } },
      { status: 200, body: used },
    ];
    const { client, calls, waits } = scriptedClient(() => answers.shift() ?? new Error('no answer is left'));
    await expect(client.usage('2026-11')).resolves.toEqual(used);
    expect(calls).toHaveLength(3);
    expect(waits[1]).toBeGreaterThanOrEqual(3000);
  });

  it("client.usage rejects with its signal's reason", async () => {
    const { client } = scriptedClient(() => ({ status: 200, body: used }));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(client.usage('2026-11', { signal })).rejects.toThrow('enough');
  });
});

describe('kyc-cn usage', () => {
  it('usage prints a table with a line for each sub-check, and the total with its currency', async () => {
    const { called, listener } = api(200, used);
    const { code, shown } = await runAgainst(listener, ['usage', '2026-11']);
    expect([code, called]).toEqual([0, ['GET /kyc/cn/usage?month=2026-11']]);
    expect(shown.split('\n')).toEqual([
      'CHECK                RAN  BILLED  COST',
      'identity.two-factor  12   10      10.00',
      'risk.criminal        2    2       1.123456',
      '',
      'Total of 2026-11: 11.123456 CNY, 2 completed reports, as of 2026-11-29T08:00:00.000Z',
      '',
    ]);
  });

  it('usage prints the heading and the total of a month in which nothing was used', async () => {
    const { code, shown } = await runAgainst(api(200, nothingUsed).listener, ['usage', '2026-11']);
    expect([code, shown]).toEqual([
      0,
      'CHECK  RAN  BILLED  COST\n\nTotal of 2026-11: 0.00 CNY, 0 completed reports, as of 2026-11-29T08:00:00.000Z\n',
    ]);
  });

  it('usage --json prints the answer of the API', async () => {
    const { code, shown } = await runAgainst(api(200, used).listener, ['usage', '2026-11', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(shown)).toEqual(used);
  });

  it('usage ends with 2 for a month that the API refuses, and says why', async () => {
    const errors = [{ field: 'month', message: 'must not be in the future (months are those of UTC)' }];
    const { listener } = api(400, { message: 'No.', requestId: 'r', errors });
    const { code, shown } = await runAgainst(listener, ['usage', '9999-01']);
    expect([code, shown]).toEqual([2, 'month must not be in the future (months are those of UTC)\n']);
  });

  it('usage ends with 5 for a key without the scope usage', async () => {
    const { listener } = api(403, { message: 'The key has no such scope.', requestId: 'r' });
    const { code, shown } = await runAgainst(listener, ['usage', '2026-11']);
    expect([code, shown]).toEqual([5, 'The key has no such scope. (request r)\n']);
  });

  it('usage prints no control character of an answer', async () => {
    const [first] = used.subChecks;
    const body = { ...used, subChecks: [{ ...first, check: 'a\u001b[31mb' }] };
    const { shown } = await runAgainst(api(200, body).listener, ['usage', '2026-11']);
    expect(shown).toContain('a [31mb');
  });

  it.each([[[]], [['2026-11', '2026-12']], [['november']], [['2026-1']], [['2026-11', '--csv']]])(
    'usage refuses the arguments %j and calls nothing',
    async (args) => {
      const { called, listener } = api(200, used);
      const { code } = await runAgainst(listener, ['usage', ...args]);
      expect([code, called]).toEqual([2, []]);
    },
  );
});
