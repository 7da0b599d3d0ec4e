import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { EmbeddedStack } from './embedded-stack.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A tab with the console in it, and all that went wrong there. */
export interface ConsolePage {
  readonly page: Page;
  /** Errors and warnings in the browser's console, what the content policy refused, and what threw. */
  readonly complaints: string[];
  /** Origins that were asked for something. */
  readonly origins: Set<string>;
  close(): Promise<void>;
}

/** Opens the console of an embedded run in a tab that shares nothing with others. */
export async function openConsole(
  browser: Browser,
  stack: EmbeddedStack,
  options: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<ConsolePage> {
  const { hash = '', ...contextOptions } = options;
  const context = await browser.newContext({ locale: 'en-GB', ...contextOptions });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http')) origins.add(origin);
  });
  await page.goto(`${stack.cloud.url}/${hash}`);
  await page.locator('h1').first().waitFor();
  return { page, complaints, origins, close: () => context.close() };
}

/** Fills the form with a test person, by the words that the list has for it. */
export async function fillIn(page: Page, code: string): Promise<void> {
  const option = page.locator('#test-person option', { hasText: `${code} ·` });
  await page.locator('#test-person').selectOption((await option.getAttribute('value')) ?? '');
  await page.locator('.test-persons button').click();
}

/** Sends the form, and waits until the verification's view is there. @returns the report's id. */
export async function send(page: Page): Promise<string> {
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/#\/executions\/[0-9a-f-]{36}$/);
  return page.url().slice(-36);
}

export async function openPart(page: Page, part: string): Promise<void> {
  await page.locator(`.parts a[href$="/${part}"]`).click();
  await page.locator(`.parts a[href$="/${part}"][aria-current=page]`).waitFor();
}

/**
 * What axe-core finds that keeps people out: its serious and critical violations, each with where.
 * @param rules the ids of the rules to check; by default, all.
 */
export async function barriers(page: Page, rules?: readonly string[]): Promise<string[]> {
  // By the debugger's protocol: the page's own policy lets no script in.
  if (await page.evaluate('globalThis.axe === undefined')) await page.evaluate(axeSource);
  const options = { resultTypes: ['violations'], iframes: false, ...(rules && { runOnly: rules }) };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
}
