import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { inSource } from '../../lambdas/shared/source-position.ts';
import { bundleHandler } from '../../lib/lambda-bundle.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'kyc-china-source-position-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('source position is the line that a bundled function threw at', () => {
  const source = path.join(directory, 'handler.ts');
  writeFileSync(
    source,
    '// A comment that no bundle keeps.\n\nexport function handler(): never {\n  throw new Error();\n}\n',
  );
  const out = path.join(directory, 'out');
  bundleHandler(source, out);
  const url = pathToFileURL(path.join(out, 'index.mjs')).href;
  const script = `import('${url}').then(({ handler }) => handler()).catch(({ stack }) => console.log(stack.split('\\n')[1]))`;
  const frame = execFileSync(process.execPath, ['-e', script]).toString().trim();
  expect(frame).toMatch(/out\/index\.mjs:\d+:\d+/);
  expect(inSource(frame)).toMatch(/handler\.ts:4:9/);
  expect(inSource(frame)).not.toContain('index.mjs');
});

it.each(['at main (node:internal/main:1:2)', 'at file:///nowhere/index.mjs:1:2', 'no frame at all'])(
  'source position leaves %s unchanged',
  (frame) => expect(inSource(frame)).toBe(frame),
);
