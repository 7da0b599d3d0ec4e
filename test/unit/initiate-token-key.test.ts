import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { expect, it } from '@jest/globals';
import { invoke, proxyEvent } from '@kyc-china/samples/handler-events';
import { mockAws } from '../support/mocked-aws.ts';

const { secrets } = mockAws();

// In a file of its own: the function keeps a key that it has read.
it.each([
  ['a field that breaks its rule', { name: 'Zhang San' }, {}],
  ['nothing that is eligible', {}, {}],
  ['an idempotency key with a space', { mobile: '13800138000' }, { 'Idempotency-Key': 'a b' }],
])('initiate returns 400 for %s without the token key', async (_what, body, headers) => {
  secrets.resetHistory();
  secrets.on(GetSecretValueCommand).rejects(new Error('out of order'));
  const { handler } = await import('../../lambdas/initiate/handler.ts');
  expect((await invoke(handler, proxyEvent(body, headers))).status).toBe(400);
  expect(secrets.calls()).toHaveLength(0);
  // The key is not in memory: a request that needs it fails.
  expect((await invoke(handler, proxyEvent({ mobile: '13800138000' }))).status).toBe(502);
});
