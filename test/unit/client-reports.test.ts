import { describe, expect, it } from '@jest/globals';
import { type ScriptedAnswer, scriptedClient, scriptedCredentials } from '../support/scripted-api.ts';

const reportId = '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41';
const stored = { reportId, status: 'completed', requestedAt: '2026-11-29T08:00:00.000Z' };
const page = (count: number, nextCursor?: string): ScriptedAnswer => ({
  status: 200,
  body: { reports: Array.from({ length: count }, () => stored), ...(nextCursor && { nextCursor }) },
});
const queryOf = (url: string | undefined) => Object.fromEntries(new URL(url ?? '').searchParams);

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const read: Item[] = [];
  for await (const item of items) read.push(item);
  return read;
}

describe('reports.get', () => {
  it('reports.get is one GET with the credentials and no body', async () => {
    const { client, calls } = scriptedClient(() => ({ status: 200, body: stored }));
    await expect(client.reports.get(reportId)).resolves.toEqual(stored);
    const [call] = calls;
    expect(calls).toHaveLength(1);
    expect(call).toMatchObject({
      method: 'GET',
      url: `https://api.example/stage/kyc/cn/reports/${reportId}`,
      body: 'undefined',
    });
    expect(Object.fromEntries(call?.headers ?? [])).toEqual({
      accept: 'application/json',
      'x-client-id': scriptedCredentials.clientId,
      'x-client-secret': scriptedCredentials.clientSecret,
    });
  });

  it.each(['', '.', '..', '../request', 'a/b', 'a?b', 'a b'])(
    'reports.get refuses %j, which would be another address, and sends nothing',
    async (id) => {
      const { client, calls } = scriptedClient(() => ({ status: 200, body: stored }));
      await expect(client.reports.get(id)).rejects.toThrow(
        new TypeError('reportId must be the id of a report'),
      );
      expect(calls).toEqual([]);
    },
  );

  it('reports.get rejects with a KycRequestError for a report that the API does not find', async () => {
    const { client, calls } = scriptedClient(() => ({
      status: 404,
      body: { message: 'No report has this id.', requestId: 'r' },
    }));
    await expect(client.reports.get(reportId)).rejects.toMatchObject({
      name: 'KycRequestError',
      status: 404,
      message: 'No report has this id.',
    });
    expect(calls).toHaveLength(1);
  });

  it('reports.get repeats a call that was lost or throttled', async () => {
    const answers: ScriptedAnswer[] = [
      new TypeError('fetch failed'),
      { status: 429, body: { message: 'Later.', requestId: 'r' }, headers: { 'retry-after': '3' } },
      { status: 200, body: stored },
    ];
    const { client, calls, waits } = scriptedClient(() => answers.shift() ?? new Error('no answer is left'));
    await expect(client.reports.get(reportId)).resolves.toEqual(stored);
    expect(calls).toHaveLength(3);
    expect(waits[1]).toBeGreaterThanOrEqual(3000);
  });

  it.each([
    ['another report', { ...stored, reportId: 'another' }],
    ['a report without status', { reportId }],
    ['an empty object', {}],
  ])('reports.get takes %s for no answer of the API', async (_what, body) => {
    const { client } = scriptedClient(() => ({ status: 200, body }), { retries: 1 });
    await expect(client.reports.get(reportId)).rejects.toMatchObject({ name: 'KycProtocolError' });
  });
});

describe('reports.page', () => {
  it('reports.page sends each filter, its limit and the cursor as the query', async () => {
    const { client, calls } = scriptedClient(() => page(1, 'b'));
    const query = {
      clientReference: '订单 4711&x=1',
      status: 'completed',
      decision: 'review',
      from: new Date('2026-11-01T00:00:00Z'),
      to: '2026-12-01',
      limit: 50,
      cursor: 'a',
    } as const;
    await expect(client.reports.page(query)).resolves.toEqual({ reports: [stored], nextCursor: 'b' });
    expect(queryOf(calls[0]?.url)).toEqual({ ...query, from: '2026-11-01T00:00:00.000Z', limit: '50' });
  });

  it('reports.page without filters sends no query', async () => {
    const { client, calls } = scriptedClient(() => page(0));
    await expect(client.reports.page()).resolves.toEqual({ reports: [] });
    expect(calls[0]?.url).toBe('https://api.example/stage/kyc/cn/reports');
  });

  it.each([
    ['no list', {}],
    ['a list of texts', { reports: ['a'] }],
    ['a cursor that is no text', { reports: [], nextCursor: 1 }],
    ['the cursor that was sent', { reports: [], nextCursor: 'a' }],
  ])('reports.page takes %s for no answer of the API', async (_what, body) => {
    const { client } = scriptedClient(() => ({ status: 200, body }), { retries: 1 });
    await expect(client.reports.page({ cursor: 'a' })).rejects.toMatchObject({ name: 'KycProtocolError' });
  });

  it('an error of reports.page names the wrong parameter and holds no reference', async () => {
    const reference = '张三的订单';
    const { client } = scriptedClient(() => ({
      status: 400,
      body: {
        message: `${reference} is wrong`,
        requestId: 'r',
        errors: [{ field: 'status', message: `must be one of processing, not ${reference}` }],
      },
    }));
    const error = await client.reports.page({ clientReference: reference }).catch((caught) => caught);
    expect(error).toMatchObject({ name: 'KycRequestError', status: 400, errors: [{ field: 'status' }] });
    expect(JSON.stringify([error.message, error.errors])).not.toContain(reference);
  });
});

describe('reports.list', () => {
  it('reports.list iterates over every page, also over one that is empty', async () => {
    const pages = [page(2, 'a'), page(0, 'b'), page(1)];
    const { client, calls } = scriptedClient(() => pages.shift() ?? new Error('no page is left'));
    await expect(all(client.reports.list({ decision: 'fail' }))).resolves.toEqual([stored, stored, stored]);
    expect(calls.map(({ url }) => queryOf(url))).toEqual([
      { decision: 'fail', limit: '100' },
      { decision: 'fail', limit: '100', cursor: 'a' },
      { decision: 'fail', limit: '100', cursor: 'b' },
    ]);
  });

  it('reports.list reads no page before the loop needs it', async () => {
    const { client, calls } = scriptedClient(() => page(2, `cursor ${calls.length}`));
    for await (const _report of client.reports.list({ pageSize: 2 })) break;
    expect(calls).toHaveLength(1);
    expect(queryOf(calls[0]?.url)).toEqual({ limit: '2' });
  });

  it('reports.list ends when its signal aborts between two pages', async () => {
    const controller = new AbortController();
    const { client, calls } = scriptedClient(() => page(1, `cursor ${calls.length}`));
    const reading = async () => {
      for await (const _report of client.reports.list({}, { signal: controller.signal }))
        controller.abort(new Error('enough'));
    };
    await expect(reading()).rejects.toThrow('enough');
    expect(calls).toHaveLength(1);
  });
});
