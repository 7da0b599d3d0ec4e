import { readFile } from 'node:fs/promises';
import { definitionOf, kindOf, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { projectFile } from '../lib/project-file.ts';
import { markdownTable } from './markdown-table.ts';

const path = 'docs/sub-checks.md';
const head = ['sub-check', 'needs', 'axis', 'kind', 'what it asks'];

/** The table, from its head to its last row. */
const table = /\| sub-check \| needs \|.*\n(?:\|.*\n)*/;

/** Returns the catalogue as a table of Markdown. */
function catalogueTable(): string {
  const rows = subCheckIds.map((id) => {
    const { needs, axis, label } = definitionOf(id);
    const needed = needs.map((set) => set.join(', ')).join(' or ');
    return [`\`${id}\``, needed, axis, kindOf(id), `${label.en} ${label.zh}`];
  });
  return `${markdownTable(head, rows)}\n`;
}

/**
 * Returns docs/sub-checks.md with the current catalogue.
 * @throws Error if the document has no table of sub-checks.
 */
export async function documentWithCatalogue(): Promise<{ path: string; text: string }> {
  const text = await readFile(projectFile(path), 'utf8');
  if (!table.test(text)) throw new Error(`${path} has no table of sub-checks`);
  return { path, text: text.replace(table, catalogueTable) };
}
