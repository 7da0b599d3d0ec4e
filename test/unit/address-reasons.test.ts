import { expect, it } from '@jest/globals';
import { readReasons, writeReasons } from '@kyc-china/core/address-reasons';
import { mergeReport, type Report } from '@kyc-china/core/report';
import type { ErrorCode, Finding } from '@kyc-china/core/sub-checks/findings';
import { errorDetails } from '../../packages/pdf/result-details.ts';

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

it('address reasons are parsed as they were written', () => {
  for (const reasons of [
    [{ positions: [], message: 'No answer. Ask again.' }],
    [{ positions: [0], message: 'No answer: ask again.' }],
    [
      { positions: [0, 2, 4], message: 'No answer. Ask again.' },
      { positions: [1], message: 'Ask the operator.' },
      { positions: [3], message: 'Do not retry.' },
    ],
  ])
    expect(readReasons(writeReasons(reasons))).toEqual(reasons);
});

it('PDF states the reason of errored addresses once when all share it', () => {
  const [, ...reasons] = errorDetails(reportOn(late, late), id);
  expect(reasons).toEqual([{ text: 'No answer.' }]);
});

it('PDF names the addresses of each reason, numbered as in the request', () => {
  expect(errorDetails(reportOn(late, quota, late), id)).toEqual([
    // The report has one code for the sub-check: that of the first reason.
    {
      text: 'Address 1, 3 地址 | Reason 原因: source did not respond in time 数据源超时 (upstream-timeout)',
    },
    { text: 'Address 1, 3 地址: No answer.' },
    { text: 'Address 2 地址: Ask the operator.' },
  ]);
});
