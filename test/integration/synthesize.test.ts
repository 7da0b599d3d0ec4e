import { appendFile, copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import { synthesize } from '../../local/synthesize.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

let directory: string;

/** Ends where the synthesis would begin. */
const ensured = () =>
  synthesize({
    projectDirectory: projectFile(),
    assemblyDirectory: directory,
    report: () => {
      throw new Error('it is synthesized');
    },
    signal: new AbortController().signal,
  });

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-assembly-'));
  const assembly = await synthesizedStacks();
  for (const file of await readdir(assembly))
    if (/\.template\.json$|^sources\./.test(file))
      await copyFile(path.join(assembly, file), path.join(directory, file));
});
afterAll(() => rm(directory, { recursive: true }));

it('synthesize uses the existing assembly while neither the sources nor its templates changed', async () => {
  await expect(ensured()).resolves.toBeUndefined();
  await appendFile(path.join(directory, 'KycChina-sandbox.template.json'), '\n');
  await expect(ensured()).rejects.toThrow('it is synthesized');
});
