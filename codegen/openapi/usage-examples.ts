import { chargesOf, usageOf } from '@kyc-china/core/monthly-usage';
import { taskKey, tasksFor } from '@kyc-china/core/sub-checks/eligibility';

/** Returns an example of a month with one report, made by the code that makes the real ones. */
export function usageExamples() {
  const tasks = tasksFor(['identity.three-factor', 'mobile.address-verify', 'risk.fraud'], 2);
  const outcomes = tasks.map((task) => ({ task, billed: taskKey(task) !== 'risk.fraud' }));
  const charges = chargesOf(outcomes, { default: '1.00', 'mobile.address-verify': '0.35' }, undefined);
  const asOf = new Date('2026-12-01T03:00:00Z');
  return {
    month: { summary: 'One report', value: usageOf('2026-11', { reports: 1, charges }, 'CNY', asOf) },
  };
}
