import type { Applicant } from '@kyc-china/core/applicant';
import { presentFields } from '@kyc-china/core/applicant';
import { exampleTexts } from '@kyc-china/core/contract/applicant-fields';
import { maskApplicant } from '@kyc-china/core/masking';
import { mergeReport, type Report } from '@kyc-china/core/report';
import { definitionOf, type ResultShape, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { eligibleSubChecks, tasksFor } from '@kyc-china/core/sub-checks/eligibility';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import type { TaskSource } from '@kyc-china/core/task-source';
import { warningsFor } from '@kyc-china/core/warnings';

export const everyField: Applicant = {
  ...exampleTexts(),
  idNumber: '110101199001011237',
  idIssueDate: '20200601',
  idExpiryDate: '20400601',
  facePhoto: true,
  bankCardNumber: '6222021234567890128',
  addressesToVerify: [{ type: 'residential', city: '上海市', address: '浦东新区世纪大道100号' }],
};

/** Findings as good as they can be. */
export const good: Record<ResultShape, Finding> = {
  verification: { outcome: 'matched' },
  faceComparison: { outcome: 'matched', score: 91.5, threshold: 70 },
  attribution: { outcome: 'data', carrier: '中国移动', province: '北京', city: '北京市' },
  activeCity: { outcome: 'data', province: '上海', city: '上海市' },
  addressDistance: { outcome: 'data', distanceBand: '≤3 km' },
  severity: { outcome: 'clear' },
  policeRecord: { outcome: 'clear' },
};

/** What a request says beside the applicant, and what the stage did with it. */
type Order = Partial<
  Pick<
    Parameters<typeof mergeReport>[0],
    'clientReference' | 'metadata' | 'consent' | 'policy' | 'notOffered'
  >
> & {
  /** By default every sub-check that is eligible. */
  readonly subChecks?: readonly SubCheckId[];
};

/**
 * The report on an applicant.
 * @param findings what a source said, by task key (`mobile.address-verify#0`) or sub-check; `good` otherwise.
 */
export function reportOn(
  applicant: Applicant,
  findings: Record<string, Finding> = {},
  { subChecks: named, ...order }: Order = {},
): Report {
  const subChecks = named ?? eligibleSubChecks(presentFields(applicant));
  const tasks = tasksFor(subChecks, applicant.addressesToVerify?.length ?? 0);
  return mergeReport({
    ...order,
    reportId: '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41',
    requestedAt: new Date('2026-11-24T08:15:30.120Z'),
    completedAt: new Date('2026-11-24T08:15:33.905Z'),
    submitted: maskApplicant(applicant),
    warnings: warningsFor(applicant, new Date('2026-11-24')),
    outcomes: tasks.map((task) => ({
      task,
      billed: true,
      finding:
        findings[`${task.subCheck}#${task.addressIndex}`] ??
        findings[task.subCheck] ??
        good[definitionOf(task.subCheck).shape],
    })),
  });
}

/** Returns which provider answered each task of a report, and when: none if its error says so. */
export function sourcesOf(
  { summary, submitted, reportMetadata }: Report,
  provider = 'alibaba',
): TaskSource[] {
  const unanswered = new Set(
    summary.errored.filter(({ code }) => code === 'upstream-unavailable').map(({ check }) => check),
  );
  const askedAt = new Date(Date.parse(reportMetadata.requestedAt) + 180);
  return tasksFor(summary.ran, submitted.addressesToVerify?.length ?? 0).map((task, index) => {
    if (unanswered.has(task.subCheck)) return { task };
    return { task, provider, askedAt, answeredAt: new Date(askedAt.getTime() + 340 + 110 * index) };
  });
}
