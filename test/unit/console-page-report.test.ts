import { expect, it } from '@jest/globals';
import type { DeliveredReport } from '@kyc-china/core/report';
import { applicantGone, notServed, unknownOutcome } from '@kyc-china/core/sub-checks/findings';
import { chineseFix } from '../../console/src/chinese-answers.ts';
import { erroredTogether } from '../../console/src/report/report-model.ts';

it('report view groups undecided results by reason, with addresses counted from 1', () => {
  const summary = {
    errored: [
      {
        check: 'mobile.address-verify',
        error: 'addressesToVerify[0], [2]: No answer. addressesToVerify[1]: Ask the operator.',
        code: 'upstream-timeout',
      },
      { check: 'risk.fraud', error: 'No answer.', code: 'upstream-timeout' },
    ],
  };
  const groups = erroredTogether({ summary } as unknown as DeliveredReport);
  expect(
    groups.map(({ code, fix, of }) => [code, fix, of.map(({ check, positions }) => [check, positions])]),
  ).toEqual([
    [
      'upstream-timeout',
      'No answer.',
      [
        ['mobile.address-verify', '#1, #3'],
        ['risk.fraud', ''],
      ],
    ],
    // The report names the first reason's code alone.
    [undefined, 'Ask the operator.', [['mobile.address-verify', '#2']]],
  ]);
});

it('report view shows in Chinese what to do about a known reason, and the English text of an unknown code', () => {
  expect(chineseFix(undefined, 'Ask the operator.')).toBeUndefined();
  expect(chineseFix('quota', 'Ask the operator.')).toContain('额度已用尽');
  expect(chineseFix(unknownOutcome.code, unknownOutcome.message)).toContain('可能再次计费');
  expect(chineseFix('upstream-timeout', 'No answer.')).toContain('可能再次计费');
});

it('report view suggests no retry without a configured provider, and no other source for deleted data', () => {
  expect(chineseFix(notServed.code, notServed.message)).toContain('联系运营方');
  expect(chineseFix(applicantGone.code, applicantGone.message)).toContain('重新提交');
});
