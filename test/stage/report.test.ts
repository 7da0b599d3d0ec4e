import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportSha256 } from '@kyc-china/core/report-digest';
import { answerViolations, exampleMessages } from '../support/contract-document.ts';
import { jpegBase64 } from '../support/images.ts';
import { textOf } from '../support/pdf-raster.ts';
import { openTarget, type Target } from '../support/target.ts';

// The one verification that uses every part of the stack. It runs first against a stage: when it fails, the other
// files would say the same many times.

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target?.stop());

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
const withoutNumbers = (text: string) => text.replace(/\d+/g, '#');

describe('a full verification', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a report, whose form is what the tests look at.
  let report: any;

  it('full verification gets a token, then 202 with progress, then 200, each as documented', async () => {
    const started = await target.post('/kyc/cn/request', person);
    expect([started.status, answerViolations('/kyc/cn/request', started)]).toEqual([200, []]);
    const { answer, waiting } = await target.pollToEnd(started.body.token);
    expect(waiting.length).toBeGreaterThan(0);
    for (const one of waiting) {
      expect(answerViolations('/kyc/cn/poll', one)).toEqual([]);
      expect(exampleMessages('/kyc/cn/poll', 202).map(withoutNumbers)).toContain(
        withoutNumbers(one.body.message),
      );
      expect(one.body).toMatchObject({ status: 'processing', progress: { total: 10 } });
      expect(one.headers.get('retry-after')).toBe('2');
    }
    expect([answer.status, answerViolations('/kyc/cn/poll', answer)]).toEqual([200, []]);
    report = answer.body;
  });

  it('full verification ends in a report of ten sub-checks without an error', () => {
    expect(report.summary).toEqual({
      ran: tenSubChecks,
      matched: ['identity.four-factor', 'identity.image', 'identity.three-factor', 'bank.four-factor'],
      unmatched: [],
      notFound: [],
      notOffered: [],
      flagged: [],
      errored: [],
    });
    expect(report.reportMetadata).toMatchObject({ status: 'completed', upstreamCalls: 10 });
    expect(report.submitted).toMatchObject({ name: '张*', idNumber: '1101**********1234', facePhoto: true });
    expect(Object.keys(report)).toEqual([
      'reportMetadata',
      'decision',
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

  it('full verification has a PDF that shows the report and its hash', async () => {
    const response = await fetch(report.pdfUrl);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${report.pdfFileName}"`,
      'cache-control': 'private, no-store',
    });
    const text = await textOf(new Uint8Array(await response.arrayBuffer()));
    // The hash, as the client can compute it from the report.
    expect(text).toContain(reportSha256(report));
    for (const shown of ['中国大陆身份核验报告', '张*', '1101**********1234', '身份证四要素', '人像比对'])
      expect(text).toContain(shown);
  });

  it('full verification has a PDF link that is refused once it is changed', async () => {
    const changed = report.pdfUrl.replace('X-Amz-Expires=604800', 'X-Amz-Expires=604799');
    expect(changed).not.toBe(report.pdfUrl);
    expect((await fetch(changed)).status).toBe(403);
  });

  it('full verification is also accepted on the alias of the route', async () => {
    const alias = await target.post('/kyc/cn', { mobile: '13800138000' });
    expect([alias.status, answerViolations('/kyc/cn', alias)]).toEqual([200, []]);
    const { answer } = await target.pollToEnd(alias.body.token);
    expect([answer.status, answer.body.summary.errored]).toEqual([200, []]);
  });
});
