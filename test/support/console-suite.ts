import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { browserIsHere, launchBrowser } from './browser.ts';
import { type ConsolePage, openConsole } from './console-page.ts';
import { type EmbeddedStack, startEmbeddedStack } from './embedded-stack.ts';

type PageOptions = Parameters<typeof openConsole>[2];

/** What the tests of a suite share. Each opens one tab of its own first; it is closed after it. */
export interface ConsoleSuite {
  /** The test's tab. */
  readonly tab: ConsolePage;
  /** Opens the test's tab. */
  open(options?: PageOptions): Promise<ConsolePage['page']>;
  /** Opens one more, which the test closes. */
  openAnother(options?: PageOptions): Promise<ConsolePage>;
}

/**
 * A suite of tests that look at the console of an embedded stack. After each, nothing in the tab may have complained,
 * and nothing but the stack may have been asked for anything.
 * @param environment of the stack's functions, where it differs
 */
export function describeConsole(
  name: string,
  environment: Record<string, string>,
  tests: (suite: ConsoleSuite) => void,
): void {
  (browserIsHere(name) ? describe : describe.skip)(name, () => {
    let stack: EmbeddedStack;
    let browser: Browser;
    let tab: ConsolePage;

    beforeAll(async () => {
      [stack, browser] = await Promise.all([startEmbeddedStack(environment), launchBrowser()]);
    });
    afterAll(async () => {
      await browser?.close();
      await stack?.stop();
    });
    afterEach(async () => {
      await tab.close();
      expect(tab.complaints).toEqual([]);
      const known = [stack.cloud.url, stack.cloud.endpoints.S3].map((url) => new URL(url).origin);
      expect([...tab.origins].filter((origin) => !known.includes(origin))).toEqual([]);
    });

    const openAnother = (options?: PageOptions) => openConsole(browser, stack, options);
    tests({
      get tab() {
        return tab;
      },
      open: async (options) => {
        tab = await openAnother(options);
        return tab.page;
      },
      openAnother,
    });
  });
}
