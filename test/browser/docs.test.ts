import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { browserIsHere, launchBrowser } from '../support/browser.ts';
import { openApi } from '../support/contract-document.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const suite = browserIsHere('the API’s documentation') ? describe : describe.skip;
const operation = '#operations-verification-requestVerification';

suite('the API’s documentation in a browser', () => {
  let stack: EmbeddedStack;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const elsewhere: string[] = [];

  beforeAll(async () => {
    stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '5' });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${stack.cloud.url}/`) && !request.url().startsWith('data:'))
        elsewhere.push(request.url());
    });
    await page.goto(`${stack.cloud.url}/docs/`);
    await page.waitForSelector('.opblock');
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  it('docs page shows every route and the webhook', async () => {
    const paths = await page
      .locator('.opblock-summary-path, .opblock-summary-path__deprecated')
      .allInnerTexts();
    const documented = [openApi.paths, openApi.webhooks].flatMap((described: Record<string, object>) =>
      Object.entries(described).flatMap(([path, operations]) => Object.keys(operations).map(() => path)),
    );
    expect(documented).toContain('/kyc/cn/request');
    expect(paths.map((path) => path.replaceAll('\u200b', '')).sort()).toEqual(documented.sort());
  });

  it('docs page sends a request to its own API as the local client', async () => {
    await page.click(`${operation} .opblock-summary-control`);
    await page.fill(`${operation} textarea`, '{"name":"张三","idNumber":"110101199001011234"}');
    const answered = page.waitForResponse((response) => response.url().includes('/kyc/'));
    await page.click(`${operation} .execute`);
    const answer = await answered;
    expect(answer.url()).toBe(`${stack.cloud.url}/kyc/cn/request`);
    expect(answer.status()).toBe(200);
    expect(await answer.json()).toEqual({ token: expect.any(String), reportId: expect.any(String) });
    await page.waitForSelector(`${operation} .live-responses-table`);
  });

  it('docs page has no serious accessibility fault', async () => {
    await page.evaluate(
      await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    );
    const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] };
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it('docs page keeps to its content security policy and calls no other host', () => {
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
});
