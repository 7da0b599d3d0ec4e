import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({
    SIMULATOR_LATENCY_MS: '0',
    CONSENT_REQUIRED_FOR: JSON.stringify({ 'risk.criminal': ['sensitive'] }),
  });
});
afterAll(() => stack?.stop());

const person = { name: '张三', idNumber: '110101199001011234' };
const consent = {
  obtainedAt: '2026-03-01T10:00:00+08:00',
  purpose: 'Account opening',
  reference: 'box 7',
  separate: ['sensitive'],
};

it('request without a required consent is a 400 that names it, and stores nothing', async () => {
  const keys = async () => (await stack.tableItems()).match(/"(pk|sk|keyId)":{"S":"[^"]*"/g);
  const before = await keys();
  const answers = [person, { ...person, consent: { ...consent, separate: ['face'] } }].map((body) =>
    stack.post('/kyc/cn/request', body),
  );
  for (const { status, body } of await Promise.all(answers)) {
    expect([status, body.code]).toEqual([400, 'consent-required']);
    expect(body.message).toMatch(/risk\.criminal.*sensitive/);
  }
  expect(await keys()).toEqual(before);
});

it('consent is in the polled report and the webhook as it was sent', async () => {
  const { callbackUrl } = stack;
  const { body } = await stack.post('/kyc/cn/request', { ...person, consent, callbackUrl });
  const { answer } = await stack.pollToEnd(body.token);
  expect(answer.body.reportMetadata.consent).toEqual(consent);
  const delivered = await stack.receiver.deliveryOf(body.reportId);
  expect(JSON.parse(delivered.body).reportMetadata.consent).toEqual(consent);
});
