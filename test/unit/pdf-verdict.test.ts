import { describe, expect, it } from '@jest/globals';
import type { Report } from '@kyc-china/core/report';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { verdictOnReport } from '@kyc-china/core/verdict';
import { verdictHeading } from '@kyc-china/core/verdict-heading';
import { everyField, reportOn } from '../../packages/samples/pdf-reports.ts';

const heading = ({ summary }: Report) => {
  const verdict = verdictOnReport(summary);
  return verdict && verdictHeading(summary, verdict);
};
const noRecord: Finding = { outcome: 'notFound' };
const { name = '', idNumber = '' } = everyField;

describe('the sentence that a report opens with', () => {
  it("report's opening sentence says that nothing is adverse only if a provider had data", () => {
    const some = reportOn({ name, idNumber }, { 'identity.two-factor': noRecord });
    expect(heading(some)).toEqual({
      en: 'Nothing adverse; no record in 1 of 3 sub-checks',
      zh: '未发现异常；3 项中有 1 项查无记录',
    });
    const none = reportOn(
      { name, idNumber },
      { 'identity.two-factor': noRecord, 'risk.fraud': noRecord, 'risk.criminal': noRecord },
    );
    expect(heading(none)).toEqual({
      en: 'No record in 3 of 3 sub-checks',
      zh: '3 项中有 3 项查无记录',
    });
  });

  it("report's opening sentence uses the singular for one", () => {
    expect(heading(reportOn({ idNumber }))).toEqual({
      en: 'No risk record in 1 sub-check',
      zh: '1 项核验无风险记录',
    });
    expect(heading(reportOn({ idNumber }, { 'risk.fraud': noRecord }))).toEqual({
      en: 'No record in 1 of 1 sub-check',
      zh: '1 项中有 1 项查无记录',
    });
  });
});
