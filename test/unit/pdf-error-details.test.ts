import { expect, it } from '@jest/globals';
import { mergeReport, type Report } from '../../lambdas/domain/report.ts';
import type { ErrorCode, Finding } from '../../lambdas/domain/sub-checks/findings.ts';
import { errorDetails } from '../../lambdas/pdf/result-details.ts';

const id = 'mobile.address-verify';
const errored = (code: ErrorCode, message: string): Finding => ({ outcome: 'errored', code, message });
const late = errored('upstream-timeout', 'No answer.');
const quota = errored('quota', 'Ask the operator.');

function reportOn(...findings: Finding[]): Report {
  return mergeReport({
    reportId: 'report-1',
    requestedAt: new Date(0),
    completedAt: new Date(1),
    submitted: {},
    warnings: [],
    outcomes: findings.map((finding, addressIndex) => ({
      task: { subCheck: id, addressIndex },
      finding,
      billed: false,
    })),
  });
}

it('says once why addresses are errored, when it is one reason: which they are stands above', () => {
  const [, ...reasons] = errorDetails(reportOn(late, late), id);
  expect(reasons).toEqual([{ text: 'No answer.' }]);
});

it('says of each reason which addresses it is for, counted as those above', () => {
  const [, ...reasons] = errorDetails(reportOn(late, quota, late), id);
  expect(reasons).toEqual([
    { text: 'Address 1, 3 地址: No answer.' },
    { text: 'Address 2 地址: Ask the operator.' },
  ]);
});
