import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { reportSha256 } from '../../lambdas/domain/report-digest.ts';
import { runVerifyReport } from '../support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';
import { filesUnder } from '../support/leak-scanner.ts';
import { textOf } from '../support/pdf-raster.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '300' });
});
afterAll(() => stack?.stop());

const person = {
  name: '张三',
  idNumber: '110101199001011234',
  idIssueDate: '20180501',
  idExpiryDate: '20380501',
  facePhoto: jpegBase64,
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
  addressesToVerify: [{ type: 'residential', city: '北京', address: '朝阳区建国路88号' }],
};
const tenSubChecks = [
  'identity.four-factor',
  'identity.image',
  'identity.three-factor',
  'mobile.attribution',
  'mobile.location-work',
  'mobile.location-residential',
  'mobile.address-verify',
  'risk.fraud',
  'risk.criminal',
  'bank.four-factor',
];

describe('one full request', () => {
  let token: string;
  let report: Record<string, never> & { reportMetadata: { reportId: string } };

  it('is answered with a token, then 202 with progress, then 200 with ten sub-checks', async () => {
    token = await stack.request({ ...person, callbackUrl: stack.callbackUrl });
    const { answer, waiting } = await stack.pollToEnd(token);
    expect(waiting.length).toBeGreaterThan(0);
    for (const { body, headers } of waiting) {
      expect(body).toMatchObject({ status: 'processing', progress: { total: 10 } });
      expect(headers.get('retry-after')).toBe('2');
    }
    expect(answer.status).toBe(200);
    report = answer.body;
    expect(answer.body.summary).toEqual({
      ran: tenSubChecks,
      matched: ['identity.four-factor', 'identity.image', 'identity.three-factor', 'bank.four-factor'],
      unmatched: [],
      notFound: [],
      flagged: [],
      errored: [],
    });
    expect(answer.body.reportMetadata).toMatchObject({ status: 'completed', upstreamCalls: 10 });
    expect(answer.body.submitted).toMatchObject({
      name: '张*',
      idNumber: '1101**********1234',
      facePhoto: true,
    });
    expect(Object.keys(answer.body)).toEqual([
      'reportMetadata',
      'submitted',
      'identity',
      'mobile',
      'risk',
      'bank',
      'summary',
      'pdfUrl',
      'pdfFileName',
    ]);
  });

  it('delivers the same report by a webhook that an independent verifier accepts', async () => {
    const delivery = await stack.receiver.deliveryOf(report.reportMetadata.reportId);
    const verified = new Webhook(stack.webhookSecret).verify(delivery.body, { ...delivery.headers });
    expect(delivery.id).toBe(`msg_${report.reportMetadata.reportId}`);
    expect({ ...(verified as object), pdfUrl: '' }).toEqual({ ...report, pdfUrl: '' });
  });

  it('has a PDF behind a link that works as it is, and not when it is changed', async () => {
    const { pdfUrl, pdfFileName } = report as unknown as Record<string, string>;
    const response = await fetch(pdfUrl as string);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${pdfFileName}"`,
      'cache-control': 'private, no-store',
    });
    const pdf = new Uint8Array(await response.arrayBuffer());
    const text = await textOf(pdf);
    // The hash, as whoever polled can compute it.
    expect(text).toContain(reportSha256(report as never));
    await writeFile(join(stack.dataDirectory, 'report.pdf'), pdf);
    for (const shown of ['中国大陆身份核验报告', '张*', '1101**********1234', '身份证四要素', '人像比对'])
      expect(text).toContain(shown);
    const changed = await fetch((pdfUrl as string).replace('X-Amz-Expires=604800', 'X-Amz-Expires=604799'));
    expect(changed.status).toBe(403);
  });

  it('can be proved by its PDF, and not by one of which a byte was changed', async () => {
    const file = join(stack.dataDirectory, 'report.pdf');
    const verify = () => runVerifyReport(stack.dataDirectory, file);
    expect(await verify()).toMatch(new RegExp(`^genuine  ${report.reportMetadata.reportId}\n`));
    const pdf = await readFile(file);
    pdf[pdf.length - 2000] = (pdf[pdf.length - 2000] ?? 0) ^ 1;
    await writeFile(file, pdf);
    expect(await verify()).toMatch(new RegExp(`^altered  ${report.reportMetadata.reportId}\n`));
    await rm(file);
  });

  it('leaves nothing that would open what was sent, nor what the sources said, but in the report', async () => {
    const items = await stack.tableItems();
    for (const gone of ['"wrapped"', '"sealed"', '"finding"', '"providerCode"', '"submitted":'])
      expect(items).not.toContain(gone);
    const files = await filesUnder(stack.dataDirectory);
    expect(files.filter(({ file }) => file.includes('photos'))).toEqual([]);
  });

  it('can be polled after a restart', async () => {
    await stack.restart();
    const { answer } = await stack.pollToEnd(token);
    expect(answer.status).toBe(200);
    expect({ ...answer.body, pdfUrl: '' }).toEqual({ ...report, pdfUrl: '' });
    expect((await fetch(answer.body.pdfUrl)).status).toBe(200);
  });
});

