import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { signToken } from '@kyc-china/core/report-token';
import { proxyEvent } from '@kyc-china/samples/handler-events';
import { readTokenKeyRing } from '@kyc-china/storage/token-key-secret';
import { localClient } from '../local/seed.ts';
import { type BenchStack, deployedFunctions, requestOf, startBenchStack } from './support/bench-stack.ts';
import { bundle } from './support/lambda-bundle.ts';
import { measure } from './support/measure.ts';
import type { Part } from './support/section.ts';
import { median, ms, ratio } from './support/statistics.ts';
import { storeRows } from './support/store-rows.ts';

const target = 1.2;

async function tokenKeyOf({ cloud }: BenchStack, secretArn: string) {
  const client = new SecretsManagerClient({
    region: 'ap-east-1',
    endpoint: cloud.endpoints.SECRETS_MANAGER,
    credentials: cloud.credentials,
  });
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  return readTokenKeyRing(SecretString).current;
}

/** A poll's time, by how many reports are stored. */
export const growth: Part = async ({ quick, progress }) => {
  const sizes = quick ? [10, 1_000, 5_000] : [10, 10_000, 100_000];
  const polls = quick ? 100 : 400;
  const stack = await startBenchStack({ environmentOverrides: { SIMULATOR_LATENCY_MS: '1' } });
  const dynamo = new DynamoDBClient({
    region: 'ap-east-1',
    endpoint: stack.cloud.endpoints.DYNAMODB,
    credentials: stack.cloud.credentials,
  });
  try {
    const { initiate, poll } = await deployedFunctions(stack.cloud);
    const { REPORTS_TABLE: TableName = '', TOKEN_KEY_SECRET_ARN = '' } = poll.variables;
    const { report } = await stack.timeToReport(requestOf());
    const Key = { pk: { S: report.reportMetadata.reportId }, sk: { S: 'REPORT' } };
    const { Item: row = {} } = await dynamo.send(
      new GetItemCommand({ TableName, Key, ConsistentRead: true }),
    );
    const key = await tokenKeyOf(stack, TOKEN_KEY_SECRET_ARN);
    const bare = await bundle({ entry: 'bench/support/bare-handler.ts' });
    const stored: string[] = [];
    const rows: string[][] = [];
    let first = { poll: Number.NaN, overBare: Number.NaN };
    for (const size of sizes) {
      const added = Array.from({ length: size - stored.length }, () => randomUUID());
      await storeRows(dynamo, TableName, added.length, (number) => ({
        ...row,
        pk: { S: added[number] ?? '' },
      }));
      stored.push(...added);
      // Spread over all that is stored, so that no cache of recent rows helps.
      const asked = Array.from(
        { length: polls },
        (_, index) => stored[Math.floor((index * stored.length) / polls)] ?? '',
      );
      const { clientId } = localClient;
      const tokens = await Promise.all(
        asked.map((reportId) => signToken({ reportId, clientId }, new Date(), key)),
      );
      const [ofPoll = [], ofBare = []] = await measure(
        { ...initiate.variables, ...poll.variables },
        {
          subjects: [
            {
              file: path.join(poll.taskRoot, 'index.mjs'),
              events: tokens.map((token) => proxyEvent({ token })),
            },
            { file: bare.file, events: asked.map((reportId) => ({ reportId })) },
          ],
          rounds: polls,
          warmUp: 100,
        },
      );
      const now = { poll: median(ofPoll), overBare: median(ofPoll) / median(ofBare) };
      if (Number.isNaN(first.poll)) first = now;
      progress(`${size} reports: ${ms(now.poll)}`);
      rows.push([
        size.toLocaleString('en'),
        ms(now.poll),
        ratio(now.poll, first.poll),
        ms(median(ofBare)),
        now.overBare.toFixed(2),
        ratio(now.overBare, first.overBare),
      ]);
    }
    return {
      title: 'Growth',
      method: `The poll's bundle, warm, against the emulator with so many reports stored (copies of a real report's row of ${(JSON.stringify(row).length / 1000).toFixed(1)} KB, each under an id of its own): the median of ${polls} polls spread over all of them, in turn with the bare handler's read of the same row. The target is ${target} of the first.`,
      tables: [
        {
          columns: ['reports stored', 'poll p50', '÷ first', 'bare GetItem p50', 'poll ÷ bare', '÷ first'],
          rows,
        },
      ],
      notes: [
        'A poll reads one item by its whole key, and a running report’s ledger by its partition: it meets no scan, no index and no list. What growth there is, is that of the emulator’s files.',
      ],
    };
  } finally {
    dynamo.destroy();
    await stack.stop();
  }
};
