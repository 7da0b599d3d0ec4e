import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sequentialCalls } from '../../bench/support/counted-stack.ts';
import { withSections } from '../../bench/support/page.ts';
import { type Events, pricesSection } from '../../bench/support/price-list.ts';
import { toMarkdown } from '../../bench/support/section.ts';
import { median, percentile } from '../../bench/support/statistics.ts';
import { workflowLogBytes } from '../../bench/support/workflow-log.ts';

const noEvents: Events = {
  apiCalls: 0,
  invocations: 1,
  gbSeconds: 0,
  environmentGb: 0,
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

const noFixedCosts = { columns: [], rows: [] };

/** Dollars for 1,000 reports, of the row that starts with this. */
function dollarsOf(events: Events, row: string): number {
  const rows = pricesSection({ ten: events, five: noEvents }, noFixedCosts, run).tables[0]?.rows ?? [];
  return Number(rows.find(([name]) => name?.startsWith(row))?.[2]?.slice(1));
}

describe('the price of a report', () => {
  it("price of a report is AWS's list price of what happened", () => {
    // ap-east-1's own price, then those of us-east-1 and 40 %.
    expect(dollarsOf({ ...noEvents, transitions: 16 }, 'Step Functions')).toBeCloseTo(0.44, 6);
    expect(dollarsOf({ ...noEvents, kmsCalls: 10 }, 'KMS')).toBeCloseTo(0.042, 6);
    expect(dollarsOf({ ...noEvents, apiCalls: 2 }, 'API Gateway')).toBeCloseTo(0.0098, 6);
  });

  it('price of a report includes every line in its total', () => {
    const names = Object.keys(noEvents) as (keyof Events)[];
    const unpriced = new Set<keyof Events>(['subCheckInvocations', 'subCheckGbSeconds', 'executionSeconds']);
    for (const name of names.filter((each) => !unpriced.has(each)))
      expect(dollarsOf({ ...noEvents, [name]: 1e6 }, '**total')).toBeGreaterThan(
        dollarsOf(noEvents, '**total'),
      );
  });
});

describe('the calls that wait for one another', () => {
  const call = (startedAt: number, endedAt: number) =>
    ({ startedAt, endedAt }) as Parameters<typeof sequentialCalls>[0][number];

  it('sequential calls are the most that do not overlap', () => {
    expect(sequentialCalls([])).toBe(0);
    expect(sequentialCalls([call(0, 40), call(1, 41), call(2, 90)])).toBe(1);
    expect(sequentialCalls([call(0, 40), call(1, 41), call(42, 82), call(43, 83), call(84, 120)])).toBe(3);
  });
});

it("a workflow's log has an entry for each event, without execution data", () => {
  const event = { id: 1, type: 'TaskStateEntered', timestamp: 1 };
  const entered = (input: string) => ({ ...event, stateEnteredEventDetails: { name: 'Aggregate', input } });
  const bytes = workflowLogBytes([entered('')], 'arn');
  expect(workflowLogBytes([entered('x'.repeat(1000))], 'arn')).toBe(bytes);
  expect(workflowLogBytes([entered(''), entered('')], 'arn')).toBe(2 * bytes);
  const call = (resource: string) => ({
    ...event,
    lambdaFunctionScheduledEventDetails: { resource, input: 'x' },
  });
  expect(workflowLogBytes([call('arn:1')], 'arn')).toBe(workflowLogBytes([call('')], 'arn') + 'arn:1'.length);
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
