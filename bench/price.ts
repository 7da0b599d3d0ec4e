import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { type BenchStack, deployedFunctions, requestOf } from './support/bench-stack.ts';
import { type CountedInvocation, type CountedStack, startCountedStack } from './support/counted-stack.ts';
import { fixedCosts } from './support/fixed-costs.ts';
import { type Events, pricesSection } from './support/price-list.ts';
import type { Part } from './support/section.ts';
import { workflowLogBytes } from './support/workflow-log.ts';

const upstreamMs = 1000;
/** What the 202's Retry-After asks a consumer to wait. */
const pollEveryMs = 2000;

/** What is sent of the sample for a report of five sub-checks, photo and webhook included. */
const fieldsOfFive = ['name', 'idNumber', 'facePhoto', 'bankCardNumber', 'callbackUrl'] as const;

/** The name that an execution has on AWS, for the size of its log. */
const executionArn = (reportId: string) =>
  `arn:aws:states:ap-east-1:111122223333:execution:KycChina-production-verification:${reportId}`;

async function bytesUnder(directory: string): Promise<number> {
  const files = await readdir(directory);
  const sizes = await Promise.all(files.map((file) => stat(path.join(directory, file))));
  return sizes.reduce((total, { size }) => total + size, 0);
}

/** Requests, polls as the contract asks until the report is complete, fetches the PDF, waits for the webhook. */
async function oneReport(stack: BenchStack, fields?: readonly string[]) {
  let [apiCalls, bytesOut] = [1, 0];
  const { token } = (await stack.post('request', requestOf(fields), crypto.randomUUID())).body;
  for (;;) {
    const { status, body } = await stack.post('poll', { token });
    apiCalls += 1;
    bytesOut += JSON.stringify(body).length;
    if (status === 200) {
      const { reportId } = body.reportMetadata;
      const pdf = await (await fetch(body.pdfUrl)).arrayBuffer();
      const delivery = await stack.receiver.deliveryOf(reportId);
      bytesOut += pdf.byteLength + delivery.body.length;
      // The execution goes on after the receiver has answered.
      while (stack.cloud.executions.all().some((execution) => execution.status === 'RUNNING')) await wait(20);
      return { reportId, apiCalls, bytesOut, pdfBytes: pdf.byteLength };
    }
    if (status !== 202) throw new Error(`poll answered ${status}`);
    await wait(pollEveryMs);
  }
}

async function storedBytes(stack: BenchStack, reportId: string): Promise<number> {
  const { poll } = await deployedFunctions(stack.cloud);
  const dynamo = new DynamoDBClient({
    region: 'ap-east-1',
    endpoint: stack.cloud.endpoints.DYNAMODB,
    credentials: stack.cloud.credentials,
  });
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName: poll.variables.REPORTS_TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: reportId } },
    }),
  );
  dynamo.destroy();
  return JSON.stringify(Items).length;
}

const memoryGb = ({ definition }: CountedInvocation) => definition.memorySizeMb / 1024;

/** Makes some reports of one kind, and counts. */
async function eventsOf(counted: CountedStack, reports: number, fields?: readonly string[]): Promise<Events> {
  const { stack, usage, invocations } = counted;
  counted.reset();
  const logs = path.join(stack.dataDirectory, 'logs');
  const logBytesBefore = await bytesUnder(logs);
  const done = [];
  const started = performance.now();
  for (let index = 0; index < reports; index += 1) done.push(await oneReport(stack, fields));
  const secondsEach = (performance.now() - started) / 1000 / reports;
  const last = done.at(-1);
  if (!last) throw new Error('no report was made');
  const history = await stack.cloud.executions.history(last.reportId);
  const each = (count: number) => count / reports;
  const calls = (name: string) => each(usage.calls(name));
  const gbSeconds = (of: readonly CountedInvocation[]) =>
    each(of.reduce((total, invocation) => total + memoryGb(invocation) * (invocation.durationMs / 1000), 0));
  const subChecks = invocations.filter(({ name }) => name === 'sub-check');
  const units = usage.units();
  return {
    apiCalls: each(done.reduce((total, { apiCalls }) => total + apiCalls, 0)),
    invocations: each(invocations.length),
    gbSeconds: gbSeconds(invocations),
    environmentGb: each(invocations.reduce((total, invocation) => total + memoryGb(invocation), 0)),
    subCheckInvocations: each(subChecks.length),
    subCheckGbSeconds: gbSeconds(subChecks),
    // Each state entered is billed, and nothing else: neither the start of an execution nor its end.
    transitions: history.filter(({ type }) => type.endsWith('StateEntered')).length,
    executionSeconds: secondsEach,
    writeUnits: each(units.write),
    readUnits: each(units.read),
    s3Puts: calls('S3 PUT'),
    // The PDF is fetched once, by the receiver of the link. Deletions are free.
    s3Gets: calls('S3 GET') + calls('S3 HEAD') + 1,
    kmsCalls: calls('KMS GenerateDataKey') + calls('KMS Decrypt'),
    secretsCalls: calls('SECRETS_MANAGER GetSecretValue'),
    functionLogBytes: each((await bytesUnder(logs)) - logBytesBefore),
    workflowLogBytes: workflowLogBytes(history, executionArn(last.reportId)),
    tableBytes: await storedBytes(stack, last.reportId),
    objectBytes: last.pdfBytes,
    bytesOut: each(done.reduce((total, { bytesOut }) => total + bytesOut, 0)),
  };
}

/** The events of full reports in the embedded stack, at AWS's list prices. */
export const price: Part = async ({ quick, progress }) => {
  const reports = quick ? 2 : 5;
  const counted = await startCountedStack({
    environmentOverrides: { SIMULATOR_LATENCY_MS: String(upstreamMs) },
  });
  try {
    // Warm: what an environment reads once in five minutes is not a report's.
    for (let round = 0; round < 2; round += 1) await oneReport(counted.stack);
    const ten = await eventsOf(counted, reports);
    const five = await eventsOf(counted, reports, fieldsOfFive);
    progress(`${ten.transitions} and ${five.transitions} transitions, ${ten.gbSeconds.toFixed(2)} GB-s`);
    return pricesSection({ ten, five }, await fixedCosts(), { reports, upstreamMs });
  } finally {
    await counted.stop();
  }
};
