import { stringify } from 'csv-stringify/sync';
import type { Person } from './people.ts';
import type { RowResult } from './run-batch.ts';

const columns = [
  'reference',
  'line',
  'decision',
  'reasons',
  'reportId',
  'matched',
  'unmatched',
  'notFound',
  'flagged',
  'errored',
  'notOffered',
  'warnings',
  'upstreamCalls',
  'completedAt',
  'message',
];

/** A spreadsheet reads UTF-8 beyond ASCII only after a byte order mark. */
const beyondAscii = /[^\0-\x7f]/;

/** One row for each person, in their order. What a spreadsheet would take for a formula is made text. */
export function resultsCsv(people: readonly Person[], results: readonly RowResult[]): string {
  const rows = people.map(({ reference, line }, row) => {
    const cells: Record<string, unknown> = { ...results[row], reference, line };
    return columns.map((column) => {
      const cell = cells[column];
      return Array.isArray(cell) ? cell.join(' ') : (cell ?? '');
    });
  });
  const csv = stringify([columns, ...rows], { escape_formulas: true, record_delimiter: '\r\n' });
  return beyondAscii.test(csv) ? `\ufeff${csv}` : csv;
}