describe('what sources say', () => {
  const outcomeOf = async (body: object) => (await stack.pollToEnd(await stack.request(body))).answer.body;

  it('ends in the report, whatever it is', async () => {
    const [mismatch, noRecord, wanted, throttledTwice, outOfService, lost] = await Promise.all([
      outcomeOf({ name: '张三', idNumber: '110101199001010015' }),
      outcomeOf({ mobile: '13800138404' }),
      outcomeOf({ name: '王五', idNumber: '110101199001013048' }),
      outcomeOf({ mobile: '13800138529' }),
      outcomeOf({ mobile: '13800138503', name: '张三' }),
      outcomeOf({ mobile: '13800138500' }),
    ]);
    expect(mismatch.identity['two-factor']).toMatchObject({ consistent: false, code: 'mismatch' });
    expect(noRecord.summary.notFound).toEqual([
      'mobile.attribution',
      'mobile.location-work',
      'mobile.location-residential',
      'risk.fraud',
    ]);
    expect(wanted.risk.criminal).toMatchObject({ categories: ['fugitive'], flagged: true });
    expect(throttledTwice.summary.errored).toEqual([]);
    expect(throttledTwice.mobile.attribution.found).toBe(true);
    expect(outOfService.summary.errored.map(({ code }: { code: string }) => code)).toEqual(
      Array(5).fill('upstream-unavailable'),
    );
    expect(lost.summary.errored.map(({ code }: { code: string }) => code)).toEqual(
      Array(4).fill('unknown-outcome'),
    );
  });

  it('takes a name beyond the fonts, and the PDF shows its code point', async () => {
    const report = await outcomeOf({ name: '𠮷田', idNumber: '110101199001011234' });
    expect(report.reportMetadata.warnings).toContainEqual(
      expect.objectContaining({ code: 'rare-character' }),
    );
    const pdf = new Uint8Array(await (await fetch(report.pdfUrl)).arrayBuffer());
    expect(await textOf(pdf)).toContain('[U+20BB7]');
  });
});

describe('the edges', () => {
  const wrongClient = { 'x-client-id': 'local-client', 'x-client-secret': 'wrong' };

  it.each([
    ['an empty body', {}, 400, /no sub-check can run/],
    ['only a photo', { facePhoto: jpegBase64 }, 400, /add name and idNumber to run .*identity.image/],
    ['pinyin', { name: 'Zhang San', idNumber: '110101199001011234' }, 400, /see name/],
  ])('%s', async (_what, body, status, message) => {
    const answer = await stack.post('/kyc/cn/request', body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      message: expect.stringMatching(message),
      requestId: expect.any(String),
    });
  });

  it('answers 401 to a wrong secret, to none, to a forged token and to one of another key', async () => {
    const forged = `${await stack.request({ mobile: '13800138000' })}x`;
    for (const answer of [
      await stack.post('/kyc/cn/request', person, wrongClient),
      await stack.post('/kyc/cn/request', person, {}),
      await stack.post('/kyc/cn/poll', { token: forged }),
    ]) {
      expect(answer.status).toBe(401);
      expect(Object.keys(answer.body).sort()).toEqual(['message', 'requestId']);
    }
  });

  it('knows the alias, and no other route', async () => {
    expect((await stack.post('/kyc/cn', { mobile: '13800138000' })).status).toBe(200);
    const unknown = await stack.post('/kyc/us/request', {});
    expect(unknown.status).toBe(404);
    expect(Object.keys(unknown.body).sort()).toEqual(['message', 'requestId']);
  });

  it('gives one token to one idempotency key', async () => {
    const headers = {
      'x-client-id': 'local-client',
      'x-client-secret': 'local-secret',
      'idempotency-key': 'order-4711',
    };
    const answers = await Promise.all(
      [1, 2, 3].map(() => stack.post('/kyc/cn/request', { mobile: '13800138000' }, headers)),
    );
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(1);
    expect((await stack.post('/kyc/cn/request', { mobile: '13800138001' }, headers)).status).toBe(409);
  });
});
