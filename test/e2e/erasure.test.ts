import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { localClient } from '../../local/seed.ts';
import { credentialsIn, runClient, runErase } from '../../local/support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '700' });
});
afterAll(() => stack?.stop());

const local = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };
const person = { name: '张三', idNumber: '110101199001011234', facePhoto: jpegBase64 };
/** What is eligible for one sub-check alone: risk.fraud. */
const oneCall = { idNumber: '110101199001011234' };

const reportIdOf = (token: string): string => decodeJwt(token).sub ?? '';
const erase = (...args: string[]) => runErase(stack.dataDirectory, args);

/** All items of all tables that hold this text anywhere. */
async function itemsWith(text: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = JSON.parse(await stack.tableItems()).flat();
  return items.filter((item) => JSON.stringify(item).includes(text));
}

/** All objects of the buckets whose name holds this text: their files, since the emulator lists none to this SDK. */
async function objectsWith(text: string): Promise<string[]> {
  const files = await readdir(path.join(stack.dataDirectory, 's3'), { recursive: true });
  return files
    .filter((file) => file.includes(text))
    .map((file) => path.basename(file).split('._S3')[0] ?? file);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

/** The tombstone, as DynamoDB writes it, is all that there is of the report. */
async function expectOnlyTheReceipt(reportId: string, receipt: object): Promise<void> {
  const [left, ...more] = await itemsWith(reportId);
  expect(more).toEqual([]);
  expect(left).toMatchObject({ pk: { S: reportId }, sk: { S: 'REPORT' }, status: { S: 'erased' } });
  expect(Object.keys(left ?? {}).sort()).toEqual(['clientId', 'pk', 'receipt', 'sk', 'status']);
  expect(JSON.stringify(receipt)).not.toMatch(/张|\*|110101199001011234|callback/);
  expect(await objectsWith(reportId)).toEqual([]);
}

describe('erasing a report', () => {
  it('erasure of a report removes everything but the receipt, and a poll finds it unknown', async () => {
    const headers = { ...local, 'idempotency-key': 'to-be-erased' };
    const sent = { ...person, callbackUrl: stack.callbackUrl };
    const { token } = (await stack.post('/kyc/cn/request', sent, headers)).body;
    const reportId = reportIdOf(token);
    expect((await stack.pollToEnd(token)).answer.status).toBe(200);
    await stack.receiver.deliveryOf(reportId);
    expect(await objectsWith(reportId)).toContain(`${reportId}.pdf`);

    expect(await erase(reportId, '--dry-run')).toEqual({ reports: 1, processing: 0 });
    const receipt = await erase(reportId);
    expect(receipt).toEqual({
      reportId,
      clientId: localClient.clientId,
      erasedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      erasedBy: 'arn:aws:iam::000000000000:user/operator',
      // The applicant, its key and its photo went when the report stood.
      erased: {
        reports: 1,
        otherRows: expect.any(Number),
        idempotencyRecords: 1,
        dataKeys: 0,
        photos: 0,
        pdfs: 1,
      },
    });
    expect(receipt.erased.otherRows).toBeGreaterThanOrEqual(4);
    await expectOnlyTheReceipt(reportId, receipt);
    const polled = await stack.post('/kyc/cn/poll', { token });
    expect(polled).toMatchObject({ status: 401, body: { message: 'Invalid or expired token.' } });

    expect(await erase(reportId, '--dry-run')).toEqual({ reports: 0, processing: 0 });
    // A repetition gives the same receipt. The client's key starts a new report.
    expect(await erase(reportId)).toEqual(receipt);
    await expectOnlyTheReceipt(reportId, receipt);
    const { token: second } = (await stack.post('/kyc/cn/request', sent, headers)).body;
    expect(reportIdOf(second)).not.toBe(reportId);
  });

  it('erasure of a processing report is refused with what to do', async () => {
    const token = await stack.request(person);
    await expect(erase(reportIdOf(token))).rejects.toThrow(/still processing.*within 130 minutes.*--force/);
    expect((await stack.pollToEnd(token)).answer.status).toBe(200);
  });

  it('erasure of a processing report stops it when forced, and nothing writes it back', async () => {
    const token = await stack.request(oneCall);
    const reportId = reportIdOf(token);
    await until(async () => (await itemsWith(reportId)).some(({ claimId }) => claimId !== undefined));
    const logs = path.join(stack.dataDirectory, 'logs');
    const settled = async () => {
      const lines = await Promise.all(
        (await readdir(logs)).map((file) => readFile(path.join(logs, file), 'utf8')),
      );
      return lines
        .join('\n')
        .split('\n')
        .some((line) => line.includes('sub-check settled') && line.includes(reportId));
    };
    expect(await settled()).toBe(false);
    const receipt = await runErase(stack.dataDirectory, [reportId, '--force'], () => until(settled));
    expect(receipt.erased).toMatchObject({ reports: 1, dataKeys: 1, pdfs: 0 });
    expect(stack.cloud.executions.find(reportId)?.status).toBe('ABORTED');
    await expectOnlyTheReceipt(reportId, receipt);
    expect((await stack.post('/kyc/cn/poll', { token })).status).toBe(401);
  });

  it.each([
    ['an unknown report', ['0b6f3a1e-0000-4000-8000-000000000000'], /there is no report/],
    ['no report', [], /npm run erase/],
    ['a report and a client', ['x', '--client', 'y'], /npm run erase/],
    ['one report with --yes', ['x', '--yes'], /npm run erase/],
    ['a client with --yes and --dry-run', ['--client', 'y', '--yes', '--dry-run'], /npm run erase/],
    ['a restored table with --force', ['--replay', 'y', '--force'], /npm run erase/],
    ['an unknown report with --dry-run', ['x', '--dry-run'], /there is no report x/],
    ['a client without reports', ['--client', 'unknown'], /no report of a client unknown/],
  ])('erasure is refused for %s', async (_what, args, message) => {
    await expect(runErase(stack.dataDirectory, args, async () => undefined)).rejects.toThrow(message);
  });
});

describe('erasing a client’s reports', () => {
  it("erasure of a client's reports removes all of them and none of another client", async () => {
    const leaver = credentialsIn(await runClient(stack.dataDirectory, 'create', 'leaver'));
    const requests = await Promise.all(
      ['a', 'b'].map((key) =>
        stack.post('/kyc/cn/request', oneCall, { ...leaver, 'idempotency-key': `leaver-${key}` }),
      ),
    );
    const tokens = requests.map(({ body }) => body.token as string);
    await expect(erase('--client', 'leaver', '--yes')).rejects.toThrow(
      /2 of the 2 reports of leaver are still processing, and nothing was erased/,
    );
    const kept = await stack.request(oneCall);
    for (const token of tokens)
      await until(async () => stack.cloud.executions.find(reportIdOf(token))?.status === 'SUCCEEDED');
    await stack.pollToEnd(kept);

    expect(await erase('--client', 'leaver', '--dry-run')).toEqual({ reports: 2, processing: 0 });
    await expect(erase('--client', 'leaver')).rejects.toThrow(
      /^This erases 2 reports of leaver for good: .*Nothing was done: without a terminal this needs --yes/,
    );
    const questions: string[] = [];
    const answering = (answer: string) =>
      runErase(stack.dataDirectory, ['--client', 'leaver'], undefined, async (question) => {
        questions.push(question);
        return answer;
      });
    for (const answer of ['', 'yes', 'leaver2'])
      await expect(answering(answer)).rejects.toThrow(/^Nothing was done/);
    expect(new Set(questions)).toEqual(
      new Set([
        'This erases 2 reports of leaver for good: stage local, as arn:aws:iam::000000000000:user/operator. Type leaver to go on: ',
      ]),
    );
    for (const token of tokens)
      expect((await stack.post('/kyc/cn/poll', { token }, leaver)).status).toBe(200);

    const receipts = await answering('leaver');
    expect(receipts.map(({ reportId }: { reportId: string }) => reportId).sort()).toEqual(
      tokens.map(reportIdOf).sort(),
    );
    for (const receipt of receipts) {
      expect(receipt.erased).toMatchObject({ reports: 1, idempotencyRecords: 1, pdfs: 1 });
      await expectOnlyTheReceipt(receipt.reportId, receipt);
    }
    for (const token of tokens)
      expect((await stack.post('/kyc/cn/poll', { token }, leaver)).status).toBe(401);
    expect((await stack.post('/kyc/cn/poll', { token: kept })).status).toBe(200);
    // The client still exists, and its receipts do not count as reports.
    expect(await runClient(stack.dataDirectory, 'show', 'leaver')).toContain('active');
    const again = runErase(stack.dataDirectory, ['--client', 'leaver', '--yes'], async () => undefined);
    await expect(again).rejects.toThrow(/no report of a client/);
  });
});
