import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';

const text = (file: string) => readFileSync(projectFile(file), 'utf8');

it('README.md has at most 900 words', () => {
  expect(text('README.md').split(/\s+/).length).toBeLessThanOrEqual(900);
});

it('docs/README.md lists every page of docs/ outside of the decisions', async () => {
  const index = text('docs/README.md');
  const { documents } = await import('../support/docs/blocks.ts');
  const pages = documents().filter(
    (file) => file.startsWith('docs/') && !file.startsWith('docs/adr/') && file !== 'docs/README.md',
  );
  expect(pages.length).toBeGreaterThan(10);
  for (const page of pages) expect(index).toContain(`](${page.slice('docs/'.length)}`);
});
