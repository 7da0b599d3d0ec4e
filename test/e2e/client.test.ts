import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sampleRequest } from '../../local/sample.ts';
import { localClient } from '../../local/seed.ts';
import {
  KycAuthenticationError,
  KycClient,
  KycRequestError,
  KycWebhookError,
  type Progress,
  type StartedVerification,
  verifyWebhook,
} from '../../packages/client/src/index.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '100' });
});
afterAll(() => stack?.stop());

const connect = (secret: string = localClient.clientSecret) =>
  new KycClient({ baseUrl: stack.cloud.url, clientId: localClient.clientId, clientSecret: secret });

const person = { name: '张三', idNumber: '110101199001011234' } as const;

it('client verifies a person with all fields, and reports progress', async () => {
  const seen: Progress[] = [];
  const report = await connect().verify(
    { ...sampleRequest(), addressesToVerify: [{ type: 'work', city: '北京', address: '朝阳区建国路88号' }] },
    { onProgress: (progress) => seen.push(progress) },
  );
  expect(report.summary.ran).toHaveLength(10);
  expect(report.identity?.['four-factor']?.consistent).toBe(true);
  expect(report.mobile?.['address-verify']?.[0]?.type).toBe('work');
  expect(report.pdfFileName).toBe(`kyc-cn-${report.reportMetadata.reportId}.pdf`);
  expect(seen.length).toBeGreaterThanOrEqual(1);
  for (const { completed, total } of seen) {
    expect(total).toBe(10);
    expect(completed).toBeLessThanOrEqual(10);
  }
});

it('client accepts the webhook of its report, and refuses a forged one', async () => {
  const started: StartedVerification[] = [];
  const report = await connect().verify(
    { ...person, callbackUrl: stack.callbackUrl },
    { onToken: (one) => started.push(one) },
  );
  expect(started).toMatchObject([{ reportId: report.reportMetadata.reportId }]);
  const { body, headers } = await stack.receiver.deliveryOf(report.reportMetadata.reportId);
  await expect(verifyWebhook(body, headers, stack.webhookSecret)).resolves.toEqual({
    ...report,
    pdfUrl: expect.any(String),
  });
  await expect(verifyWebhook(`${body} `, headers, stack.webhookSecret)).rejects.toBeInstanceOf(
    KycWebhookError,
  );
});

it('client starts nothing twice under one key, and gets a refusal for another person under it', async () => {
  const options = { idempotencyKey: 'a-key-of-the-caller' };
  const both = await Promise.all([connect().request(person, options), connect().request(person, options)]);
  expect(both[0]).toEqual(both[1]);
  await expect(connect().request({ ...person, name: '李四' }, options)).rejects.toMatchObject({
    constructor: KycRequestError,
    status: 409,
  });
});

it('client gets every invalid field in the error, without the sent values', async () => {
  const wrong = { name: 'Zhang San', idNumber: '1101011990', idNo: '110101199001011234' };
  const error: unknown = await connect()
    .request(wrong)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(KycRequestError);
  const { status, errors = [], message, requestId } = error as KycRequestError;
  expect(status).toBe(400);
  expect(requestId).toBeTruthy();
  expect(errors.map(({ field }) => field).sort()).toEqual(['idNo', 'idNumber', 'name']);
  const shown = JSON.stringify([message, errors]);
  for (const value of Object.values(wrong)) expect(shown).not.toContain(value);
});

it('client gets the fields that would help when nothing can be checked', async () => {
  await expect(connect().request({})).rejects.toThrow(/add mobile to run/);
});

it("client gets an authentication error for a wrong secret and for another client's token", async () => {
  await expect(connect('wrong').request(person)).rejects.toBeInstanceOf(KycAuthenticationError);
  const { token } = await connect().request(person);
  await expect(connect().poll(`${token.slice(0, -4)}AAAA`)).rejects.toBeInstanceOf(KycAuthenticationError);
});

it('client leaves a verification that it no longer waits for to a later poll', async () => {
  const abort = new AbortController();
  const started: StartedVerification[] = [];
  const verification = connect().verify(person, {
    signal: abort.signal,
    onToken: (one) => {
      started.push(one);
      abort.abort(new Error('enough'));
    },
  });
  await expect(verification).rejects.toThrow('enough');
  const [{ token, reportId } = { token: '', reportId: '' }] = started;
  const report = await connect().report(token);
  expect(report.reportMetadata.reportId).toBe(reportId);
  await expect(connect().poll(token)).resolves.toMatchObject({
    status: 'completed',
    report: { summary: report.summary },
  });
});

it('client continues under the same key when answers are lost, and nothing starts twice', async () => {
  const tokens: string[] = [];
  const client = new KycClient({
    baseUrl: stack.cloud.url,
    ...localClient,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith('/request') || tokens.length === 3) return response;
      tokens.push(((await response.clone().json()) as StartedVerification).token);
      if (tokens.length < 3) throw new TypeError('fetch failed');
      return response;
    },
  });
  const report = await client.verify({ mobile: '13800138404' });
  expect(report.summary.notFound).toContain('risk.fraud');
  expect(tokens).toHaveLength(3);
  expect(new Set(tokens).size).toBe(1);
});
