import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { fillIn, openPart, send } from '../support/console-page.ts';
import { describeConsole } from '../support/console-suite.ts';
import { jpegBase64 } from '../support/images.ts';

describeConsole('the console', { SIMULATOR_LATENCY_MS: '600', WEBHOOK_WAIT_FACTOR: '0.001' }, (suite) => {
  const { open } = suite;

  it('console verifies a person: form, live graph, report, PDF, webhook, history', async () => {
    const page = await open();
    await fillIn(page, '123, 000');
    expect(await page.locator('.tally').textContent()).toBe('10 sub-checks, 10 upstream calls');
    const reportId = await send(page);

    await page.locator('.iteration.status-running').first().waitFor();
    await page.locator('.iteration.outcome-matched').first().waitFor();
    await page.locator('.decision', { hasText: 'Recommendation: pass' }).waitFor();
    await page.locator('.state.status-succeeded', { hasText: 'PostWebhook' }).waitFor();
    expect(await page.locator('.iteration').count()).toBe(10);
    expect(await page.locator('.status-running').count()).toBe(0);

    await openPart(page, 'report');
    expect(await page.locator('.results tbody tr').count()).toBe(10);
    const json = JSON.parse((await page.locator('.json pre').textContent()) ?? '');
    expect(json.reportMetadata.reportId).toBe(reportId);

    await openPart(page, 'pdf');
    await page.locator('iframe[src^="blob:"]').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.pdf-part a[download]').click(),
    ]);
    expect(download.suggestedFilename()).toBe(`kyc-cn-${reportId}.pdf`);
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');

    await openPart(page, 'webhooks');
    await page.locator('.received', { hasText: 'Signature verified' }).waitFor();
    expect(await page.locator('.webhooks-part tbody tr').textContent()).toMatch(/HTTP 204.*Delivered/);

    await openPart(page, 'history');
    await page.locator('.history tbody tr', { hasText: 'Execution succeeded' }).waitFor();
    await page.locator('.history tbody tr', { hasText: 'Aggregate' }).locator('summary').first().click();
    expect(await page.locator('.history details[open] pre').textContent()).toContain('reportId');
  });

  it('console shows what a provider could not decide, and what to do', async () => {
    const page = await open();
    await fillIn(page, '503');
    await send(page);
    await page.locator('.decision', { hasText: 'Recommendation: review' }).waitFor();
    await openPart(page, 'report');
    const errored = await page.locator('.errored').textContent();
    expect(errored).toContain('Nothing was billed; send a new request later.');
    expect(await page.locator('.affected > li').count()).toBe(10);
  });

  it("console shows problems at their fields in the API's words, and sends nothing", async () => {
    const page = await open();
    await page.locator('#field-name').fill('Zhang San');
    await page.locator('#field-mobile').fill('+86 138');
    await page.locator('button[type=submit]').click();
    const summary = page.locator('.error-summary');
    await summary.waitFor();
    expect(await page.evaluate('document.activeElement.className')).toBe('error-summary');
    expect(await summary.locator('li').count()).toBe(2);
    const name = page.locator('#field-name');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await name.getAttribute('aria-describedby')).toContain('field-name-problem');
    expect(await page.locator('#field-name-problem').textContent()).toContain(
      'the sources do not accept pinyin',
    );

    await summary.locator('button', { hasText: 'Mobile' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('field-mobile');
    await page.locator('#field-mobile').fill('13800138000');
    expect(await page.locator('#field-mobile-problem').count()).toBe(0);
    expect((await page.locator('.tally').textContent()) ?? '').toMatch(/^4 sub-checks/);
  });

  it("console shows a misspelled field of a JSON body, and the API's own refusal of it", async () => {
    const page = await open();
    await page.locator('.segmented input[value=json]').check({ force: true });
    await page.locator('#json-body').fill('{"idNo": "110101199001011234"}');
    const meant = 'is not a field of this request; idNumber was probably meant';
    expect(await page.locator('#json-body-problems').textContent()).toContain(meant);
    await page.locator('button[type=submit]').click();
    const refused = await page
      .locator('.error-summary', { hasText: 'The API refused the request' })
      .textContent();
    expect(refused).toContain(meant);
    expect(refused).toMatch(/Request ID [0-9a-f-]{36}/);
    // The browser itself notes the 400.
    expect(suite.tab.complaints.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('console accepts a photo again that was cleared with the form, and clears its refusals', async () => {
    const page = await open();
    const choose = async () => {
      const chooser = page.waitForEvent('filechooser');
      await page.locator('label.button[for=field-facePhoto]').click();
      return chooser;
    };
    const chosen = () => page.evaluate("document.getElementById('field-facePhoto').files.length");
    await (await choose()).setFiles({
      name: 'face.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(jpegBase64, 'base64'),
    });
    await page.locator('.photo').waitFor();
    expect(await chosen()).toBe(1);
    await page.locator('button[type=submit]').click();
    await page.locator('.error-summary').waitFor();
    await page.locator('.actions .quiet').click();
    await page.locator('.photo').waitFor({ state: 'detached' });
    // If it were still there, the browser would see no change and fire no event.
    await choose();
    expect(await chosen()).toBe(0);

    await page.locator('button[type=submit]').click();
    await page.locator('.error-summary').waitFor();
    await fillIn(page, '123, 000');
    await page.locator('.photo').waitFor();
    expect(await page.locator('.error-summary').count()).toBe(0);
  });

  it('console uses Chinese if the browser prefers it, for a whole session, and remembers the choice', async () => {
    const page = await open({ locale: 'zh-CN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await fillIn(page, '304');
    await send(page);
    await page.locator('.decision', { hasText: '建议：不予通过' }).waitFor();
    await openPart(page, 'report');
    expect(await page.locator('.decision').textContent()).toContain('公安不良记录');
    expect(await page.locator('.report').textContent()).toContain('在逃');
    expect(await page.locator('main [lang=en]').count()).toBe(0);

    await page.locator('.language').click();
    await page.locator('.decision', { hasText: 'Recommendation: fail' }).waitFor();
    await page.reload();
    await page.locator('.decision', { hasText: 'Recommendation: fail' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.evaluate('JSON.stringify(localStorage)')).toBe('{"kyc-console.language":"en"}');
  });

  it('console opens a past execution by its address after a reload, in another tab without its report', async () => {
    const page = await open();
    await fillIn(page, '888');
    const reportId = await send(page);
    await page.locator('.decision').waitFor();
    await page.reload();
    await page.locator('.decision').waitFor();
    await page.locator('.frame nav a', { hasText: 'Executions' }).click();
    await page.locator('.executions a', { hasText: reportId }).click();
    await page.locator('.iteration.outcome-matched').first().waitFor();
    await page.goBack();
    await page.locator('.executions').waitFor();

    const other = await suite.openAnother({ hash: `#/executions/${reportId}/report` });
    await other.page.locator('.token-form').waitFor();
    expect(await other.page.locator('.decision').count()).toBe(0);
    const started = await page.evaluate("sessionStorage['kyc-console.started']");
    const { token } = JSON.parse(String(started)).find(
      (one: { reportId: string }) => one.reportId === reportId,
    );
    await other.page.locator('#token').fill(token);
    await other.page.locator('.token-form button.primary').click();
    await other.page.locator('.decision').waitFor();
    expect(other.complaints).toEqual([]);
    await other.close();
  });

  it('console follows a verification by polls without inspection, for a client that is typed in', async () => {
    const page = await open();
    await page.route('**/console.json', (route) =>
      route.fulfill({ json: { stage: 'production', simulated: false, inspection: false } }),
    );
    await page.reload();
    await page.locator('#clientId').fill('local-client');
    await page.locator('#clientSecret').fill('local-secret');
    await page.locator('#field-mobile').fill('13800138000');
    expect(await page.locator('#test-person').count()).toBe(0);
    await send(page);
    await page.locator('.state.status-running', { hasText: 'RunSubChecks' }).waitFor();
    expect(await page.locator('.iteration').count()).toBe(4);
    await page.locator('.decision').waitFor();
    await page.locator('.state.status-succeeded', { hasText: 'Aggregate' }).waitFor();
    expect(await page.locator('.parts a').count()).toBe(3);
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toMatch(
      /13800138000|local-secret/,
    );
    expect(page.url()).not.toMatch(/13800138000|local-secret|eyJ/);
  });
});
