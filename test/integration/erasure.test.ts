import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NotFound,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErasureReceipt } from '@kyc-china/core/erasure-receipt';
import type { NewReport } from '@kyc-china/core/ports';
import { DynamoIdempotencyStore, idempotencyPartition } from '@kyc-china/storage/idempotency-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { mockClient } from 'aws-sdk-client-mock';
import { stages } from '../../lib/stage-configuration.ts';
import { printEach } from '../../operations/erase.ts';
import { Erasure } from '../../operations/erasure.ts';
import { bareReport } from '../support/bare-report.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';
import { type SealedApplicants, startSealedApplicants } from '../support/sealed-applicants.ts';
import { until } from '../support/until.ts';

const s3 = mockClient(S3Client);
const workflow = mockClient(SFNClient);
const options = { by: 'the test', force: false };

let table: ReportsTable;
let applicants: SealedApplicants;
let erasure: Erasure;
let waits: number;
let whileWaiting: () => Promise<unknown>;
beforeAll(async () => {
  table = await startReportsTable();
  applicants = await startSealedApplicants(table);
  const outputs: Record<string, string> = {
    ReportsTableName: table.name,
    ApplicantKeysTableName: table.keysName,
    ReportsBucketName: 'pdfs',
    IntakeBucketName: 'intake',
    StateMachineArn: 'arn:aws:states:ap-east-1:000000000000:stateMachine:m',
  };
  const stage = {
    name: 'sandbox',
    configuration: stages.sandbox,
    output: (name: string) => outputs[name] ?? '',
    settingsFor: () => table.settings,
  };
  erasure = new Erasure(stage, async () => {
    waits += 1;
    await whileWaiting();
  });
});
afterAll(async () => {
  erasure.close();
  await applicants.close();
  await table.close();
});

beforeEach(() => {
  waits = 0;
  whileWaiting = async () => undefined;
  s3.reset();
  workflow.reset();
  s3.on(GetBucketVersioningCommand).resolves({});
  s3.on(HeadObjectCommand).rejects(new NotFound({ message: '', $metadata: {} }));
  s3.on(DeleteObjectCommand).resolves({});
  executionsAre({ '': 'SUCCEEDED' });
  workflow.on(StopExecutionCommand).resolves({});
});

/** Every report's executions, by what their names have behind the report's id. */
function executionsAre(statuses: Readonly<Record<string, ExecutionStatus>>) {
  return workflow.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const status = statuses[/:[0-9a-f-]{36}([^:]*)$/.exec(executionArn)?.[1] ?? '?'];
    if (status === undefined) throw new ExecutionDoesNotExist({ message: 'never started', $metadata: {} });
    return { status };
  });
}

async function ofClient(clientId: string): Promise<ErasureReceipt[]> {
  const receipts: ErasureReceipt[] = [];
  for await (const receipt of erasure.client(clientId, options)) receipts.push(receipt);
  return receipts;
}
const reports = () => new DynamoReportStore(table.client, table.name);

/** Stores a complete report with an idempotency record. */
async function standing(clientId: string = randomUUID(), more: Partial<NewReport> = {}) {
  const reportId = randomUUID();
  const key = randomUUID();
  const requestedAt = new Date();
  const idempotency = new DynamoIdempotencyStore(table.client, table.name);
  await idempotency.remember(clientId, key, { reportId, requestedAt, kid: '1', bodyDigest: 'd' });
  const accepted = {
    reportId,
    clientId,
    requestedAt,
    tasks: [],
    notOffered: [],
    warnings: [],
    submitted: {},
    ...more,
  };
  await reports().create({ ...accepted, idempotencyKey: key }, requestedAt);
  await reports().complete(reportId, bareReport, 'hash');
  return { reportId, clientId, key };
}

/** Makes a report's row as old as this. */
async function requestedBefore(reportId: string, hours: number): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { pk: reportId, sk: 'REPORT' },
      UpdateExpression: 'SET startedAt = :at, requestedAt = :at',
      ExpressionAttributeValues: { ':at': new Date(Date.now() - hours * 3_600_000).toISOString() },
    }),
  );
}

const allOf = async ({ reportId, clientId, key }: Awaited<ReturnType<typeof standing>>) => ({
  rows: await applicants.itemsOf(reportId),
  records: await applicants.itemsOf(idempotencyPartition(clientId, key)),
});

