import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  NotFound,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eraseReport } from '@kyc-china/core/erase-report';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { mergeReport } from '@kyc-china/core/report';
import { settleErasure, settlingSeconds } from '@kyc-china/core/settle-erasure';
import { AwsApplicantRemoval } from '@kyc-china/storage/applicant-store';
import { StoredLeftovers } from '@kyc-china/storage/erased-leftovers';
import { S3PdfFiles } from '@kyc-china/storage/pdf-store';
import { StoredReportEraser } from '@kyc-china/storage/report-eraser';
import { ReportErasure } from '@kyc-china/storage/report-erasure';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoReportTrail } from '@kyc-china/storage/report-trail';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import { mockClient } from 'aws-sdk-client-mock';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

const s3 = mockClient(S3Client);
const sfn = mockClient(SFNClient);
const machine = 'arn:aws:states:ap-east-1:000000000000:stateMachine:m';
let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());
beforeEach(() => {
  s3.reset();
  sfn.reset();
  s3.on(GetBucketVersioningCommand).resolves({});
  s3.on(HeadObjectCommand).rejects(new NotFound({ message: '', $metadata: {} }));
  s3.on(DeleteObjectCommand).resolves({});
  sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: '', $metadata: {} }));
  sfn.on(StartExecutionCommand).resolves({});
});

const reports = () => new DynamoReportStore(table.client, table.name);

function eraser() {
  const client = new SFNClient();
  const places = {
    table: table.name,
    keysTable: table.keysName,
    reportsBucket: 'pdfs',
    intakeBucket: 'intake',
    stateMachineArn: machine,
  };
  const erasure = new ReportErasure(
    { documents: table.client, s3: new S3Client(), workflow: client },
    places,
  );
  return new StoredReportEraser(erasure, new StepFunctionsWorkflow(client, machine));
}

const erase = (reportId: string, clientId: string, keyId?: string) =>
  eraseReport(eraser(), reportId, { clientId, keyId });

async function reportThatIs(status: 'processing' | 'failed' | 'completed', requestedAt = new Date()) {
  const [reportId, clientId] = [randomUUID(), randomUUID()];
  const accepted = { reportId, clientId, requestedAt, tasks: [], notOffered: [], warnings: [] };
  await reports().create({ ...accepted, submitted: {} }, requestedAt);
  const merged = {
    reportId,
    requestedAt,
    completedAt: new Date(),
    submitted: {},
    warnings: [],
    outcomes: [],
  };
  if (status === 'completed') await reports().complete(reportId, mergeReport(merged), 'hash');
  if (status === 'failed') await reports().fail(reportId, new Date());
  await new DynamoReportTrail(table.client, table.name).recordRead(accepted, { by: 'poll' }, new Date());
  return { reportId, clientId, accepted };
}

async function rowsOf(reportId: string) {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': reportId },
    }),
  );
  return Items;
}

