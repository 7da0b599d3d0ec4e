import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { localClient } from '../../local/seed.ts';
import { browserIsHere, launchBrowser } from '../support/browser.ts';
import { type BuiltClient, buildClient } from '../support/built-client.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

/** Where the page finds the client, on the API's own origin: as where CloudFront serves both. */
const folder = '/client-in-a-browser/';

/** Runs in the page and in the worker alike: what comes of one verification, one refusal and two webhooks. */
const program = `
  import { KycClient, KycRequestError, verifyWebhook } from '${folder}index.js';
  export async function tryOut({ credentials, delivery, secret }) {
    const client = new KycClient({ baseUrl: location.origin, ...credentials });
    const progress = [];
    const onProgress = (state) => progress.push(state);
    const report = await client.verify({ name: '张三', idNumber: '110101199001011234' }, { onProgress });
    const refused = await client.request({ name: 'Zhang San' }).catch((error) => error);
    const signed = await verifyWebhook(delivery.body, delivery.headers, secret);
    const forged = await verifyWebhook(delivery.body + ' ', delivery.headers, secret).catch((error) => error.fault);
    return {
      matched: report.summary.matched,
      total: progress[0]?.total,
      refused: refused instanceof KycRequestError && refused.errors.map(({ field }) => field),
      signed: signed.reportMetadata.reportId,
      forged,
    };
  }`;
const worker = `
  import { tryOut } from '${folder}program.js';
  onmessage = ({ data }) => tryOut(data).then(postMessage, (error) => postMessage(String(error)));`;

/** What a page has of workers: its own types are not this process's. */
interface PageGlobals {
  readonly Worker: new (
    url: string,
    options: { type: 'module' },
  ) => {
    onmessage: (event: { data: unknown }) => void;
    onerror: () => void;
    postMessage(message: unknown): void;
  };
}

const suite = browserIsHere('the client in a browser') ? describe : describe.skip;

suite('the client in a browser', () => {
  let stack: EmbeddedStack;
  let client: BuiltClient;
  let browser: Browser;
  let page: Page;
  let task: { credentials: object; delivery: { body: string; headers: object }; secret: string };
  let reportId: string;
  beforeAll(async () => {
    [stack, client, browser] = await Promise.all([
      startEmbeddedStack({ SIMULATOR_LATENCY_MS: '50' }),
      buildClient(),
      launchBrowser(),
    ]);
    const files: Record<string, string> = {
      'index.js': await readFile(path.join(client.folder, 'dist', 'index.js'), 'utf8'),
      'program.js': program,
      'worker.js': worker,
      '': '<!doctype html><title>client</title>',
    };
    const context = await browser.newContext();
    await context.route(`${stack.cloud.url}${folder}**`, (route) => {
      const name = new URL(route.request().url()).pathname.slice(folder.length);
      const contentType = name === '' ? 'text/html' : 'text/javascript';
      return route.fulfill({ contentType: `${contentType}; charset=utf-8`, body: files[name] ?? '' });
    });
    page = await context.newPage();
    await page.goto(stack.cloud.url + folder);

    const token = await stack.request({ mobile: '13800138000', callbackUrl: stack.callbackUrl });
    const { answer } = await stack.pollToEnd(token);
    reportId = answer.body.reportMetadata.reportId;
    const { body, headers } = await stack.receiver.deliveryOf(reportId);
    task = { credentials: localClient, delivery: { body, headers }, secret: stack.webhookSecret };
  });
  afterAll(() => Promise.all([browser?.close(), stack?.stop(), client?.remove()]));

  const expected = () => ({
    matched: ['identity.two-factor'],
    total: 3,
    refused: ['name'],
    signed: reportId,
    forged: 'signature',
  });

  it('client verifies a person and a webhook in a page', async () => {
    const result = await page.evaluate(
      async ([given, at]) => (await import(`${at}program.js`)).tryOut(given),
      [task, folder] as const,
    );
    expect(result).toEqual(expected());
  });

  it('client verifies a person and a webhook in a worker', async () => {
    const result = await page.evaluate(
      ([given, at]) =>
        new Promise((resolve, reject) => {
          const { Worker: PageWorker } = globalThis as unknown as PageGlobals;
          const running = new PageWorker(`${at}worker.js`, { type: 'module' });
          running.onmessage = ({ data }) => resolve(data);
          running.onerror = () => reject(new Error('the worker failed'));
          running.postMessage(given);
        }),
      [task, folder] as const,
    );
    expect(result).toEqual(expected());
  });
});
