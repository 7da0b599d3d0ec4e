import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from '../console/build.ts';
import { buildDocs } from '../docs-site/build.ts';

/**
 * Builds what the console's stacks deploy: the console, and the API's documentation.
 * @returns the folder that holds it, which is gone when the process ends: the CDK has copied it by then.
 */
export async function builtConsole(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'kyc-china-console-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await buildConsole(directory);
  await buildDocs(directory);
  return directory;
}
