import { expect, it } from '@jest/globals';
import { readReasons, writeReasons } from '@kyc-china/core/address-reasons';
import { mergeReport, type Report } from '@kyc-china/core/report';
import { type ErrorCode, type Finding, unknownOutcome } from '@kyc-china/core/sub-checks/findings';
import { undecidedRows } from '../../packages/pdf/details-sections.ts';

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

const printedReasons = (...findings: Finding[]) =>
  reportOn(...findings)
    .summary.errored.flatMap(undecidedRows)
    .map(({ cells }) => cells.map((texts) => texts.map(([text]) => text)));

it('PDF states the reason of errored addresses once when all share it', () => {
  expect(printedReasons(late, late)).toEqual([
    [
      ['Distance from a stated address: Address 1, 2', '地址核验（常驻位置距离）：地址1、2'],
      ['No answer.', '数据源未在规定时间内应答。重新提交将再次请求。'],
    ],
  ]);
});

it('PDF names the addresses of each reason, numbered as in the request', () => {
  expect(printedReasons(late, quota, late)).toEqual([
    [
      ['Distance from a stated address: Address 1, 3', '地址核验（常驻位置距离）：地址1、3'],
      ['No answer.', '数据源未在规定时间内应答。重新提交将再次请求。'],
    ],
    // The report has one code for the sub-check: that of the first reason.
    [
      ['Distance from a stated address: Address 2', '地址核验（常驻位置距离）：地址2'],
      ['Ask the operator.', '数据源未能判断，不代表不一致。'],
    ],
  ]);
});

it('PDF says nothing of the price of a call that was not answered', () => {
  const [lost] = printedReasons(unknownOutcome);
  expect(lost?.[1]).toEqual([
    'The source was called and its response was lost. A new request calls it again.',
    '请求已发出但应答丢失。重新提交将再次请求。',
  ]);
  const [rejected] = printedReasons(
    errored('unknown-code', 'The source failed. It may have billed the call.'),
  );
  expect(rejected?.[1]?.[0]).toBe('The source failed.');
});
