import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { retentionDays, retentionText } from '@kyc-china/core/retention';
import { withRetention } from '../../codegen/retention-in-documents.ts';
import { projectFile } from '../../lib/project-file.ts';
import { documents } from '../support/docs/blocks.ts';

it('withRetention writes the current period before its mark', () => {
  expect(
    withRetention('for 99 days<!-- retention: report -->, a 1-day<!-- retention: pdfLink --> link'),
  ).toBe(
    `for ${retentionText('report')}<!-- retention: report -->, a ${retentionDays.pdfLink}-day<!-- retention: pdfLink --> link`,
  );
  expect(withRetention('for 5 days<!-- retention: applicant -->')).toBe(
    'for 24 hours<!-- retention: applicant -->',
  );
});

it('withRetention refuses a mark that names no retention period', () => {
  expect(() => withRetention('5 days<!-- retention: toString -->')).toThrow('names no retention period');
});

const unmarkedPeriod = new RegExp(
  `\\b(?:${retentionDays.report}|${retentionDays.pdfLink})[ -]days?\\b(?!<!-- retention)`,
);

/** Periods that no retention decides: logs, traces, deleted KMS keys. */
const others = /CloudWatch|KMS keys, which AWS deletes/;

it('every document marks the retention periods that it states', async () => {
  const unmarked: string[] = [];
  for (const document of documents().filter((name) => !/docs\/adr|CHANGELOG|benchmarks|client\//.test(name)))
    for (const line of (await readFile(projectFile(document), 'utf8')).split('\n'))
      if (unmarkedPeriod.test(line) && !others.test(line)) unmarked.push(line);
  expect(unmarked).toEqual([]);
});
