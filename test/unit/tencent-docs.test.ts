import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { coverageMarkdown, withGeneratedParts } from '../../codegen/provider-codes/tencent/codes-markdown.ts';
import { actionOf } from '../../packages/vendor-fakes/tencent/calls.ts';

const document = await readFile(new URL('../../docs/providers/tencent.md', import.meta.url), 'utf8');

it('Tencent Cloud docs list the codes as the adapter reads them (else run codegen/provider-codes/tencent/write-docs.ts)', () => {
  expect(document.match(/<!-- generated: (?:coverage|codes) -->/g)).toHaveLength(2);
  expect(document).toBe(withGeneratedParts(document));
});

it('Tencent Cloud docs check notices a row that drifted', () => {
  expect(withGeneratedParts(document.replace('| unmatched |', '| matched |'))).toBe(document);
});

it('Tencent Cloud docs list every sub-check that is served', () => {
  for (const [subCheck, action] of Object.entries(actionOf))
    expect(coverageMarkdown()).toContain(`| \`${subCheck}\` | \`${action}\` |`);
});

it('Tencent Cloud docs grant in their policy exactly the actions that are called', () => {
  const granted = [...document.matchAll(/"faceid:(\w+)"/g)].map(([, action]) => action);
  expect(granted.sort()).toEqual(Object.values(actionOf).sort());
});
