import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { coverageMarkdown, withGeneratedParts } from '../../codegen/provider-codes/alibaba/codes-markdown.ts';
import { operationOf } from '../../packages/vendor-fakes/alibaba/calls.ts';

it('Alibaba Cloud docs list the codes as the adapter reads them (else run codegen/provider-codes/alibaba/write-docs.ts)', async () => {
  const document = await readFile(new URL('../../docs/providers/alibaba.md', import.meta.url), 'utf8');
  expect(document.match(/<!-- generated: (?:coverage|codes) -->/g)).toHaveLength(2);
  expect(document).toBe(withGeneratedParts(document));
});

it('Alibaba Cloud docs list every sub-check that is served', () => {
  for (const [subCheck, operation] of Object.entries(operationOf))
    expect(coverageMarkdown()).toMatch(new RegExp(`^\\| \`${subCheck}\` \\| \\w+ \\| \`${operation}\``, 'm'));
});
