import { NotFound } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, ExecutionDoesNotExist, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getEvent, invoke } from '@kyc-china/samples/handler-events';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { inAnHour, mockAws } from '../support/mocked-aws.ts';

const { dynamo, s3, sfn, reset } = mockAws();
afterEach(reset);
beforeEach(() => {
  s3.onAnyCommand().rejects(new NotFound({ message: '', $metadata: {} }));
  sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: '', $metadata: {} }));
});

const reportId = '0b6f3a1e-0000-4000-8000-000000000000';
const requestedAt = new Date().toISOString();
const report = { reportMetadata: { reportId, completedAt: requestedAt }, summary: {} };
const row = (more: object) => ({
  Item: {
    clientId: 'local-client',
    requestedAt,
    status: 'completed',
    report: JSON.stringify(report),
    tasks: [],
    warnings: [],
    expiresAt: inAnHour(),
    callbackUrl: 'https://example.com/hook',
    ...more,
  },
});

/** A call by a client whose key has an id. */
function eventOf(
  method: 'DELETE' | 'GET' | 'POST',
  route: '' | '/events' | '/webhook',
): APIGatewayProxyEvent {
  const event = getEvent({ reportId });
  return {
    ...event,
    httpMethod: method,
    resource: `/kyc/cn/reports/{reportId}${route}`,
    requestContext: {
      ...event.requestContext,
      authorizer: { clientId: 'local-client', keyId: 'k1' },
    },
  };
}

const erase = async () =>
  invoke((await import('../../lambdas/eraser/handler.ts')).handler, eventOf('DELETE', ''));
const resend = async () =>
  invoke((await import('../../lambdas/resend/handler.ts')).handler, eventOf('POST', '/webhook'));
const events = async () =>
  invoke((await import('../../lambdas/reports/handler.ts')).handler, eventOf('GET', '/events'));

const absent = [
  ['unknown', {}],
  ["another client's", row({ clientId: 'someone-else' })],
  ['an expired', row({ expiresAt: 1 })],
  ['an erased', { Item: { status: 'erased', clientId: 'local-client', receipt: { reportId } } }],
] as const;

describe('DELETE /kyc/cn/reports/{reportId}', () => {
  beforeEach(() => {
    s3.onAnyCommand().resolves({});
  });

  it('erase returns 200 with the receipt, which names the client and its key', async () => {
    dynamo.on(GetCommand).resolves(row({}));
    dynamo.on(QueryCommand).resolves({ Items: [] });
    const { status, body } = await erase();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      reportId,
      clientId: 'local-client',
      erasedBy: 'client:local-client key:k1',
      erased: { reports: 1 },
    });
  });

  it.each(absent)('erase returns 404 for %s report', async (_what, found) => {
    dynamo.on(GetCommand).resolves(found);
    expect((await erase()).status).toBe(404);
  });

  it('erase returns 409 while the report is processing', async () => {
    dynamo.on(GetCommand).resolves(row({ status: 'processing' }));
    const { status, body } = await erase();
    expect(status).toBe(409);
    expect(body.message).toContain('still processing');
  });

  it('erase returns 500 that says how to go on when a store fails', async () => {
    dynamo.on(GetCommand).rejects(new Error('down'));
    const { status, body } = await erase();
    expect(status).toBe(500);
    expect(body.message).toContain('the erasure continues');
  });
});

describe('POST /kyc/cn/reports/{reportId}/webhook', () => {
  it('resend returns 202 with its number, and starts an execution', async () => {
    dynamo.on(GetCommand).resolves(row({}));
    dynamo.on(UpdateCommand).resolves({ Attributes: { webhookResends: 3 } });
    const { status, body } = await resend();
    expect([status, body]).toEqual([202, { reportId, resend: 3 }]);
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(1);
  });

  it.each(absent)('resend returns 404 for %s report', async (_what, found) => {
    dynamo.on(GetCommand).resolves(found);
    expect((await resend()).status).toBe(404);
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(0);
  });

  it.each([
    ['the report is processing', { status: 'processing', report: undefined }, 'still processing'],
    ['the request had no callbackUrl', { callbackUrl: undefined }, 'had no callbackUrl'],
  ])('resend returns 409 when %s', async (_what, more, words) => {
    dynamo.on(GetCommand).resolves(row(more));
    const { status, body } = await resend();
    expect(status).toBe(409);
    expect(body.message).toContain(words);
  });
});

describe('GET /kyc/cn/reports/{reportId}/events', () => {
  it('events returns 200 with the request, the completion and the reads', async () => {
    dynamo.on(GetCommand).resolves(row({}));
    const read = { sk: 'TRAIL#READ#x', by: 'id', firstAt: requestedAt, lastAt: requestedAt, readCount: 2 };
    dynamo.on(QueryCommand).resolves({
      Items: [
        { ...read, expiresAt: inAnHour() },
        { ...read, expiresAt: 1 },
      ],
    });
    const { status, body } = await events();
    expect(status).toBe(200);
    expect(body).toEqual({
      events: [
        { type: 'requested', at: requestedAt },
        { type: 'completed', at: requestedAt },
        { type: 'read', at: requestedAt, by: 'id', count: 2, lastAt: requestedAt },
      ],
    });
  });

  it.each(absent)('events returns 404 for %s report', async (_what, found) => {
    dynamo.on(GetCommand).resolves(found);
    expect((await events()).status).toBe(404);
  });
});