describe('an erasure', () => {
  it('erasure finds every version and delete marker of an object in a versioned bucket', async () => {
    const { reportId } = await standing();
    await requestedBefore(reportId, 26);
    const pdf = `reports/${reportId}.pdf`;
    s3.on(GetBucketVersioningCommand, { Bucket: 'pdfs' }).resolves({ Status: 'Suspended' });
    s3.on(ListObjectVersionsCommand).resolves({
      Versions: [
        { Key: pdf, VersionId: 'v1' },
        { Key: pdf, VersionId: 'v2' },
        { Key: `${pdf}.other`, VersionId: 'v3' },
      ],
      DeleteMarkers: [{ Key: pdf, VersionId: 'm1' }],
    });
    const { erased } = await erasure.report(reportId, options);
    expect(erased.pdfs).toBe(3);
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual(
      ['v1', 'v2', 'm1'].map((VersionId) => ({ Bucket: 'pdfs', Key: pdf, VersionId })),
    );
  });

  it('receipt says that the consent was given, and no word of it', async () => {
    const consent = { obtainedAt: '2026-03-01T10:00:00Z', purpose: 'Account opening', reference: 'box 7' };
    const { reportId } = await standing(randomUUID(), { consent });
    const receipt = await erasure.report(reportId, options);
    expect(receipt.consentGiven).toBe(true);
    expect(await erasure.report(reportId, options)).toEqual(receipt);
    const { Items } = await table.client.send(new ScanCommand({ TableName: table.name }));
    const left = JSON.stringify(Items?.filter(({ pk }) => pk === reportId));
    expect(left).toContain('consentGiven');
    for (const word of ['2026-03-01', 'Account', 'box']) expect(left).not.toContain(word);

    const { reportId: without } = await standing();
    expect(await erasure.report(without, options)).not.toHaveProperty('consentGiven');
  });

  it('erasure that is interrupted leaves a report that is already gone, and the next call completes it', async () => {
    const report = await standing();
    const { reportId, clientId } = report;
    s3.on(HeadObjectCommand).rejectsOnce(new Error('cut'));
    await expect(erasure.report(reportId, options)).rejects.toThrow('cut');
    expect(await reports().find(reportId)).toBeUndefined();
    const receipt = await erasure.report(reportId, options);
    expect(receipt).toMatchObject({ clientId, erasedBy: 'the test', erased: { reports: 1 } });
    // It cannot know whether the first one had stopped something just before.
    expect(waits).toBe(1);
    const row = { pk: reportId, sk: 'REPORT', status: 'erased', clientId, receipt };
    expect(await allOf(report)).toEqual({ rows: [row], records: [] });
  });

  it('erasure stops a webhook that is still retried, and waits for a running attempt', async () => {
    const { reportId } = await standing();
    await requestedBefore(reportId, 26);
    executionsAre({ '': 'RUNNING' });
    await erasure.report(reportId, options);
    const executionArn = `arn:aws:states:ap-east-1:000000000000:execution:m:${reportId}`;
    expect(workflow.commandCalls(StopExecutionCommand)[0]?.args[0].input).toMatchObject({ executionArn });
    expect(waits).toBe(1);
  });

  it.each([
    [23, 1],
    [26, 0],
  ])(
    'erasure of a report that was started %d hours ago waits %d times for functions without an execution',
    async (hours, times) => {
      const report = await standing();
      await requestedBefore(report.reportId, hours);
      let swept = 0;
      s3.on(HeadObjectCommand, { Bucket: 'pdfs' }).callsFake(() => {
        swept += 1;
        throw new NotFound({ message: '', $metadata: {} });
      });
      await erasure.report(report.reportId, options);
      expect([waits, swept]).toEqual([times, 1 + times]);
      // Without a wait, an execution deletes what a read that was under way has noted.
      const settling = workflow.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name);
      expect(settling).toEqual(times === 0 ? [`${report.reportId}-erasure`] : []);
    },
  );

  it('erasure deletes what a running repetition writes during the wait', async () => {
    const { reportId } = await standing();
    whileWaiting = () => applicants.intake.save(reportId, { name: '张三' }, undefined);
    const { erased } = await erasure.report(reportId, options);
    expect(erased).toMatchObject({ otherRows: 1, dataKeys: 1 });
    expect(await applicants.itemsOf(reportId)).toHaveLength(1);
    expect(await applicants.wrappedKeysOf(reportId)).toEqual([]);
  });

  it('erasure stops a webhook that is resent, also one that was counted after the row was read', async () => {
    const { reportId } = await standing();
    await requestedBefore(reportId, 26);
    executionsAre({ '': 'SUCCEEDED', '-resend-1': 'SUCCEEDED', '-resend-3': 'RUNNING' });
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: reportId, sk: 'REPORT' },
        UpdateExpression: 'SET webhookResends = :three',
        ExpressionAttributeValues: { ':three': 3 },
      }),
    );
    await erasure.report(reportId, options);
    const stopped = workflow.commandCalls(StopExecutionCommand).map(({ args }) => args[0].input.executionArn);
    expect(stopped).toEqual([`arn:aws:states:ap-east-1:000000000000:execution:m:${reportId}-resend-3`]);
    expect(waits).toBe(1);
  });

  it('erasure stops a verification that was run again, and waits for its functions', async () => {
    const { reportId } = await standing();
    await requestedBefore(reportId, 26);
    executionsAre({ '': 'FAILED', '-redrive-1': 'TIMED_OUT', '-redrive-2': 'RUNNING' });
    await erasure.report(reportId, options);
    const stopped = workflow.commandCalls(StopExecutionCommand).map(({ args }) => args[0].input.executionArn);
    expect(stopped).toEqual([`arn:aws:states:ap-east-1:000000000000:execution:m:${reportId}-redrive-2`]);
    expect(waits).toBe(1);
  });

  it('erasure deletes what is left of a request that never became a report', async () => {
    const reportId = randomUUID();
    await applicants.intake.save(reportId, { name: '张三' }, undefined);
    executionsAre({});
    const receipt = await erasure.report(reportId, options);
    expect(receipt).toEqual({
      reportId,
      erasedAt: expect.any(String),
      erasedBy: 'the test',
      erased: { reports: 0, otherRows: 1, idempotencyRecords: 0, dataKeys: 1, photos: 0, pdfs: 0 },
    });
    expect(await applicants.itemsOf(reportId)).toHaveLength(1);
    expect(await applicants.wrappedKeysOf(reportId)).toEqual([]);
  });

  it('erasure keeps an idempotency record that now names another report', async () => {
    const report = await standing();
    const pk = idempotencyPartition(report.clientId, report.key);
    const Item = { pk, sk: 'IDEMPOTENCY', reportId: 'another' };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    expect((await erasure.report(report.reportId, options)).erased.idempotencyRecords).toBe(0);
    expect((await allOf(report)).records).toEqual([Item]);
  });

  it('erasure of a client includes its requests without a report, and counts across pages', async () => {
    const clientId = randomUUID();
    const standingReports = [await standing(clientId), await standing(clientId)];
    const reportId = randomUUID();
    const idempotency = new DynamoIdempotencyStore(table.client, table.name);
    const record = { reportId, requestedAt: new Date(), kid: '1', bodyDigest: 'd' };
    await idempotency.remember(clientId, 'cut', record);
    await applicants.intake.save(reportId, { name: '张三' }, undefined);
    // Beyond one page of a scan, which is 1 MB.
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((pk) =>
        table.client.send(
          new PutCommand({ TableName: table.name, Item: { pk, sk: 'X', filler: 'x'.repeat(350_000) } }),
        ),
      ),
    );
    const receipts = await ofClient(clientId);
    expect(receipts.map((receipt) => receipt.reportId).sort()).toEqual(
      [reportId, ...standingReports.map((one) => one.reportId)].sort(),
    );
    for (const receipt of receipts)
      expect(receipt).toMatchObject({ clientId, erased: { idempotencyRecords: 1 } });
    expect(await applicants.wrappedKeysOf(reportId)).toEqual([]);
    await expect(ofClient(clientId)).rejects.toThrow(/no report/);
  });

  it.each<[string, 'alone' | 'beside a report']>([
    ['whose first request has not named it yet', 'alone'],
    ['with a report and a request that has not named it yet', 'beside a report'],
  ])('erasure of a client %s erases that request too, once it has', async (_what, others) => {
    const clientId = randomUUID();
    const before = others === 'alone' ? [] : [(await standing(clientId)).reportId];
    const reportId = randomUUID();
    // Without an idempotency key: until its row is there, nothing says whose the sealed fields are.
    await applicants.intake.save(reportId, { name: '张三' }, undefined);
    whileWaiting = async () => {
      if (waits > 1) return;
      const accepted = {
        reportId,
        clientId,
        requestedAt: new Date(),
        tasks: [],
        notOffered: [],
        warnings: [],
        submitted: {},
      };
      await reports().create(accepted, new Date());
      await reports().fail(reportId, new Date());
    };
    const receipts = await ofClient(clientId);
    expect(receipts.map((receipt) => receipt.reportId)).toEqual([...before, reportId]);
    expect(receipts.at(-1)).toMatchObject({ clientId, erased: { reports: 1, dataKeys: 1 } });
    expect(await applicants.wrappedKeysOf(reportId)).toEqual([]);
  });

  it('erasure of a client reports a request that came during it as processing, and what it erased', async () => {
    const clientId = randomUUID();
    const before = await standing(clientId);
    const reportId = randomUUID();
    whileWaiting = async () => {
      if (waits > 1) return;
      const accepted = {
        reportId,
        clientId,
        requestedAt: new Date(),
        tasks: [],
        notOffered: [],
        warnings: [],
        submitted: {},
      };
      await reports().create(accepted, new Date());
    };
    const printed: string[] = [];
    const erased = printEach(erasure.client(clientId, options), (line) => printed.push(line));
    await expect(erased).rejects.toThrow(/^1 of the 1 further reports of .* are still processing, and none/);
    expect(JSON.parse(printed.join('\n'))).toMatchObject([{ reportId: before.reportId }]);
    expect((await reports().find(reportId))?.status).toBe('processing');
  });

  it('erasure of a client that was interrupted continues, even after the idempotency records are gone', async () => {
    const clientId = randomUUID();
    const report = await standing(clientId);
    s3.on(HeadObjectCommand).rejectsOnce(new Error('cut'));
    await expect(ofClient(clientId)).rejects.toThrow('cut');
    await until(async () => (await allOf(report)).records.length === 0);
    const pdf = { Bucket: 'pdfs', Key: `reports/${report.reportId}.pdf` };
    s3.on(HeadObjectCommand, pdf).resolves({});
    expect(await ofClient(clientId)).toMatchObject([{ reportId: report.reportId, erased: { reports: 1 } }]);
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toContainEqual(pdf);
    await expect(ofClient(clientId)).rejects.toThrow(/no report/);
  });

  it('erasure of a client shows the receipt of each report before it continues with the next', async () => {
    const clientId = randomUUID();
    const both = [(await standing(clientId)).reportId, (await standing(clientId)).reportId];
    const none = new NotFound({ message: '', $metadata: {} });
    // Photo and PDF of each report, and of the first one once more when it has settled.
    const head = s3.on(HeadObjectCommand);
    for (let looked = 0; looked < 6; looked += 1) head.rejectsOnce(none);
    head.rejectsOnce(new Error('cut')).rejects(none);
    const printed: string[] = [];
    const erased = printEach(erasure.client(clientId, options), (line) => printed.push(line));
    await expect(erased).rejects.toThrow('cut');
    const shown: { reportId: string }[] = JSON.parse(printed.join('\n'));
    const others = await ofClient(clientId);
    expect(shown).toHaveLength(1);
    expect([...shown, ...others].map(({ reportId }) => reportId).sort()).toEqual(both.sort());
  });

  it('erasure is repeated in a restored table, and nowhere else', async () => {
    const [gone, kept] = [await standing(), await standing()];
    const backup = [
      ...(await applicants.itemsOf(gone.reportId)),
      ...(await applicants.itemsOf(kept.reportId)),
    ];
    const sealed = { pk: gone.reportId, sk: 'APPLICANT', sealed: new Uint8Array([1]) };
    const receipt = await erasure.report(gone.reportId, options);
    await table.restored('restored');
    for (const Item of [...backup, sealed])
      await table.client.send(new PutCommand({ TableName: 'restored', Item }));

    const { receipts, cameBack } = await erasure.replay('restored');
    expect(receipts).toBeGreaterThanOrEqual(1);
    expect(cameBack).toBe(1);
    const restored = new DynamoReportStore(table.client, 'restored');
    expect(await restored.find(gone.reportId)).toBeUndefined();
    expect((await restored.find(kept.reportId))?.status).toBe('completed');
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: 'restored' }));
    expect(Items.filter(({ pk }) => pk === gone.reportId)).toEqual([
      { pk: gone.reportId, sk: 'REPORT', status: 'erased', clientId: gone.clientId, receipt },
    ]);
    await expect(erasure.replay(table.name)).rejects.toThrow(/the table that the stage uses/);
  });
});
