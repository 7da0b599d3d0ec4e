import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256Of } from '@kyc-china/core/issued-hashes';
import type { DeliveredReport } from '@kyc-china/core/report';
import { reportSha256 } from '@kyc-china/core/report-digest';
import { Webhook } from 'standardwebhooks';
import { stages } from '../../lib/stage-configuration.ts';
import { runVerifyReport } from '../../local/support/client-commands.ts';
import { answerViolations, webhookViolations } from '../support/contract-document.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';
import { filesUnder } from '../support/leak-scanner.ts';

/** What one verification leaves inside the stack. What a client sees of it: test/stage. */

let stack: EmbeddedStack;
let token: string;
let report: DeliveredReport;
/** The clock of the API's throttling. */
let now = Date.now;

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

beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '50' }, { now: () => now() });
  token = await stack.request({ ...person, callbackUrl: stack.callbackUrl });
  report = (await stack.pollToEnd(token)).answer.body;
});
afterAll(() => stack?.stop());

describe('a verification', () => {
  it('verification posts the polled report as a documented webhook that an independent verifier accepts', async () => {
    const delivery = await stack.receiver.deliveryOf(report.reportMetadata.reportId);
    const verified = new Webhook(stack.webhookSecret).verify(delivery.body, { ...delivery.headers });
    expect(delivery.id).toBe(`msg_${report.reportMetadata.reportId}`);
    expect({ ...(verified as object), pdfUrl: '' }).toEqual({ ...report, pdfUrl: '' });
    expect(webhookViolations(delivery.headers, verified)).toEqual([]);
  });

  it('verification is proved by its PDF, and not by one with a changed byte', async () => {
    const file = join(stack.dataDirectory, 'report.pdf');
    const verify = () => runVerifyReport(stack.dataDirectory, file);
    await writeFile(file, new Uint8Array(await (await fetch(report.pdfUrl)).arrayBuffer()));
    expect(await verify()).toMatch(new RegExp(`^genuine  ${report.reportMetadata.reportId}\n`));
    const pdf = await readFile(file);
    pdf[pdf.length - 2000] = (pdf[pdf.length - 2000] ?? 0) ^ 1;
    await writeFile(file, pdf);
    expect(await verify()).toMatch(new RegExp(`^altered  ${report.reportMetadata.reportId}\n`));
  });

  it('verification is confirmed to anyone by the hash of its JSON and of its PDF', async () => {
    const pdf = new Uint8Array(await (await fetch(report.pdfUrl)).arrayBuffer());
    const verify = (hash: string) => stack.get(`/verify/${hash}`, {});
    for (const hash of [reportSha256(report), sha256Of(pdf).toUpperCase()]) {
      const answer = await verify(hash);
      expect(answer.body).toEqual({ issued: true, issuedAt: report.reportMetadata.completedAt });
      expect(answerViolations('/verify/{sha256}', answer)).toEqual([]);
    }
    const changed = pdf.map((byte, index) => (index === pdf.length - 2000 ? byte ^ 1 : byte));
    expect((await verify(sha256Of(changed))).body).toEqual({ issued: false });
  });

  it.each([
    ['too short', 'a'],
    ['a space', '%20'],
    ['a hash with a line feed', `${'a'.repeat(63)}%0A`],
    ['another path', '..%2f..%2fkyc'],
    ['a name', '%E5%BC%A0%E4%B8%89'],
    ['far too long', 'a'.repeat(4000)],
  ])('verification of a malformed hash is a 400: %s', async (_what, hash) => {
    const answer = await stack.get(`/verify/${hash}`, {});
    expect([answer.status, answerViolations('/verify/{sha256}', answer)]).toEqual([400, []]);
    expect(answer.body.errors).toEqual([
      { field: 'sha256', message: 'must be a SHA-256: 64 hexadecimal digits' },
    ]);
  });

  it('verification of a hash has no other path and no other method', async () => {
    for (const route of ['/verify/', '/verify/a/b'])
      expect([route, (await stack.get(route, {})).status]).toEqual([route, 404]);
    expect((await stack.post(`/verify/${'a'.repeat(64)}`, {}, {})).status).toBe(404);
  });

  it('verification of many hashes is throttled, and no client is', async () => {
    const { burst } = stages.sandbox.verifyThrottle;
    const stopped = Date.now();
    now = () => stopped;
    const answers = await Promise.all(
      Array.from({ length: burst + 10 }, () => stack.get(`/verify/${'a'.repeat(64)}`, {})),
    );
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThanOrEqual(10);
    for (const answer of throttled) expect(answerViolations('/verify/{sha256}', answer)).toEqual([]);
    expect((await stack.post('/kyc/cn/poll', { token })).status).toBe(200);
    now = Date.now;
  });

  it('verification is read by id and listed by its reference at once', async () => {
    const clientReference = 'Müller & 病例/1';
    const request = { mobile: '13800138000', clientReference };
    const { reportId, token: other } = (await stack.post('/kyc/cn/request', request)).body;
    const listed = await stack.get(`/kyc/cn/reports?${new URLSearchParams({ clientReference, limit: '5' })}`);
    expect(listed.body.reports).toMatchObject([{ reportId, clientReference }]);
    expect(answerViolations('/kyc/cn/reports', listed)).toEqual([]);
    const running = await stack.get(`/kyc/cn/reports/${reportId}`);
    expect(answerViolations('/kyc/cn/reports/{reportId}', running)).toEqual([]);
    const route = `/kyc/cn/reports/${report.reportMetadata.reportId}`;
    const complete = await stack.get(route);
    expect(answerViolations('/kyc/cn/reports/{reportId}', complete)).toEqual([]);
    const { status, body } = complete;
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'completed', decision: body.report.decision });
    expect({ ...body.report, pdfUrl: '' }).toEqual({ ...report, pdfUrl: '' });
    expect((await fetch(body.report.pdfUrl)).status).toBe(200);
    expect((await stack.get(route, {})).status).toBe(401);
    const unknown = await stack.get(`/kyc/cn/reports/${randomUUID()}`);
    expect([unknown.status, answerViolations('/kyc/cn/reports/{reportId}', unknown)]).toEqual([404, []]);
    const refused = await stack.get('/kyc/cn/reports?status=done');
    expect(answerViolations('/kyc/cn/reports', refused)).toEqual([]);
    expect(refused.body.errors).toMatchObject([{ field: 'status' }]);
    // What the next test looks for is there until the report is complete.
    await stack.pollToEnd(other);
    while (stack.cloud.executions.find(reportId)?.status === 'RUNNING') await setTimeout(50);
  });

  it("verification leaves no applicant and no provider's answer outside of its report", async () => {
    const items = await stack.tableItems();
    for (const gone of ['"wrapped"', '"sealed"', '"finding"', '"providerCode"', '"submitted":'])
      expect(items).not.toContain(gone);
    const files = await filesUnder(stack.dataDirectory);
    expect(files.filter(({ file }) => file.includes('photos'))).toEqual([]);
  });

  it('verification is polled after a restart with the same report and a working link', async () => {
    await stack.restart();
    const { answer } = await stack.pollToEnd(token);
    expect(answer.status).toBe(200);
    expect({ ...answer.body, pdfUrl: '' }).toEqual({ ...report, pdfUrl: '' });
    expect((await fetch(answer.body.pdfUrl)).status).toBe(200);
  });
});
