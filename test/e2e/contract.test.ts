import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  answerViolations,
  exampleMessages,
  violations,
  webhookViolations,
} from '../support/contract-document.ts';
import { type Answer, type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';

/** Every kind of answer that the embedded stack can be made to give, held against the OpenAPI document. */

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '50' });
}, 120_000);
afterAll(() => stack?.stop());

const request = '/kyc/cn/request';
const poll = '/kyc/cn/poll';
const credentials = { 'x-client-id': 'local-client', 'x-client-secret': 'local-secret' };
const addresses = (['common', 'work', 'residential', 'work', 'common'] as const).map((type, index) => ({
  type,
  city: '北京市',
  address: `朝阳区示例路${index}号`,
}));
const everything = {
  name: '张三',
  idNumber: '110101199001011234',
  idIssueDate: '20180501',
  idExpiryDate: '长期',
  facePhoto: jpegBase64,
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
  addressesToVerify: addresses.slice(0, 1),
};

const withoutNumbers = (text: string) => text.replace(/\d+/g, '#');

function expectAsDocumented(route: string, answer: Answer, status: number): void {
  expect([answer.status, answerViolations(route, answer)]).toEqual([status, []]);
}

describe('a verification', () => {
  it('is answered with a token on both paths, then 202, then 200, and posted to its callback', async () => {
    const alias = await stack.post('/kyc/cn', { mobile: '13800138000' });
    expectAsDocumented('/kyc/cn', alias, 200);
    const started = await stack.post(request, { ...everything, callbackUrl: stack.callbackUrl });
    expectAsDocumented(request, started, 200);

    const { answer, waiting } = await stack.pollToEnd(started.body.token);
    expect(waiting.length).toBeGreaterThan(0);
    for (const one of waiting) {
      expectAsDocumented(poll, one, 202);
      expect(exampleMessages(poll, 202).map(withoutNumbers)).toContain(withoutNumbers(one.body.message));
    }
    expectAsDocumented(poll, answer, 200);
    expect(answer.body.summary.ran).toHaveLength(10);

    const delivery = await stack.receiver.deliveryOf(answer.body.reportMetadata.reportId);
    expect(webhookViolations(delivery.headers, JSON.parse(delivery.body))).toEqual([]);
  });

  it.each([
    ['five addresses', { mobile: '13800138620', addressesToVerify: addresses }],
    ['only a mobile', { mobile: '13800138888' }],
    ['details that do not agree', { name: '张三', idNumber: '110101199001010015' }],
    ['no record at all', { ...everything, idNumber: '110101199001014040', mobile: '13800138404' }],
    ['fraud lists', { mobile: '13800138203' }],
    ['two police records', { name: '李四', idNumber: '110101199001013128' }],
    ['an unusable photo', { name: '李四', idNumber: '110101199001014227', facePhoto: jpegBase64 }],
    ['a card problem', { ...everything, bankCardNumber: '6222021234567893403' }],
    ['a lost answer', { mobile: '13800138500', addressesToVerify: addresses.slice(0, 2) }],
    ['all sources out of service', { name: '王五', mobile: '13800138503' }],
    ['a rare name', { name: '𠮷·田', mobile: '17000138001' }],
  ])('ends in a report as documented: %s', async (_what, body) => {
    const { answer } = await stack.pollToEnd(await stack.request(body));
    expectAsDocumented(poll, answer, 200);
  });
});

/** Posts, and expects the error as it is documented, its message among the document's examples. */
async function expectError(
  route: string,
  status: number,
  sent: Parameters<EmbeddedStack['post']>[1],
  headers?: Record<string, string>,
) {
  const answer = await stack.post(route, sent, headers && { ...headers });
  expectAsDocumented(route, answer, status);
  return answer.body as { message: string; errors?: unknown };
}

describe('an error', () => {
  it('400 of request', async () => {
    const wrong = { name: 'Zhang San', idNo: '1', addressesToVerify: [{ type: 'home' }] };
    expect((await expectError(request, 400, wrong)).errors).toHaveLength(5);
    await expectError(request, 400, {});
    await expectError(request, 400, { facePhoto: jpegBase64 });
    await expectError(request, 400, '{"name":');
    await expectError(request, 400, '[]');
    await expectError(request, 400, everything, { ...credentials, 'idempotency-key': 'a b' });
    await expectError('/kyc/cn', 400, {});
  });

  it('400 of poll', async () => {
    await expectError(poll, 400, {});
    await expectError(poll, 400, { token: 'none' });
    await expectError(poll, 400, '{"token":');
  });

  it('401', async () => {
    const wrong = { ...credentials, 'x-client-secret': 'wrong' };
    const forged = { token: `${await stack.request({ mobile: '13800138000' })}x` };
    for (const { message } of [
      await expectError(request, 401, everything, wrong),
      await expectError('/kyc/cn', 401, everything, {}),
    ])
      expect(exampleMessages(request, 401)).toContain(message);
    for (const { message } of [
      await expectError(poll, 401, forged, wrong),
      await expectError(poll, 401, forged, {}),
      await expectError(poll, 401, forged),
    ])
      expect(exampleMessages(poll, 401)).toContain(message);
  });

  it('409', async () => {
    const headers = { ...credentials, 'idempotency-key': 'contract-409' };
    await stack.post(request, { mobile: '13800138000' }, headers);
    const { message } = await expectError(request, 409, { mobile: '13800138001' }, headers);
    expect(exampleMessages(request, 409)).toContain(message);
  });

  it('413, of the function and of the gateway', async () => {
    const byFunction = await expectError(request, 413, { facePhoto: 'A'.repeat(5_700_000) });
    expect(byFunction.errors).toHaveLength(1);
    const byGateway = await expectError(request, 413, { facePhoto: 'A'.repeat(7_000_000) });
    expect(exampleMessages(request, 413)).toEqual(
      expect.arrayContaining([byFunction.message, byGateway.message]),
    );
    await expectError(poll, 413, { token: 'A'.repeat(7_000_000) });
  });

  it('415', async () => {
    const headers = { ...credentials, 'content-type': 'text/plain' };
    for (const [route, body] of [
      [request, everything],
      [poll, { token: 'a.b.c' }],
    ] as const) {
      const { message } = await expectError(route, 415, body, headers);
      expect(exampleMessages(route, 415)).toContain(message);
    }
  });

  it('404 of a route that is none, though the document has none such', async () => {
    const { status, body } = await stack.post('/kyc/us/request', {});
    expect([status, violations({ $ref: '#/components/schemas/ApiError' }, body)]).toEqual([404, []]);
  });
});
