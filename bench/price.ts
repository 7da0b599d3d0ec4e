import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { EmbeddedCloudOptions } from '@kyc-china/emulator/embedded-cloud';
import { type BenchStack, deployedFunctions, requestOf, startBenchStack } from './support/bench-stack.ts';
import { countCalls, noUsage } from './support/counting-proxy.ts';
import { type Events, pricesSection } from './support/price-list.ts';
import type { Part } from './support/section.ts';

const upstreamMs = 1000;
/** What the 202's Retry-After asks a consumer to wait. */
const pollEveryMs = 2000;

async function bytesUnder(directory: string): Promise<number> {
  const files = await readdir(directory);
  const sizes = await Promise.all(files.map((file) => stat(path.join(directory, file))));
  return sizes.reduce((total, { size }) => total + size, 0);
}

/** Requests, polls as the contract asks until the report is complete, fetches the PDF, waits for the webhook. */
async function oneReport(stack: BenchStack) {
  let [apiCalls, bytesOut] = [1, 0];
  const { token } = (await stack.post('request', requestOf())).body;
  for (;;) {
    const { status, body } = await stack.post('poll', { token });
    apiCalls += 1;
    bytesOut += JSON.stringify(body).length;
    if (status === 200) {
      const { reportId } = body.reportMetadata;
      const pdf = await (await fetch(body.pdfUrl)).arrayBuffer();
      const delivery = await stack.receiver.deliveryOf(reportId);
      bytesOut += pdf.byteLength + delivery.body.length;
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

/** The events of one full run in the embedded stack, at AWS's list prices. */
export const price: Part = async ({ quick, progress }) => {
  const reports = quick ? 2 : 5;
  const usage = noUsage();
  const invocations: { memoryMb: number; durationMs: number; inMap: boolean }[] = [];
  const proxies: { stop(): Promise<void> }[] = [];
  const between: EmbeddedCloudOptions['endpointsForFunctions'] = async (endpoints) => {
    const counted = { ...endpoints };
    for (const service of ['S3', 'DYNAMODB', 'SFN', 'SECRETS_MANAGER', 'KMS'] as const) {
      const proxy = await countCalls(service, endpoints[service], usage);
      proxies.push(proxy);
      counted[service] = proxy.url;
    }
    return counted;
  };
  const stack = await startBenchStack({
    environmentOverrides: { SIMULATOR_LATENCY_MS: String(upstreamMs) },
    endpointsForFunctions: between,
    onInvocation: ({ definition, durationMs }) =>
      invocations.push({
        memoryMb: definition.memorySizeMb,
        durationMs,
        inMap: 'UPSTREAM_ROUTING' in definition.variables,
      }),
  });
  try {
    // Warm: what an environment reads once in five minutes is not a report's.
    for (let round = 0; round < 2; round += 1) await oneReport(stack);
    usage.reset();
    invocations.length = 0;
    const logs = path.join(stack.dataDirectory, 'logs');
    const logBytesBefore = await bytesUnder(logs);
    const done = [];
    const started = performance.now();
    for (let index = 0; index < reports; index += 1) done.push(await oneReport(stack));
    const secondsEach = (performance.now() - started) / 1000 / reports;
    const last = done.at(-1);
    if (!last) throw new Error('no report was made');
    const history = await stack.cloud.executions.history(last.reportId);
    const each = (count: number) => count / reports;
    const calls = (name: string) => each(usage.calls(name));
    const gbSeconds = (of: typeof invocations) =>
      each(
        of.reduce((total, { memoryMb, durationMs }) => total + (memoryMb / 1024) * (durationMs / 1000), 0),
      );
    const events: Events = {
      apiCalls: each(done.reduce((total, { apiCalls }) => total + apiCalls, 0)),
      invocations: each(invocations.length),
      gbSeconds: gbSeconds(invocations),
      subCheckInvocations: each(invocations.filter(({ inMap }) => inMap).length),
      subCheckGbSeconds: gbSeconds(invocations.filter(({ inMap }) => inMap)),
      // The console's own counting: each state entered, and the machine's start and end.
      transitions: history.filter(({ type }) => type.endsWith('StateEntered')).length + 2,
      executionSeconds: secondsEach,
      writeUnits: each(usage.units().write),
      readUnits: each(usage.units().read),
      s3Puts: calls('S3 PUT'),
      // The PDF is fetched once, by the receiver of the link.
      s3Gets: calls('S3 GET') + calls('S3 HEAD') + 1,
      kmsCalls: calls('KMS GenerateDataKey') + calls('KMS Decrypt'),
      secretsCalls: calls('SECRETS_MANAGER GetSecretValue'),
      functionLogBytes: each((await bytesUnder(logs)) - logBytesBefore),
      workflowLogBytes: JSON.stringify(
        history.map((event) => Object.entries(event).filter(([name]) => !name.endsWith('Details'))),
      ).length,
      tableBytes: await storedBytes(stack, last.reportId),
      objectBytes: last.pdfBytes,
      bytesOut: last.bytesOut,
    };
    progress(`${events.transitions} transitions, ${events.gbSeconds.toFixed(2)} GB-s`);
    return pricesSection(events, { reports, upstreamMs });
  } finally {
    await stack.stop();
    for (const proxy of proxies) await proxy.stop();
  }
};
