import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.KYC_CHROMIUM ?? '/usr/bin/chromium';

/** Nothing that a browser does of its own accord: no updates, no sync, no first-run pages. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Whether there is a Chromium to drive: /usr/bin/chromium, or what KYC_CHROMIUM names. Without one, prints that the
 * suite did not run.
 * @throws Error if Chromium is missing and KYC_REQUIRE_BROWSER is 1, as in .ci/run.
 */
export function browserIsHere(suite: string): boolean {
  if (existsSync(executablePath)) return true;
  const message = `browser suite did not run: ${suite} (no Chromium at ${executablePath}; KYC_CHROMIUM names another)`;
  if (process.env.KYC_REQUIRE_BROWSER === '1') throw new Error(message);
  process.stderr.write(`${message}\n`);
  return false;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: quiet });
}
