import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectFile } from '../lib/project-file.ts';
import { startEmbeddedCloud } from '../local/cloud/embedded-cloud.ts';
import { sampleRequest } from '../local/sample.ts';
import { localClient, seedLocalClient } from '../local/seed.ts';
import { synthesize } from '../local/synthesize.ts';
import { receiverHost, startWebhookReceiver } from '../local/webhook-receiver.ts';

/** What every upstream call is fixed at, in milliseconds. */
const upstreamMs = 1000;
const pollEveryMs = 50;
const runs = 5;

/** Requests, by how many upstream calls they make: the fields of each, from the sample's full request. */
const requests: Record<number, readonly string[]> = {
  1: ['idNumber'],
  4: ['mobile'],
  10: Object.keys(sampleRequest()),
};

function bodyOf(fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(sampleRequest()).filter(([field]) => fields.includes(field)));
}

const headers = {
  'content-type': 'application/json',
  'x-client-id': localClient.clientId,
  'x-client-secret': localClient.clientSecret,
};

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tokens and reports alike.
  body: any;
}

async function post(url: string, body: object): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

/** Milliseconds from the POST to the first 200. */
async function timeToReport(url: string, body: object): Promise<{ ms: number; calls: number }> {
  const startedAt = performance.now();
  const { token } = (await post(`${url}/kyc/cn/request`, body)).body;
  for (;;) {
    const answer = await post(`${url}/kyc/cn/poll`, { token });
    if (answer.status === 200)
      return { ms: performance.now() - startedAt, calls: answer.body.reportMetadata.upstreamCalls };
    if (answer.status !== 202) throw new Error(`poll answered ${answer.status}`);
    await wait(pollEveryMs);
  }
}

const assemblyDirectory = projectFile('cdk.out');
await synthesize({
  projectDirectory: projectFile(),
  assemblyDirectory,
  report: console.log,
  signal: new AbortController().signal,
});
const dataDirectory = await mkdtemp(path.join(tmpdir(), 'kyc-china-bench-'));
const receiver = await startWebhookReceiver();
const cloud = await startEmbeddedCloud({
  assemblyDirectory,
  stackName: 'KycChina-sandbox',
  dataDirectory,
  port: 0,
  environmentOverrides: { SIMULATOR_LATENCY_MS: String(upstreamMs) },
  internet: { [receiverHost]: receiver.port },
  trustedCertificates: [receiver.certificate],
});
try {
  await seedLocalClient(cloud);
  console.log(`POST to first 200, every upstream call at ${upstreamMs} ms, polling every ${pollEveryMs} ms`);
  console.log('calls   first   median of the next   ÷ slowest call   ÷ the calls one after another');
  for (const fields of Object.values(requests)) {
    const times: number[] = [];
    let calls = 0;
    for (let run = 0; run <= runs; run += 1) {
      const one = await timeToReport(cloud.url, bodyOf(fields));
      times.push(one.ms);
      calls = one.calls;
    }
    const [first = 0, ...warm] = times;
    const median = warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0;
    const column = (text: string, width: number) => text.padStart(width);
    console.log(
      `${column(String(calls), 5)}${column(`${Math.round(first)} ms`, 9)}${column(`${Math.round(median)} ms`, 19)}` +
        `${column((median / upstreamMs).toFixed(2), 17)}${column((median / (upstreamMs * calls)).toFixed(2), 26)}`,
    );
  }
} finally {
  await cloud.stop();
  await receiver.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}
