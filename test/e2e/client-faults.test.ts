import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { ApiAnswer } from '../fault-matrix/api.ts';
import type { Step } from '../fault-matrix/exchange.ts';
import { faults } from '../fault-matrix/faults.ts';
import { firstStruck, people } from '../fault-matrix/people.ts';
import { type Duration, Plan } from '../fault-matrix/plan.ts';
import { FaultyProxy, type Upstream } from '../fault-matrix/proxy.ts';
import { type BuiltClient, buildClient } from '../support/built-client.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

// Cells of the fault matrix with nothing made up: the API is the embedded stack, and the client is the published command.
let stack: EmbeddedStack;
let client: BuiltClient;
beforeAll(async () => {
  [stack, client] = await Promise.all([startEmbeddedStack({ SIMULATOR_LATENCY_MS: '10' }), buildClient()]);
});
afterAll(() => Promise.all([stack?.stop(), client?.remove()]));

/** The embedded stack behind a proxy. Links to PDFs lead through the proxy too; S3 sees the host that was signed. */
function upstreamOf(proxyUrl: () => string): Upstream {
  let pdfOrigin = '';
  return {
    async answer({ path: target, headers, body }): Promise<ApiAnswer> {
      const isOfApi = target.startsWith('/kyc/');
      const { host, pathname, search } = new URL((isOfApi ? stack.cloud.url : pdfOrigin) + target);
      const { connection: _, 'content-length': __, ...kept } = headers;
      const answered = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { method: isOfApi ? 'POST' : 'GET', headers: { ...kept, host } };
        httpRequest(`http://${host}${pathname}${search}`, options, resolve).on('error', reject).end(body);
      });
      const bytes = await buffer(answered);
      const type = { 'content-type': answered.headers['content-type'] ?? '' };
      const status = answered.statusCode ?? 0;
      if (!isOfApi || status !== 200) return { status, headers: type, body: bytes };
      const json = JSON.parse(bytes.toString());
      if (json.pdfUrl === undefined) return { status, headers: type, body: bytes };
      pdfOrigin = new URL(json.pdfUrl).origin;
      const pdfUrl = json.pdfUrl.replace(pdfOrigin, proxyUrl());
      return { status, headers: type, body: JSON.stringify({ ...json, pdfUrl }) };
    },
  };
}

/** How many verifications of a person the stack's tables hold. */
async function reportsIn(items: string): Promise<number> {
  const tables: { sk?: { S: string } }[][] = JSON.parse(items);
  return tables.flat().filter(({ sk }) => sk?.S === 'REPORT').length;
}

async function withFault(
  firstStep: Step,
  [step, name, duration]: readonly [Step, string, Duration],
  from: number,
  run: (proxy: FaultyProxy) => Promise<void>,
): Promise<void> {
  let proxy: FaultyProxy | undefined;
  proxy = await FaultyProxy.start(
    upstreamOf(() => proxy?.url ?? ''),
    firstStep,
  );
  const fault = faults.find((one) => one.name === name);
  if (!fault) throw new Error(`there is no fault ${name}`);
  try {
    const plan = new Plan({ fault, step, duration }, from, Date.now);
    proxy.begin(plan);
    await run(proxy);
    expect(plan.hasStruck).toBe(true);
  } finally {
    await proxy.stop();
  }
}

const verifications: readonly (readonly [Step, string, Duration, number])[] = [
  ['request', 'reset after the API accepted the call', 'once', 0],
  ['request', 'HTML 404 after the API accepted the call', 'twice', 0],
  ['poll', 'cut in the middle of the body', 'once', 0],
  ['poll', 'API 401 to a poll', 'for good', 1],
  ['pdf', 'HTML 403', 'for good', 1],
  ['pdf', 'cut in the middle of the body', 'for good', 1],
];

it.each(verifications)('verify survives or explains: %s, %s, %s', async (step, fault, duration, code) => {
  const before = await reportsIn(await stack.tableItems());
  const [person] = people;
  await withFault('request', [step, fault, duration], 0, async (proxy) => {
    const args = ['verify', '--json', '--name', person?.name ?? '', '--id', person?.idNumber ?? ''];
    const first = await client.run([...args, '--pdf', 'first.pdf', '--url', proxy.url]);
    expect(first).toMatchObject({ code });
    expect(first.stderr).not.toMatch(/^ {4}at /m);
    if (code === 0) return;
    const [, key = ''] = /--idempotency-key (\S+)/.exec(first.stderr) ?? [];
    expect(key).not.toBe('');
    proxy.end();
    const again = ['--idempotency-key', key, '--pdf', 'second.pdf', '--url', proxy.url];
    expect(await client.run([...args, ...again])).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(client.workFolder, 'second.pdf'), 'latin1')).toMatch(/^%PDF-/);
  });
  expect(await reportsIn(await stack.tableItems())).toBe(before + 1);
});

const batches: readonly (readonly [Step, string, Duration, number])[] = [
  ['request', 'reset after the API accepted the call', 'twice', 0],
  ['poll', 'HTML 404', 'twice', 0],
  ['poll', 'API 401 to a poll', 'one person', 6],
];

it.each(batches)('batch bills six people once each: %s, %s, %s', async (step, fault, duration, code) => {
  const before = await reportsIn(await stack.tableItems());
  const out = `results-${before}.csv`;
  const rows = people.map(({ name, idNumber }) => `${name},${idNumber}`);
  await writeFile(path.join(client.workFolder, 'people.csv'), `name,idNumber\n${rows.join('\n')}\n`);
  await withFault('check', [step, fault, duration], firstStruck, async (proxy) => {
    const args = ['batch', 'people.csv', '--out', out, '--url', proxy.url];
    expect(await client.run(args)).toMatchObject({ code });
    proxy.end();
    expect(await client.run(args)).toMatchObject({ code: 0 });
  });
  const results: Record<string, string>[] = parse(readFileSync(path.join(client.workFolder, out)), {
    columns: true,
  });
  expect(new Set(results.map(({ reportId }) => reportId)).size).toBe(people.length);
  expect(await reportsIn(await stack.tableItems())).toBe(before + people.length);
});
