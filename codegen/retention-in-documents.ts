import { readFile } from 'node:fs/promises';
import { type Retained, retentionDays, retentionText } from '@kyc-china/core/retention';
import { projectFile } from '../lib/project-file.ts';

/** A period in a document, and the comment behind it that names what is retained: `30 days<!-- retention: report -->`. */
const marked = /\d+([ -])(?:days?|hours?)(<!-- retention: (\w+) -->)/g;

/** Documents that state a retention period, by their path from the project's root. */
const documents = [
  'README.md',
  'docs/runbook.md',
  'docs/security.md',
  'docs/guides/calling-the-api.md',
  'docs/guides/production.md',
  'docs/guides/receiving-webhooks.md',
];

/**
 * Writes the retention periods of packages/core/retention.ts into a document.
 * @throws Error for a mark that names nothing that is retained.
 */
export function withRetention(markdown: string): string {
  return markdown.replaceAll(marked, (_, separator: string, mark: string, name: string) => {
    if (!Object.hasOwn(retentionDays, name)) throw new Error(`${mark} names no retention period`);
    const retained = name as Retained;
    return (separator === '-' ? `${retentionDays[retained]}-day` : retentionText(retained)) + mark;
  });
}

/** Yields each document that states a retention period, with the current periods. */
export async function* documentsWithRetention(): AsyncGenerator<{ path: string; text: string }> {
  for (const path of documents)
    yield { path, text: withRetention(await readFile(projectFile(path), 'utf8')) };
}