describe('erasing by the API', () => {
  it.each(['completed', 'failed'] as const)(
    'erasure of a %s report leaves the receipt alone',
    async (status) => {
      const { reportId, clientId } = await reportThatIs(status);
      const receipt = {
        reportId,
        clientId,
        erasedAt: expect.stringMatching(/Z$/),
        erasedBy: `client:${clientId} key:k1`,
        erased: {
          reports: 1,
          otherRows: 1,
          idempotencyRecords: 0,
          dataKeys: 0,
          photos: 0,
          pdfs: 0,
        },
      };
      expect(await erase(reportId, clientId, 'k1')).toEqual({ status: 'erased', receipt });
      expect(await rowsOf(reportId)).toEqual([
        { pk: reportId, sk: 'REPORT', status: 'erased', clientId, receipt },
      ]);
      expect(await erase(reportId, clientId, 'k1')).toEqual({ status: 'unknown' });
    },
  );

  it('erasure names the client alone when its secret has no id', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    expect(await erase(reportId, clientId)).toMatchObject({ receipt: { erasedBy: `client:${clientId}` } });
  });

  it("erasure of an unknown, an expired and another client's report erases nothing", async () => {
    const { reportId } = await reportThatIs('completed');
    const expired = await reportThatIs('completed', new Date(Date.now() - 31 * 24 * 3600 * 1000));
    expect(await erase(reportId, 'someone-else')).toEqual({ status: 'unknown' });
    expect(await erase(randomUUID(), 'someone-else')).toEqual({ status: 'unknown' });
    expect(await erase(expired.reportId, expired.clientId)).toEqual({ status: 'unknown' });
    expect(await reports().find(reportId)).toMatchObject({ status: 'completed' });
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(0);
  });

  it('erasure is refused while the report is processing, and not when that should have ended long ago', async () => {
    const { reportId, clientId } = await reportThatIs('processing');
    expect(await erase(reportId, clientId)).toEqual({ status: 'processing' });
    expect(await rowsOf(reportId)).toHaveLength(2);
    const overdue = await reportThatIs('processing', new Date(Date.now() - longestProcessingMs - 60_000));
    expect(await erase(overdue.reportId, overdue.clientId)).toMatchObject({ status: 'erased' });
  });

  it('erasure that was cut short is completed by a repetition', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    sfn.on(StartExecutionCommand).rejectsOnce(new Error('killed'));
    await expect(erase(reportId, clientId)).rejects.toThrow('killed');
    expect((await reports().find(reportId))?.status).toBeUndefined();
    expect(await erase(reportId, clientId)).toMatchObject({
      status: 'erased',
      receipt: { erased: { reports: 1, otherRows: 1 } },
    });
  });

  it('two erasures of a report at once return the receipt that is stored', async () => {
    const { reportId, clientId } = await reportThatIs('completed');
    const results = await Promise.all([erase(reportId, clientId), erase(reportId, clientId)]);
    const receipts = results.flatMap((result) => (result.status === 'erased' ? [result.receipt] : []));
    const [stored] = await rowsOf(reportId);
    expect(receipts.length).toBeGreaterThan(0);
    for (const receipt of receipts) expect(receipt).toEqual(stored?.receipt);
  });

  it('erasure starts an execution before its receipt, and that one deletes what comes back, after all functions ended', async () => {
    const { reportId, clientId, accepted } = await reportThatIs('completed');
    await erase(reportId, clientId);
    expect(sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toEqual([
      {
        stateMachineArn: machine,
        name: `${reportId}-erasure`,
        input: JSON.stringify({ reportId, tasks: [], erasure: {} }),
      },
    ]);
    await new DynamoReportTrail(table.client, table.name).recordRead(accepted, { by: 'id' }, new Date());
    await table.client.send(new PutCommand({ TableName: table.keysName, Item: { reportId, keyId: 'k' } }));
    const client = new S3Client();
    const places = { table: table.name, bucket: 'intake', keysTable: table.keysName };
    const leftovers = new StoredLeftovers(table.client, table.name, {
      applicants: new AwsApplicantRemoval(table.client, client, places),
      pdfs: new S3PdfFiles(client, 'pdfs'),
    });
    expect(await settleErasure(leftovers, reportId, false)).toEqual({
      hasCallback: false,
      settleSeconds: settlingSeconds,
    });
    expect(await rowsOf(reportId)).toHaveLength(2);
    expect(await settleErasure(leftovers, reportId, true)).toEqual({ hasCallback: false });
    expect((await rowsOf(reportId)).map(({ status }) => status)).toEqual(['erased']);
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.keysName, Key: { reportId, keyId: 'k' } }),
    );
    expect(Item).toBeUndefined();
    const deleted = s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input.Key);
    expect(deleted).toEqual(expect.arrayContaining([`photos/${reportId}`, `reports/${reportId}.pdf`]));
  });

  it('execution of an erasure deletes nothing of a report that is not erased', async () => {
    const { reportId } = await reportThatIs('completed');
    const client = new S3Client();
    const places = { table: table.name, bucket: 'intake', keysTable: table.keysName };
    const leftovers = new StoredLeftovers(table.client, table.name, {
      applicants: new AwsApplicantRemoval(table.client, client, places),
      pdfs: new S3PdfFiles(client, 'pdfs'),
    });
    await settleErasure(leftovers, reportId, true);
    expect(await rowsOf(reportId)).toHaveLength(2);
    expect(s3.commandCalls(DeleteObjectCommand)).toHaveLength(0);
  });
});
