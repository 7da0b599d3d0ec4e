import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withSections } from '../../bench/support/page.ts';
import { type Events, pricesSection } from '../../bench/support/price-list.ts';
import { toMarkdown } from '../../bench/support/section.ts';
import { median, percentile } from '../../bench/support/statistics.ts';

const noEvents: Events = {
  apiCalls: 0,
  invocations: 1,
  gbSeconds: 0,
  subCheckInvocations: 1,
  subCheckGbSeconds: 0,
  transitions: 0,
  executionSeconds: 0,
  writeUnits: 0,
  readUnits: 0,
  s3Puts: 0,
  s3Gets: 0,
  kmsCalls: 0,
  secretsCalls: 0,
  functionLogBytes: 0,
  workflowLogBytes: 0,
  tableBytes: 0,
  objectBytes: 0,
  bytesOut: 0,
};
const run = { reports: 1, upstreamMs: 1000 };

/** Dollars for 1,000 reports, of the row that starts with this. */
function dollarsOf(events: Events, row: string): number {
  const rows = pricesSection(events, run).tables[0]?.rows ?? [];
  return Number(rows.find(([name]) => name?.startsWith(row))?.[2]?.slice(1));
}

describe('the price of a report', () => {
  it("price of a report is AWS's list price of what happened", () => {
    expect(dollarsOf({ ...noEvents, transitions: 17 }, 'Step Functions')).toBeCloseTo(0.425, 6);
    expect(dollarsOf({ ...noEvents, kmsCalls: 10 }, 'KMS')).toBeCloseTo(0.03, 6);
    expect(dollarsOf({ ...noEvents, apiCalls: 2 }, 'API Gateway')).toBeCloseTo(0.007, 6);
  });

  it('price of a report includes every line in its total', () => {
    const names = Object.keys(noEvents) as (keyof Events)[];
    const unpriced = new Set<keyof Events>(['subCheckInvocations', 'subCheckGbSeconds', 'executionSeconds']);
    for (const name of names.filter((each) => !unpriced.has(each)))
      expect(dollarsOf({ ...noEvents, [name]: 1e6 }, '**total, us-east-1')).toBeGreaterThan(
        dollarsOf(noEvents, '**total, us-east-1'),
      );
  });
});

it('percentiles are values of the sample, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      expect(percentile(values, 0)).toBe(sorted[0]);
      expect(percentile(values, 1)).toBe(sorted.at(-1));
      expect(values).toContain(median(values));
    }),
  );
});

it('Markdown table escapes cells that would break it', () => {
  const table = { columns: ['a|b', 'c'], rows: [['1|2', '3']] };
  expect(toMarkdown({ title: 'T', method: 'M', tables: [table], notes: ['N'] })).toBe(
    ['## T', 'M', '| a\\|b | c |\n|---|--:|\n| 1\\|2 | 3 |', '- N'].join('\n\n'),
  );
});

it('section is replaced by its title, and the others keep their order', () => {
  const circumstances = { date: '2026-01-02', machine: 'M', loadAverage: '1' };
  const section = (title: string, method: string) => ({
    section: { title, method, tables: [], notes: [] },
    circumstances,
  });
  const first = withSections('', [section('A', 'one'), section('B', 'two')]);
  const second = withSections(first, [section('A', 'three'), section('C', 'four')]);
  expect(second.match(/^## .*|^(one|two|three|four)$/gm)).toEqual([
    '## A',
    'three',
    '## B',
    'two',
    '## C',
    'four',
  ]);
  expect(withSections(second, [])).toBe(second);
});
