import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { getEvent, invoke } from '@kyc-china/samples/handler-events';
import { inAnHour, mockAws } from '../support/mocked-aws.ts';

const { dynamo, reset } = mockAws();
afterEach(reset);

describe('reports', () => {
  const load = () => import('../../lambdas/reports/handler.ts');
  const reportId = '0b6f3a1e-0000-4000-8000-000000000000';
  const requestedAt = new Date().toISOString();
  const row = (more: object) => ({
    Item: {
      clientId: 'local-client',
      requestedAt,
      clientReference: 'case-1',
      status: 'processing',
      tasks: [{ subCheck: 'mobile.attribution' }, { subCheck: 'risk.fraud' }],
      warnings: [],
      expiresAt: inAnHour(),
      ...more,
    },
  });
  const show = async (id = reportId) => invoke((await load()).handler, getEvent({ reportId: id }));

  it('read by id returns 200 with progress and Retry-After while sub-checks run', async () => {
    dynamo.on(GetCommand).resolves(row({}));
    dynamo.on(QueryCommand).resolves({ Items: [] });
    const { status, body, headers } = await show();
    expect(status).toBe(200);
    expect(body).toEqual({
      reportId,
      status: 'processing',
      requestedAt,
      clientReference: 'case-1',
      progress: { completed: 0, total: 2 },
    });
    expect(headers['retry-after']).toBe('2');
  });

  it('read by id returns the report with a new link, its decision and its counts', async () => {
    const report = {
      reportMetadata: { reportId, completedAt: requestedAt },
      decision: { outcome: 'pass', policy: 'standard@1', reasons: [] },
      submitted: {},
      summary: { ran: ['risk.fraud'], errored: [] },
    };
    dynamo.on(GetCommand).resolves(row({ status: 'completed', report: JSON.stringify(report) }));
    const { status, body, headers } = await show();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'completed',
      completedAt: requestedAt,
      decision: report.decision,
      counts: { ran: 1, errored: 0 },
      report: { ...report, pdfUrl: expect.stringContaining('X-Amz-Expires=604800') },
    });
    expect(headers['retry-after']).toBeUndefined();
  });

  it.each([
    ['failed', { status: 'failed' }],
    [
      'processing for far too long',
      { requestedAt: new Date(Date.now() - longestProcessingMs - 60_000).toISOString() },
    ],
  ])('read by id returns 200 with the code report-failed for a report that is %s', async (_what, more) => {
    dynamo.on(GetCommand).resolves(row(more));
    const { status, body } = await show();
    expect([status, body.status, body.code]).toEqual([200, 'failed', 'report-failed']);
    expect(body.message).toContain('with another Idempotency-Key');
  });

  it("read by id returns one 404 for an unknown, an erased, an expired and another client's report", async () => {
    const answers = [await show(), await show('not-an-id')];
    for (const more of [{ clientId: 'someone-else' }, { expiresAt: 1 }]) {
      dynamo.on(GetCommand).resolves(row(more));
      answers.push(await show());
    }
    // The receipt of an erasure: it does not expire.
    dynamo.on(GetCommand).resolves({ Item: { status: 'erased', clientId: 'local-client' } });
    answers.push(await show());
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(body).toEqual(answers[0]?.body);
    }
    expect(Object.keys(answers[0]?.body ?? {})).toEqual(['message', 'requestId']);
  });

  it('list returns 400 that names each parameter that cannot be used', async () => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, getEvent(null, { limit: ['0'], state: ['x'] }));
    expect(status).toBe(400);
    expect((body.errors as { field: string }[]).map(({ field }) => field)).toEqual(['state', 'limit']);
  });

  it('list takes a call that names a media type and has no body', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    const { handler } = await load();
    const event = { ...getEvent(null), headers: { 'Content-Type': 'text/plain' } };
    expect(await invoke(handler, event)).toMatchObject({ status: 200, body: { reports: [] } });
  });
});
