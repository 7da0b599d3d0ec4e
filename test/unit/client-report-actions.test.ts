import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';
import { scriptedClient } from '../support/scripted-api.ts';

const reportId = '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41';
const at = '2026-11-29T08:00:00.000Z';
const receipt = {
  reportId,
  clientId: 'acme',
  erasedAt: at,
  erasedBy: 'client:acme key:default',
  erased: { reports: 1, otherRows: 4, idempotencyRecords: 0, dataKeys: 0, photos: 0, pdfs: 1 },
};
const events = [
  { type: 'requested', at },
  {
    type: 'webhook-attempted',
    at,
    resend: 0,
    attempt: 1,
    outcome: 'failed',
    httpStatus: 503,
    durationMs: 12,
  },
  { type: 'read', at, by: 'poll', keyId: 'default', count: 3, lastAt: at },
];

/** An API that answers each call so, and the calls that came. */
function api(status: number, body: object) {
  const called: string[] = [];
  const listener: RequestListener = (request, response) => {
    called.push(`${request.method} ${request.url}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  return { called, listener };
}

describe('reports.erase, events and resendWebhook', () => {
  it.each([
    ['erase', 'DELETE', '', 200, receipt, receipt],
    ['events', 'GET', '/events', 200, { events }, events],
    ['resendWebhook', 'POST', '/webhook', 202, { reportId, resend: 2 }, { reportId, resend: 2 }],
  ] as const)('reports.%s is one %s without a body', async (name, method, path, status, body, result) => {
    const { client, calls } = scriptedClient(() => ({ status, body }));
    await expect(client.reports[name](reportId)).resolves.toEqual(result);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method,
      url: `https://api.example/stage/kyc/cn/reports/${reportId}${path}`,
      body: 'undefined',
    });
  });

  it.each(['erase', 'events', 'resendWebhook'] as const)(
    'reports.%s refuses an id that would be another address, and sends nothing',
    async (name) => {
      const { client, calls } = scriptedClient(() => ({ status: 200, body: receipt }));
      for (const id of ['', '.', '..', 'a/b', 'a?b'])
        await expect(client.reports[name](id)).rejects.toThrow(TypeError);
      expect(calls).toEqual([]);
    },
  );

  it.each(['erase', 'events', 'resendWebhook'] as const)(
    'reports.%s takes no answer that is not of the API to this call',
    async (name) => {
      const { client } = scriptedClient(() => ({ status: 200, body: { reportId: 'another', events: 'x' } }));
      await expect(client.reports[name](reportId)).rejects.toMatchObject({ name: 'KycProtocolError' });
    },
  );

  it('reports.erase rejects with a KycRequestError for a report that is processing', async () => {
    const { client } = scriptedClient(() => ({
      status: 409,
      body: { message: 'The report is still processing.', requestId: 'r' },
    }));
    await expect(client.reports.erase(reportId)).rejects.toMatchObject({
      name: 'KycRequestError',
      status: 409,
    });
  });
});

describe('kyc-cn erase, events and resend', () => {
  it('erase without --yes erases nothing and ends with 2', async () => {
    const { called, listener } = api(200, receipt);
    const { code, shown } = await runAgainst(listener, ['erase', reportId]);
    expect([code, called]).toEqual([2, []]);
    expect(shown).toContain('--yes');
  });

  it('erase prints the receipt', async () => {
    const { called, listener } = api(200, receipt);
    const { code, shown } = await runAgainst(listener, ['erase', reportId, '--yes']);
    expect([code, called]).toEqual([0, [`DELETE /kyc/cn/reports/${reportId}`]]);
    expect(JSON.parse(shown)).toEqual(receipt);
  });

  it('erase ends with 2 for a report that is not found', async () => {
    const { listener } = api(404, { message: 'No report has this id.', requestId: 'r' });
    const { code, shown } = await runAgainst(listener, ['erase', reportId, '--yes']);
    expect(code).toBe(2);
    expect(shown).toContain('No report has this id.');
  });

  it('events prints a line for each event, and with --json the events', async () => {
    const { called, listener } = api(200, { events });
    const { code, shown } = await runAgainst(listener, ['events', reportId]);
    expect([code, called]).toEqual([0, [`GET /kyc/cn/reports/${reportId}/events`]]);
    expect(shown.split('\n')).toEqual([
      `${at}  requested`,
      `${at}  webhook-attempted  first sending, attempt 1, failed, HTTP 503, 12 ms`,
      `${at}  read               by poll, key default, 3 times until ${at}`,
      '',
    ]);
    const json = await runAgainst(listener, ['events', reportId, '--json']);
    expect(JSON.parse(json.shown)).toEqual(events);
  });

  it('resend prints the number of the resend', async () => {
    const { called, listener } = api(202, { reportId, resend: 2 });
    const { code, shown } = await runAgainst(listener, ['resend', reportId]);
    expect([code, called]).toEqual([0, [`POST /kyc/cn/reports/${reportId}/webhook`]]);
    expect(shown).toContain('resend 2');
  });
});
