import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { mockAws } from '../support/mocked-aws.ts';

const { dynamo, reset } = mockAws();
afterEach(reset);

describe('the authorizer', () => {
  const load = () => import('../../lambdas/authorizer/handler.ts');
  const event = (headers: Record<string, string>, sourceIp = '203.0.113.9') =>
    ({
      headers,
      requestContext: { identity: { sourceIp } },
      methodArn: 'arn:aws:execute-api:ap-east-1:111122223333:api/sandbox/POST/kyc/cn/poll',
    }) as unknown as APIGatewayRequestAuthorizerEvent;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const client = {
    clientId: 'local-client',
    secrets: [{ sha256: sha256('local-secret') }],
    webhookSecret: 'whsec_x',
    status: 'active',
    plan: 'standard',
    apiKeyId: 'key-id',
    usageIdentifierKey: 'key-value',
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  it('authorizer lets an active client call every route of the stage', async () => {
    dynamo.on(GetCommand).resolves({ Item: client });
    const { handler } = await load();
    const result = await handler(event({ 'X-Client-Id': 'local-client', 'X-Client-Secret': 'local-secret' }));
    expect(result).toMatchObject({
      principalId: 'local-client',
      context: { clientId: 'local-client', keyId: 'default' },
      usageIdentifierKey: 'key-value',
    });
    expect(result.policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: ['arn:aws:execute-api:ap-east-1:111122223333:api/sandbox/*'],
      },
    ]);
  });

  describe('with a key of some scopes and networks', () => {
    const expiresAt = '2999-01-01T00:00:00.000Z';
    const key = {
      id: 'k1',
      name: 'dashboard',
      scopes: ['read', 'erase'],
      networks: ['192.0.2.0/24'],
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt,
      secrets: [{ sha256: sha256('key-secret') }],
    };
    const result = async (sourceIp: string) => {
      dynamo.on(GetCommand).resolves({ Item: { ...client, clientKeys: JSON.stringify([key]) } });
      const { handler } = await load();
      return handler(event({ 'x-client-id': 'local-client', 'x-client-secret': 'key-secret' }, sourceIp));
    };

    it('authorizer allows the methods of the scopes, and no others', async () => {
      const { policyDocument, context, usageIdentifierKey } = await result('192.0.2.7');
      const stage = 'arn:aws:execute-api:ap-east-1:111122223333:api/sandbox';
      expect(policyDocument.Statement).toEqual([
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: [
            `${stage}/POST/kyc/cn/poll`,
            `${stage}/GET/kyc/cn/reports`,
            `${stage}/GET/kyc/cn/reports/*`,
            `${stage}/DELETE/kyc/cn/reports/*`,
            `${stage}/GET/kyc/cn/reports/*/events`,
          ],
        },
      ]);
      expect(context).toMatchObject({
        keyId: 'k1',
        keyEndsAt: expiresAt,
        refusalCode: 'scope-missing',
        refusal: expect.stringContaining('it has read and erase, and not request or usage'),
      });
      expect(usageIdentifierKey).toBe('key-value');
    });

    it('authorizer denies every method from outside of the networks', async () => {
      const { policyDocument, context } = await result('198.51.100.7');
      expect(policyDocument.Statement).toEqual([
        {
          Action: 'execute-api:Invoke',
          Effect: 'Deny',
          Resource: ['arn:aws:execute-api:ap-east-1:111122223333:api/sandbox/*'],
        },
      ]);
      expect(context).toMatchObject({ keyId: 'k1', refusalCode: 'network-not-allowed' });
    });
  });

  it('authorizer accepts a rotated secret until its overlap ends', async () => {
    const { handler } = await load();
    const ending = (expiresAt: Date) => ({
      ...client,
      secrets: [{ sha256: sha256('new') }, { sha256: sha256('old'), expiresAt: expiresAt.toISOString() }],
    });
    const call = (secret: string) =>
      handler(event({ 'x-client-id': 'local-client', 'x-client-secret': secret }));
    dynamo.on(GetCommand).resolves({ Item: ending(new Date(Date.now() + 60_000)) });
    for (const secret of ['old', 'new']) expect((await call(secret)).principalId).toBe('local-client');
    dynamo.on(GetCommand).resolves({ Item: ending(new Date(Date.now() - 1)) });
    expect((await call('new')).principalId).toBe('local-client');
    await expect(call('old')).rejects.toThrow(/^Unauthorized$/);
  });

  it.each([
    ['a wrong secret', client, { 'x-client-id': 'local-client', 'x-client-secret': 'wrong' }],
    [
      'a disabled client',
      { ...client, status: 'disabled' },
      { 'x-client-id': 'local-client', 'x-client-secret': 'local-secret' },
    ],
    ['an unknown client', undefined, { 'x-client-id': 'unknown', 'x-client-secret': 'local-secret' }],
    ['no secret', client, { 'x-client-id': 'local-client' }],
    ['an id that none can have', client, { 'x-client-id': '../x', 'x-client-secret': 'local-secret' }],
  ])('authorizer refuses %s', async (_what, Item, headers) => {
    dynamo.on(GetCommand).resolves(Item ? { Item } : {});
    const { handler } = await load();
    await expect(handler(event(headers as Record<string, string>))).rejects.toThrow(/^Unauthorized$/);
  });

  it('authorizer throws, instead of refusing, when the registry does not respond', async () => {
    dynamo.on(GetCommand).rejects(new Error('down'));
    const { handler } = await load();
    await expect(
      handler(event({ 'x-client-id': 'local-client', 'x-client-secret': 'local-secret' })),
    ).rejects.toThrow(/did not answer/);
  });
});
