import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { signToken } from '@kyc-china/core/report-token';
import { invoke, proxyEvent } from '@kyc-china/samples/handler-events';
import { inAnHour, mockAws, mockedTokenKey } from '../support/mocked-aws.ts';

const { dynamo, reset } = mockAws();
afterEach(reset);

describe('poll', () => {
  const load = () => import('../../lambdas/poll/handler.ts');
  const reportId = '0b6f3a1e-0000-4000-8000-000000000000';
  const signing = { kid: mockedTokenKey.kid, secret: new TextEncoder().encode(mockedTokenKey.secret) };
  const tokenOf = (clientId: string, at = new Date()) => signToken({ reportId, clientId }, at, signing);
  const row = (more: object) => ({
    Item: {
      clientId: 'local-client',
      requestedAt: new Date().toISOString(),
      status: 'processing',
      tasks: [{ subCheck: 'mobile.attribution' }, { subCheck: 'risk.fraud' }],
      warnings: [],
      expiresAt: inAnHour(),
      ...more,
    },
  });

  it('poll returns 202 with progress while sub-checks run', async () => {
    dynamo.on(GetCommand).resolves(row({}));
    dynamo.on(QueryCommand).resolves({
      Items: [
        {
          sk: 'SUBCHECK#mobile.attribution',
          state: 'settled',
          finding: { outcome: 'notFound' },
          called: true,
        },
        { sk: 'SUBCHECK#risk.fraud', state: 'claimed' },
      ],
    });
    const { handler } = await load();
    const { status, body, headers } = await invoke(
      handler,
      proxyEvent({ token: await tokenOf('local-client') }),
    );
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'processing', progress: { completed: 1, total: 2 } });
    expect(headers['retry-after']).toBe('2');
  });

  it('poll returns 200 with the report and a link of 7 days', async () => {
    const report = { reportMetadata: { reportId }, submitted: {}, summary: {} };
    dynamo.on(GetCommand).resolves(row({ status: 'completed', report: JSON.stringify(report) }));
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent({ token: await tokenOf('local-client') }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...report, pdfFileName: `kyc-cn-${reportId}.pdf` });
    const link = new URL(body.pdfUrl as string);
    expect(link.searchParams.get('X-Amz-Expires')).toBe('604800');
    expect(link.searchParams.get('X-Amz-Credential')).toMatch(/^AKIAEXAMPLE\//);
  });

  it.each([
    ['failed', { status: 'failed' }],
    [
      'processing for far too long',
      { requestedAt: new Date(Date.now() - longestProcessingMs - 60_000).toISOString() },
    ],
  ])('poll returns 502 with the code report-failed for a report that is %s', async (_what, more) => {
    dynamo.on(GetCommand).resolves(row(more));
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent({ token: await tokenOf('local-client') }));
    expect([status, body.code]).toEqual([502, 'report-failed']);
    // The same key would get the token of this very report, for a day.
    expect(body.message).toContain('with another Idempotency-Key');
  });

  it.each([reportId, 'another report', ''])(
    'poll ignores the reportId %j of a body that forwards the answer to a request',
    async (sent) => {
      dynamo.on(GetCommand).resolves(row({}));
      dynamo.on(QueryCommand).resolves({ Items: [] });
      const { handler } = await load();
      const token = await tokenOf('local-client');
      expect(await invoke(handler, proxyEvent({ token, reportId: sent }))).toMatchObject({ status: 202 });
    },
  );

  it('poll returns 400 for a reportId without a token, and for any other field', async () => {
    const { handler } = await load();
    const token = await tokenOf('local-client');
    expect(await invoke(handler, proxyEvent({ reportId }))).toMatchObject({ status: 400 });
    expect(await invoke(handler, proxyEvent({ token, report: reportId }))).toMatchObject({ status: 400 });
    for (const sent of [7, false, { a: [] }])
      expect(await invoke(handler, proxyEvent({ token, reportId: sent }))).toMatchObject({ status: 400 });
  });

  it("poll returns the same 401 for a forged token, another client's, an unknown and an expired report", async () => {
    const { handler } = await load();
    const forged = `${(await tokenOf('local-client')).slice(0, -3)}AAA`;
    const answers = [];
    for (const token of [forged, await tokenOf('someone-else'), await tokenOf('local-client')])
      answers.push(await invoke(handler, proxyEvent({ token })));
    dynamo.on(GetCommand).resolves(row({ expiresAt: 1 }));
    answers.push(await invoke(handler, proxyEvent({ token: await tokenOf('local-client') })));
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({
        status: 401,
        body: { message: 'Invalid or expired token.', requestId: 'request-1' },
      });
  });

  it('poll returns 400 without a token', async () => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent({}));
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'token', message: 'is required' }]);
  });
});
