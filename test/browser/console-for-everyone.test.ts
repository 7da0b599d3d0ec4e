import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers, fillIn, openPart, send } from '../support/console-page.ts';
import { describeConsole } from '../support/console-suite.ts';

describeConsole(
  'the console, for everyone',
  { SIMULATOR_LATENCY_MS: '50', WEBHOOK_WAIT_FACTOR: '0.001' },
  (suite) => {
    const { open } = suite;

    /** Every view of the console, one after the other. */
    async function eachView(page: Page, look: (view: string) => Promise<void>): Promise<void> {
      await look('form, empty');
      await page.locator('#field-name').fill('Zhang San');
      await page.locator('button[type=submit]').click();
      await page.locator('.error-summary').waitFor();
      await look('form, with problems');
      await page.locator('.segmented input[value=json]').check({ force: true });
      await look('form, as JSON');
      await fillIn(page, '203');
      await look('form, filled');
      await send(page);
      await page.locator('.decision').waitFor();
      await page.locator('.state.status-succeeded', { hasText: 'PostWebhook' }).waitFor();
      await look('progress');
      await openPart(page, 'report');
      await look('report');
      await openPart(page, 'pdf');
      await page.locator('iframe').waitFor();
      await look('PDF');
      await openPart(page, 'webhooks');
      await page.locator('.received').waitFor();
      await look('webhooks');
      await openPart(page, 'history');
      await look('history');
      await page.locator('.frame nav a').nth(1).click();
      await page.locator('.executions').waitFor();
      await look('executions');
    }

    it.each([
      ['English', 'en-GB'],
      ['Chinese', 'zh-CN'],
    ] as const)(
      'console has no serious accessibility barrier in any view, light and dark: %s',
      async (_name, locale) => {
        // Colors in the middle of a transition are not part of the design.
        const page = await open({ locale, reducedMotion: 'reduce' });
        await eachView(page, async (view) => {
          await page.emulateMedia({ colorScheme: 'light' });
          expect([view, 'light', await barriers(page)]).toEqual([view, 'light', []]);
          await page.emulateMedia({ colorScheme: 'dark' });
          // Nothing but the colors depends on the scheme.
          expect([view, 'dark', await barriers(page, ['color-contrast'])]).toEqual([view, 'dark', []]);
        });
      },
    );

    it('console fits a narrow window in every view', async () => {
      const page = await open({ viewport: { width: 360, height: 740 } });
      await eachView(page, async (view) => {
        expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([view, 360]);
      });
    });

    it('console can be used by keyboard alone', async () => {
      const page = await open();
      const focused = (selector: string) =>
        page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);
      const tabTo = async (selector: string) => {
        for (let presses = 0; presses < 60 && !(await focused(selector)); presses += 1)
          await page.keyboard.press('Tab');
        expect([selector, await focused(selector)]).toEqual([selector, true]);
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      };
      await page.keyboard.press('Tab');
      expect(await focused('.skip')).toBe(true);
      await page.keyboard.press('Enter');
      expect(await focused('main')).toBe(true);
      await tabTo('#field-name');
      await page.keyboard.insertText('买买提·吐尔逊');
      await tabTo('#field-mobile');
      await page.keyboard.type('13800138000');
      await tabTo('#field-addressesToVerify');
      await page.keyboard.press('Enter');
      await page.locator('#address-0-type:focus').waitFor();
      await tabTo('#address-0-city');
      await page.keyboard.insertText('北京市');
      await tabTo('#address-0-address');
      await page.keyboard.insertText('朝阳区示例路1号');
      await page.keyboard.press('Enter');
      await page.waitForURL(/#\/executions\//);
      // The new view's heading has the focus, so that it is read out.
      await page.locator('h1:focus').waitFor();
      await page.locator('.decision').waitFor();
      await tabTo('.parts a[href$="/report"]');
      await page.keyboard.press('Enter');
      await page.locator('.results').first().waitFor();
      await tabTo('.json .copy');
      await tabTo('.json .scrolling');
    });
  },
);
