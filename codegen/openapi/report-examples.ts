import { type Applicant, presentFields } from '@kyc-china/core/applicant';
import { exampleTexts } from '@kyc-china/core/contract/applicant-fields';
import { maskApplicant } from '@kyc-china/core/masking';
import type { PdfLinks } from '@kyc-china/core/ports';
import { withPdfLink } from '@kyc-china/core/read-report';
import { mergeReport } from '@kyc-china/core/report';
import { definitionOf, type ResultShape } from '@kyc-china/core/sub-checks/catalogue';
import { eligibleSubChecks, taskKey, tasksFor } from '@kyc-china/core/sub-checks/eligibility';
import { type Finding, type FindingByShape, unknownOutcome } from '@kyc-china/core/sub-checks/findings';
import { warningsFor } from '@kyc-china/core/warnings';

export const exampleReportId = '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41';
export const exampleRequestedAt = new Date('2026-03-01T02:03:04.005Z');
const completedAt = new Date('2026-03-01T02:03:06.505Z');

/** Returns links of the usual form that lead nowhere. */
const examplePdfs: PdfLinks = {
  link: async (reportId) =>
    `https://example.com/reports/${reportId}.pdf?X-Amz-Date=20260301T020306Z&X-Amz-Expires=604800&X-Amz-Signature=${'0'.repeat(64)}`,
};

/** The findings on a person without any adverse record. */
const good: { readonly [S in ResultShape]: FindingByShape[S] } = {
  verification: { outcome: 'matched' },
  faceComparison: { outcome: 'matched', score: 91.5, threshold: 70 },
  attribution: { outcome: 'data', carrier: '中国移动', province: '北京', city: '北京市' },
  activeCity: { outcome: 'data', province: '北京', city: '北京市' },
  addressDistance: { outcome: 'data', distanceBand: '≤3 km' },
  severity: { outcome: 'clear' },
  policeRecord: { outcome: 'clear' },
};

/** The delivered report on an applicant; `findings` by task key where they are not good. */
function reportOn(applicant: Applicant, findings: Readonly<Record<string, Finding>> = {}) {
  const subChecks = eligibleSubChecks(presentFields(applicant));
  const tasks = tasksFor(subChecks, applicant.addressesToVerify?.length ?? 0);
  const report = mergeReport({
    reportId: exampleReportId,
    requestedAt: exampleRequestedAt,
    completedAt,
    submitted: maskApplicant(applicant),
    warnings: warningsFor(applicant, exampleRequestedAt),
    outcomes: tasks.map((task) => {
      const finding = findings[taskKey(task)] ?? good[definitionOf(task.subCheck).shape];
      return { task, finding, billed: finding.outcome !== 'errored' || finding === unknownOutcome };
    }),
  });
  return withPdfLink(examplePdfs, report, completedAt);
}

/** The person of every example, with all that can be sent. */
export const exampleApplicant: Applicant = {
  ...exampleTexts(),
  idExpiryDate: '长期',
  facePhoto: true,
  addressesToVerify: [{ type: 'residential', city: '北京市', address: '朝阳区建国路88号' }],
};

/** Reports as they are delivered: made by the code that makes them. */
export async function reportExamples() {
  const { name, idNumber, mobile } = exampleApplicant as Required<Applicant>;
  const noRecord: Finding = { outcome: 'notFound' };
  return {
    everything: {
      summary: 'Every field was sent, every detail agrees, and no list or record names the person',
      value: await reportOn(exampleApplicant),
    },
    mixed: {
      summary: 'A mismatch, hits on both screenings, two sub-checks that no source could decide',
      value: await reportOn(
        {
          name,
          idNumber,
          mobile,
          addressesToVerify: [
            { type: 'work', city: '北京市', address: '海淀区中关村大街1号' },
            { type: 'residential', city: '北京市', address: '朝阳区建国路88号' },
          ],
        },
        {
          'identity.two-factor': { outcome: 'unmatched' },
          'identity.three-factor': unknownOutcome,
          'mobile.location-work': noRecord,
          'mobile.address-verify#0': {
            outcome: 'errored',
            code: 'quota',
            message:
              "The service's quota at the source is used up. Ask the operator to raise it, then send a new request.",
          },
          'mobile.address-verify#1': { outcome: 'data', distanceBand: '10-20 km' },
          'risk.fraud': { outcome: 'flagged', severity: 2 },
          'risk.criminal': { outcome: 'flagged', categories: ['offender', 'drug-related'] },
        },
      ),
    },
    noRecord: {
      summary: 'No source holds a record of the person',
      value: await reportOn(
        { name, idNumber },
        { 'identity.two-factor': noRecord, 'risk.fraud': noRecord, 'risk.criminal': noRecord },
      ),
    },
  };
}
