import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, it } from '@jest/globals';
import { getEvent, invoke } from '@kyc-china/samples/handler-events';
import { inAnHour, mockAws } from '../support/mocked-aws.ts';

const { dynamo, reset } = mockAws();
afterEach(reset);

const sha256 = '0123456789abcdef'.repeat(4);
const verify = async (hash: string, more: object = {}) => {
  const { handler } = await import('../../lambdas/verify/handler.ts');
  const event = { ...getEvent({ sha256: hash }), ...more };
  return invoke(handler, { ...event, requestContext: { requestId: 'r' } } as typeof event);
};

it.each([
  [{}, {}],
  [{ erasedAt: '2026-04-01T00:00:00.000Z' }, { erasedAt: '2026-04-01T00:00:00.000Z' }],
])('verify answers that a hash was issued, without client headers: %j', async (row, shown) => {
  const issuedAt = '2026-03-01T01:00:00.000Z';
  dynamo.on(GetCommand).resolves({ Item: { sha256, issuedAt, expiresAt: inAnHour(), ...row } });
  const { status, body } = await verify(sha256);
  expect([status, body]).toEqual([200, { issued: true, issuedAt, ...shown }]);
});

it('verify answers of an unknown and of an expired hash that it was not issued, and nothing else', async () => {
  dynamo.on(GetCommand).resolves({});
  expect(await verify(sha256)).toMatchObject({ status: 200, body: { issued: false } });
  dynamo.on(GetCommand).resolves({ Item: { sha256, issuedAt: '2026-03-01T01:00:00.000Z', expiresAt: 1 } });
  const { status, body } = await verify(sha256);
  expect([status, body]).toEqual([200, { issued: false }]);
});

it('verify takes a hash in capitals for the same hash', async () => {
  dynamo.on(GetCommand).resolves({});
  await verify(sha256.toUpperCase());
  expect(dynamo.commandCalls(GetCommand)[0]?.args[0].input.Key).toEqual({ sha256 });
});

it.each([
  '',
  'a',
  sha256.slice(1),
  `${sha256}0`,
  `${sha256.slice(1)}g`,
  ` ${sha256}`,
  `${sha256}\n`,
  '张三',
  '%00',
])('verify answers 400 to %j, which is not a SHA-256, and looks nothing up', async (hash) => {
  const { status, body } = await verify(hash);
  expect(status).toBe(400);
  expect(body).toEqual({
    message: 'The hash cannot be looked up.',
    errors: [{ field: 'sha256', message: 'must be a SHA-256: 64 hexadecimal digits' }],
    requestId: 'r',
  });
  expect(dynamo.commandCalls(GetCommand)).toHaveLength(0);
});

it('verify answers 500 without a reason when the table fails', async () => {
  dynamo.on(GetCommand).rejects(new Error('secret of the table'));
  const { status, body } = await verify(sha256);
  expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('secret')]);
});
