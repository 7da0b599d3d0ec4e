import { describe, expect, it } from '@jest/globals';
import { parseListQuery } from '@kyc-china/core/contract/parse-list';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';

function problemsOf(query: Record<string, string[]>) {
  try {
    parseListQuery(query);
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.problems.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('list query', () => {
  it('list query without parameters asks for 20 reports without filters', () => {
    expect(parseListQuery({})).toEqual({ filters: {}, limit: 20 });
  });

  it('list query reads every parameter, dates as midnight UTC', () => {
    expect(
      parseListQuery({
        clientReference: ['病例-1'],
        status: ['completed'],
        decision: ['review'],
        from: ['2026-11-01'],
        to: ['2026-12-01T08:00:00+08:00'],
        limit: ['100'],
        cursor: ['abc_-'],
      }),
    ).toEqual({
      filters: {
        clientReference: '病例-1',
        status: 'completed',
        decision: 'review',
        from: Date.UTC(2026, 10, 1),
        to: Date.UTC(2026, 11, 1),
      },
      limit: 100,
      cursor: 'abc_-',
    });
  });

  it.each([
    ['limit', ['0', '101', '-1', '1.5', '1e1', ' 5', '', 'ten', '0x5']],
    ['status', ['', 'Completed', 'done', 'erased']],
    ['decision', ['', 'PASS', 'approved']],
    ['from', ['', '2026', '2026-02-30', '2026-11-31T00:00:00Z', '2026-11-01T10:00', '1764000000', 'now']],
    ['to', ['2026-13-01', '2026-11-01T25:00:00Z', '11/01/2026']],
    ['clientReference', ['', 'a\nb', 'x'.repeat(129)]],
    ['cursor', ['', 'a b', 'a=', 'x'.repeat(513)]],
  ])('list query names %s for each value that it cannot use', (field, values) => {
    for (const value of values) expect([value, problemsOf({ [field]: [value] })]).toEqual([value, [field]]);
  });

  it('list query reports every problem at once, a repeated and an unknown parameter among them', () => {
    expect(
      problemsOf({ status: ['failed', 'failed'], limit: ['x'], state: ['1'], __proto__x: ['1'] }),
    ).toEqual(['state', '(unknown)', 'status', 'limit']);
  });

  it('list query proposes the parameter that was probably meant', () => {
    expect(() => parseListQuery({ reference: ['a'] })).toThrow(
      expect.objectContaining({
        problems: [
          {
            field: 'reference',
            message: 'is not a parameter of this list; clientReference was probably meant',
          },
        ],
      }),
    );
  });

  it.each(['2026-11-01', '2026-10-31'])('list query refuses an end at %s for a start at 2026-11-01', (to) => {
    expect(problemsOf({ from: ['2026-11-01'], to: [to] })).toEqual(['to']);
  });
});
