import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiCalls } from '../../local/support/api-calls.ts';
import { answerViolations, exampleMessages, violations } from '../support/contract-document.ts';
import { jpegBase64 } from '../support/images.ts';
import { openTarget, type Target } from '../support/target.ts';

// Every error that a client can cause, held against the OpenAPI document. Whatever the providers are.

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target?.stop());

const request = '/kyc/cn/request';
const poll = '/kyc/cn/poll';
const person = { name: '张三', idNumber: '110101199001011234', mobile: '13800138000' };

/** Posts, and expects the error in its documented form. */
async function expectError(
  route: string,
  status: number,
  sent: Parameters<ApiCalls['post']>[1],
  headers?: Record<string, string>,
) {
  const answer = await target.post(route, sent, headers);
  expect([answer.status, answerViolations(route, answer)]).toEqual([status, []]);
  return answer.body as { message: string; errors?: unknown };
}

describe('request', () => {
  it.each([
    ['an empty body', {}, /no sub-check can run/],
    ['a photo alone', { facePhoto: jpegBase64 }, /add name and idNumber to run .*identity.image/],
    ['a name in pinyin', { name: 'Zhang San', idNumber: '110101199001011234' }, /see name/],
  ])('request returns 400 for %s, with the reason', async (_what, body, message) => {
    expect((await expectError(request, 400, body)).message).toMatch(message);
  });

  it('request returns 400 with each problem of a body that has five', async () => {
    const wrong = { name: 'Zhang San', idNo: '1', addressesToVerify: [{ type: 'home' }] };
    expect((await expectError(request, 400, wrong)).errors).toHaveLength(5);
  });

  it('request returns 400 for a body that is not a JSON object, on the alias too', async () => {
    await expectError(request, 400, '{"name":');
    await expectError(request, 400, '[]');
    await expectError('/kyc/cn', 400, {});
  });

  it('request returns 400 for an idempotency key with a space', async () => {
    await expectError(request, 400, person, { ...target.credentials, 'idempotency-key': 'a b' });
  });

  it('request returns 401 for a wrong secret and for no credentials, with a documented message', async () => {
    const wrong = { ...target.credentials, 'x-client-secret': 'wrong' };
    for (const { message } of [
      await expectError(request, 401, person, wrong),
      await expectError('/kyc/cn', 401, person, {}),
    ])
      expect(exampleMessages(request, 401)).toContain(message);
  });

  it('request returns one token for one idempotency key, and 409 for the key with another body', async () => {
    const headers = { ...target.credentials, 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => target.post(request, { mobile: '13800138000' }, headers)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(1);
    const { message } = await expectError(request, 409, { mobile: '13800138001' }, headers);
    expect(exampleMessages(request, 409)).toContain(message);
  });

  it('request returns 413 for a photo that is too large, and for a body that the gateway does not pass on', async () => {
    const byFunction = await expectError(request, 413, { facePhoto: 'A'.repeat(5_700_000) });
    expect(byFunction.errors).toHaveLength(1);
    const byGateway = await expectError(request, 413, { facePhoto: 'A'.repeat(7_000_000) });
    expect(exampleMessages(request, 413)).toEqual(
      expect.arrayContaining([byFunction.message, byGateway.message]),
    );
  });

  it('request returns 415 for a body that is not declared as JSON', async () => {
    const headers = { ...target.credentials, 'content-type': 'text/plain' };
    const { message } = await expectError(request, 415, person, headers);
    expect(exampleMessages(request, 415)).toContain(message);
  });
});

describe('poll', () => {
  it('poll returns 400 for a body without a token, for a token of another form and for broken JSON', async () => {
    await expectError(poll, 400, {});
    await expectError(poll, 400, { token: 'none' });
    await expectError(poll, 400, '{"token":');
  });

  it('poll returns 401 for a changed token of any client', async () => {
    const forged = { token: `${await target.request({ mobile: '13800138000' })}x` };
    const wrong = { ...target.credentials, 'x-client-secret': 'wrong' };
    for (const { message } of [
      await expectError(poll, 401, forged, wrong),
      await expectError(poll, 401, forged, {}),
      await expectError(poll, 401, forged),
    ])
      expect(exampleMessages(poll, 401)).toContain(message);
  });

  it('poll returns 413 for a body that the gateway does not pass on', async () => {
    await expectError(poll, 413, { token: 'A'.repeat(7_000_000) });
  });

  it('poll returns 415 for a body that is not declared as JSON', async () => {
    const headers = { ...target.credentials, 'content-type': 'text/plain' };
    const { message } = await expectError(poll, 415, { token: 'a.b.c' }, headers);
    expect(exampleMessages(poll, 415)).toContain(message);
  });
});

it('a route that does not exist returns 404 in the form of every other error', async () => {
  const { status, body } = await target.post('/kyc/us/request', {});
  expect([status, violations({ $ref: '#/components/schemas/ApiError' }, body)]).toEqual([404, []]);
});
