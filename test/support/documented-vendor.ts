import { readFileSync } from 'node:fs';
import { projectFile } from '../../lib/project-file.ts';

const page = readFileSync(projectFile('docs/providers/http.md'), 'utf8');

/** The rows of the table that follows a marker, cell by cell. */
export function rowsAfter(text: string, marker: string): string[][] {
  const lines = text.split(marker)[1]?.trimStart().split('\n') ?? [];
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The description of the made-up vendor in docs/providers/http.md: JSON. */
export const documentedVendor =
  page.split('<!-- example: description -->')[1]?.split('```json\n')[1]?.split('\n```')[0] ?? '';

/** What the page says becomes of the vendor's answers. */
export const documentedAnswers = rowsAfter(page, '<!-- example: answers -->\n').map(
  ([document = '', finding = '', billed = '']) => ({
    /** As JSON. */
    document: document.slice(1, -1),
    /** As JSON; undefined: the call was not processed. */
    finding: finding === 'not processed' ? undefined : finding.slice(1, -1),
    billed: billed === 'yes',
  }),
);

/** The vendor's host, by its description. */
export const documentedHost = 'api.citylocate.example';
