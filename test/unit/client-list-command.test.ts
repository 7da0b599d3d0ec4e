import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';

const ids = Array.from({ length: 5 }, (_, index) => `3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e4${index}`);
const decision = { outcome: 'review', policy: 'standard@1', reasons: [] };
const listed = (reportId: string) => ({
  reportId,
  status: 'completed',
  requestedAt: '2026-11-29T08:00:00.000Z',
  decision,
  clientReference: `order-${reportId.at(-1)}`,
});

/** An API that serves these reports in pages, and the paths that were called. */
function listApi(count = ids.length) {
  const called: string[] = [];
  const listener: RequestListener = (request, response) => {
    called.push(request.url ?? '');
    const { searchParams } = new URL(request.url ?? '', 'http://api.example');
    const start = Number(searchParams.get('cursor') ?? 0);
    const end = start + Number(searchParams.get('limit'));
    const reports = ids.slice(0, count).slice(start, end).map(listed);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ reports, ...(end < count && { nextCursor: String(end) }) }));
  };
  return { called, listener };
}

/** An API that answers each call so, and the paths that were called. */
function api(status: number, body: object) {
  const called: string[] = [];
  const listener: RequestListener = (request, response) => {
    called.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  return { called, listener };
}

describe('kyc-cn list', () => {
  it('list prints a table with a line for each report', async () => {
    const { code, shown } = await runAgainst(listApi(2).listener, ['list']);
    expect(code).toBe(0);
    expect(shown).toBe(
      [
        'REPORT                                REQUESTED                 STATUS     DECISION  REFERENCE',
        `${ids[0]}  2026-11-29T08:00:00.000Z  completed  review    order-0`,
        `${ids[1]}  2026-11-29T08:00:00.000Z  completed  review    order-1`,
        '',
      ].join('\n'),
    );
  });

  it('list prints the heading alone when no report matches', async () => {
    const { code, shown } = await runAgainst(listApi(0).listener, ['list']);
    expect([code, shown]).toEqual([0, 'REPORT  REQUESTED  STATUS  DECISION  REFERENCE\n']);
  });

  it('list --json prints a JSON array', async () => {
    const { code, shown } = await runAgainst(listApi(2).listener, ['list', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(shown)).toEqual(ids.slice(0, 2).map(listed));
  });

  it('list --limit says that more follow, only if more follow', async () => {
    const cut = await runAgainst(listApi(3).listener, ['list', '--limit', '2']);
    expect(cut.shown).toContain('More reports match. Pass a higher --limit to see them.');
    expect(cut.shown).not.toContain(ids[2]);
    const whole = await runAgainst(listApi(2).listener, ['list', '--limit', '2']);
    expect(whole.shown).toContain(ids[1]);
    expect(whole.shown).not.toContain('More reports');
  });

  it('list sends each filter to the API', async () => {
    const { called, listener } = listApi();
    const filters = ['--reference', 'a b', '--status', 'failed', '--decision', 'pass'];
    await runAgainst(listener, ['list', ...filters, '--from', '2026-11-01', '--to', '2026-12-01']);
    const { pathname, searchParams } = new URL(called[0] ?? '', 'http://api.example');
    expect(pathname).toBe('/kyc/cn/reports');
    expect(Object.fromEntries(searchParams)).toEqual({
      clientReference: 'a b',
      status: 'failed',
      decision: 'pass',
      from: '2026-11-01',
      to: '2026-12-01',
      limit: '21',
    });
  });

  it.each(['0', '-1', 'all', '1.5', '99999999'])(
    'list refuses --limit %s and calls nothing',
    async (limit) => {
      const { called, listener } = listApi();
      const { code, shown } = await runAgainst(listener, ['list', `--limit=${limit}`]);
      expect([code, shown, called]).toEqual([2, '--limit is a number from 1 to 9999999.\n', []]);
    },
  );

  it('list names the parameter that the API refuses', async () => {
    const errors = [{ field: 'status', message: 'must be one of processing, completed, failed' }];
    const { listener } = api(400, { message: 'No.', requestId: 'r', errors });
    const { code, shown } = await runAgainst(listener, ['list', '--status', 'done']);
    expect([code, shown]).toEqual([2, 'status must be one of processing, completed, failed\n']);
  });

  it('list prints no control character of a reference', async () => {
    const report = { ...listed(ids[0] ?? ''), clientReference: 'a\u001b[31mb' };
    const { listener } = api(200, { reports: [report] });
    expect((await runAgainst(listener, ['list'])).shown).toContain('a [31mb');
  });
});

const [id = ''] = ids;
const state = { reportId: id, requestedAt: '2026-11-29T08:00:00.000Z' };
const report = {
  reportMetadata: { reportId: id, upstreamCalls: 1, warnings: [] },
  decision,
  summary: { ran: [], matched: [], unmatched: [], notFound: [], flagged: [], errored: [] },
  pdfUrl: 'http://127.0.0.1:1/pdf',
};

describe('kyc-cn show', () => {
  it('show prints a completed report and ends with the exit code of its decision', async () => {
    const { called, listener } = api(200, { ...state, status: 'completed', report });
    const { code, shown } = await runAgainst(listener, ['show', id]);
    expect([code, called]).toEqual([4, [`/kyc/cn/reports/${id}`]]);
    expect(shown).toContain(`REVIEW   report ${id}, 1 upstream calls`);
  });

  it('show prints how far a report is, and ends with 1', async () => {
    const progress = { completed: 3, total: 10 };
    const { listener } = api(200, {
      ...state,
      status: 'processing',
      progress,
      clientReference: 'order-4711',
    });
    const { code, shown } = await runAgainst(listener, ['show', id]);
    expect([code, shown]).toEqual([
      1,
      `PROCESSING   report ${id}: 3 of 10 upstream calls are done\nreference order-4711\n`,
    ]);
  });

  it('show prints why a report failed, and ends with 1', async () => {
    const { listener } = api(200, {
      ...state,
      status: 'failed',
      message: 'It failed.',
      code: 'report-failed',
    });
    const { code, shown } = await runAgainst(listener, ['show', id]);
    expect([code, shown]).toEqual([1, `FAILED   report ${id}: It failed.\n`]);
  });

  it('show --json prints the answer of the API', async () => {
    const answer = { ...state, status: 'completed', report };
    const { shown } = await runAgainst(api(200, answer).listener, ['show', id, '--json']);
    expect(JSON.parse(shown)).toEqual(answer);
  });

  it('show ends with 2 for an id that the API does not know', async () => {
    const { listener } = api(404, { message: 'No report has this id.', requestId: 'r' });
    const { code, shown } = await runAgainst(listener, ['show', id]);
    expect([code, shown]).toEqual([2, 'No report has this id. (request r)\n']);
  });

  it('show --pdf says that a report without PDF has none, and ends with 1', async () => {
    const { listener } = api(200, { ...state, status: 'failed', message: 'It failed.' });
    const { code, shown } = await runAgainst(listener, ['show', id, '--pdf', 'report.pdf']);
    expect([code, shown]).toEqual([
      1,
      expect.stringContaining('The report is not complete, so it has no PDF.'),
    ]);
  });

  it('show --pdf ends with 1 when the PDF cannot be downloaded', async () => {
    const { listener } = api(200, { ...state, status: 'completed', report });
    const { code, shown } = await runAgainst(listener, ['show', id, '--pdf', 'report.pdf']);
    expect([code, shown]).toEqual([1, expect.stringContaining('The PDF was not saved: ')]);
  });

  it.each([[[]], [['../request']], [[id, id]]])(
    'show refuses the arguments %j and calls nothing',
    async (args) => {
      const { called, listener } = api(200, { ...state, status: 'completed', report });
      const { code } = await runAgainst(listener, ['show', ...args]);
      expect([code, called]).toEqual([2, []]);
    },
  );
});
