import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { retentionSeconds } from '@kyc-china/core/retention';
import { getEvent } from '@kyc-china/samples/handler-events';
import { deployedFunctions, requestOf, startBenchStack } from './support/bench-stack.ts';
import { bundle } from './support/lambda-bundle.ts';
import { measure } from './support/measure.ts';
import type { Part } from './support/section.ts';
import { median, ms, ratio } from './support/statistics.ts';
import { type Item, storeRows } from './support/store-rows.ts';

const target = 1.3;
const clients = 50;
const pageSize = 20;
const clientOf = (number: number) => `client-${number % clients}`;
/** Between one report and the next, in milliseconds: 100,000 of them span 23 days. */
const apartMs = 20_000;

function eventFor(clientId: string, event: ReturnType<typeof getEvent>): unknown {
  return { ...event, requestContext: { requestId: 'request-1', authorizer: { clientId } } };
}

/** A list's and a read's time beside those of the bare reads, by how many reports are stored. */
export const list: Part = async ({ quick, progress }) => {
  const sizes = quick ? [1_000, 3_000] : [1_000, 10_000, 100_000];
  const rounds = quick ? 50 : 300;
  const stack = await startBenchStack({ environmentOverrides: { SIMULATOR_LATENCY_MS: '1' } });
  const dynamo = new DynamoDBClient({
    region: 'ap-east-1',
    endpoint: stack.cloud.endpoints.DYNAMODB,
    credentials: stack.cloud.credentials,
  });
  try {
    const { reports } = await deployedFunctions(stack.cloud);
    const { REPORTS_TABLE: TableName = '' } = reports.variables;
    const { report } = await stack.timeToReport(requestOf());
    const Key = { pk: { S: report.reportMetadata.reportId }, sk: { S: 'REPORT' } };
    const { Item: row = {} } = await dynamo.send(
      new GetItemCommand({ TableName, Key, ConsistentRead: true }),
    );
    const now = Date.now();
    const ids: string[] = [];
    const rowAt = (number: number): Item => ({
      ...row,
      pk: { S: ids[number] ?? '' },
      clientId: { S: clientOf(number) },
      requestedAt: { S: new Date(now - number * apartMs).toISOString() },
    });
    const bareRead = await bundle({ entry: 'bench/support/bare-handler.ts' });
    const bareList = await bundle({ entry: 'bench/support/bare-list-handler.ts' });
    const file = path.join(reports.taskRoot, 'index.mjs');
    const from = new Date(now - retentionSeconds('report') * 1000).toISOString();
    const rows: string[][] = [];
    let first: readonly number[] = [];
    for (const size of sizes) {
      const stored = ids.length;
      ids.push(...Array.from({ length: size - stored }, () => randomUUID()));
      await storeRows(dynamo, TableName, size - stored, (number) => rowAt(stored + number));
      progress(`${size} reports are stored`);
      // Spread over all that is stored, so that no cache of recent rows helps.
      const asked = Array.from({ length: rounds }, (_, round) => Math.floor((round * size) / rounds));
      const measured = await measure(reports.variables, {
        subjects: [
          {
            file,
            events: asked.map((number) =>
              eventFor(clientOf(number), getEvent(null, { limit: [String(pageSize)] })),
            ),
          },
          {
            file: bareList.file,
            events: asked.map((number) => ({ clientId: clientOf(number), from, limit: pageSize + 1 })),
          },
          {
            file,
            events: asked.map((number) =>
              eventFor(clientOf(number), getEvent({ reportId: ids[number] ?? '' })),
            ),
          },
          { file: bareRead.file, events: asked.map((number) => ({ reportId: ids[number] })) },
        ],
        rounds,
        warmUp: 50,
      });
      const times = measured.map(median);
      if (first.length === 0) first = times;
      const [listed = 0, barelyListed = 0, read = 0, barelyRead = 0] = times;
      const [firstListed = 0, , firstRead = 0] = first;
      progress(`list ${ratio(listed, barelyListed)}, read ${ratio(read, barelyRead)} of the bare one`);
      rows.push([
        size.toLocaleString('en'),
        ms(listed),
        ratio(listed, barelyListed),
        ratio(listed, firstListed),
        ms(read),
        ratio(read, barelyRead),
        ratio(read, firstRead),
      ]);
    }
    return {
      title: 'Lists',
      method: `The bundle of GET /kyc/cn/reports, warm, against the emulator with so many reports of ${clients} clients stored (copies of a real report's row): a list of ${pageSize} reports, and a read by id, each in turn with a bare handler that makes the same query or GetItem. The median of ${rounds} calls each, spread over all clients and reports. The target is ${target} of the bare call, and the same time for every number of reports.`,
      tables: [
        {
          columns: ['reports stored', 'list p50', '÷ bare', '÷ first', 'read p50', '÷ bare', '÷ first'],
          rows,
        },
      ],
      notes: [
        'A list is one query of an index by the client, and a read is one GetItem by the whole key, and one write of its event: neither looks at reports of others. What growth there is, the bare calls show too.',
      ],
    };
  } finally {
    dynamo.destroy();
    await stack.stop();
  }
};
