import { expect, it } from '@jest/globals';
import { erroredTogether } from '../../console/src/report/report-model.ts';
import type { DeliveredReport } from '../../lambdas/domain/report.ts';

it('groups what could not be decided by reason, with the addresses of each counted from 1', () => {
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
  expect(groups.map(({ mend, of }) => [mend, of.map(({ check, positions }) => [check, positions])])).toEqual([
    [
      'No answer.',
      [
        ['mobile.address-verify', '#1, #3'],
        ['risk.fraud', ''],
      ],
    ],
    ['Ask the operator.', [['mobile.address-verify', '#2']]],
  ]);
});
