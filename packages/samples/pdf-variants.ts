import type { Consent } from '@kyc-china/core/contract/consent-schema';
import type { Policy } from '@kyc-china/core/decision/policy-schema';
import type { Report } from '@kyc-china/core/report';
import { reportSha256 } from '@kyc-china/core/report-digest';
import { kindOf, type SubCheckId, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { errorCodes, type Finding } from '@kyc-china/core/sub-checks/findings';
import type { PrintedReport } from '@kyc-china/pdf/printed-report';
import { everyField, reportOn, sourcesOf } from './pdf-reports.ts';
import { processSigner } from './sample-signer.ts';

const lookups = subCheckIds.filter((id) => kindOf(id) === 'lookup');
const each = (ids: readonly SubCheckId[], finding: Finding) =>
  Object.fromEntries(ids.map((id) => [id, finding]));

const longestMessage = 'The source says at length why it could not decide this check. '
  .repeat(4)
  .slice(0, 240);

const ownPolicy: Policy = {
  name: 'branch',
  version: 12,
  rules: [
    {
      when: { outcomes: ['data'], checks: lookups },
      outcome: 'review',
      reason: 'look-at-places',
      message: 'A branch looks at every place itself. 支行须自行查看全部位置信息，并与客户当面确认。'.repeat(
        2,
      ),
    },
  ],
};

const consent: Consent = {
  obtainedAt: '2026-11-24T01:30:00.000Z',
  purpose: `Opening an account 开立个人结算账户，${'依法履行客户身份识别义务'.repeat(13)}`,
  reference: 'c'.repeat(128),
  separate: ['sensitive', 'face', 'third-party', 'cross-border'],
};

const stated = (count: number) =>
  Array.from({ length: count }, () => ({
    type: 'residential' as const,
    city: '乌鲁木齐市',
    address: '天山区人民路1号',
  }));

function carryingOver(
  report: Report,
  earlier: Pick<Report['reportMetadata'], 'rerunOf' | 'carried'>,
): Report {
  return { ...report, reportMetadata: { ...report.reportMetadata, ...earlier } };
}

/** Reports at the edges of what a report can be: every decision, every outcome, the fewest and the most of everything. */
export const variants = {
  oneCheck: reportOn(
    { name: '张三', idNumber: '110101199001011237' },
    {},
    { subChecks: ['identity.two-factor'] },
  ),
  oneLookup: reportOn({ mobile: '13800138000' }, {}, { subChecks: ['mobile.attribution'] }),
  fourteenChecks: reportOn(everyField, {}, { subChecks: [...subCheckIds] }),
  noRecord: reportOn(everyField, each([...subCheckIds], { outcome: 'notFound' })),
  expiredCard: reportOn({ ...everyField, idIssueDate: '20120601', idExpiryDate: '20220601' }),
  minor: reportOn({
    ...everyField,
    idNumber: '110101201501011236',
    idIssueDate: '20250601',
    idExpiryDate: '20300601',
  }),
  farAway: reportOn(
    { ...everyField, addressesToVerify: stated(5) },
    {
      'mobile.address-verify#1': { outcome: 'data', distanceBand: '>50 km' },
      'mobile.address-verify#2': { outcome: 'data', distanceBand: '20-50 km' },
      'mobile.address-verify#4': { outcome: 'data', distanceBand: '>50 km' },
    },
  ),
  fraudLow: reportOn(everyField, { 'risk.fraud': { outcome: 'flagged', severity: 1 } }),
  fugitive: reportOn(everyField, { 'risk.criminal': { outcome: 'flagged', categories: ['fugitive'] } }),
  notOffered: reportOn(
    everyField,
    {},
    {
      subChecks: ['identity.four-factor', 'identity.three-factor', 'risk.fraud'],
      notOffered: [...lookups, 'risk.criminal', 'bank.four-factor'],
    },
  ),
  rareNames: reportOn({ ...everyField, name: '䶮㼆·𠮷玥〇' }),
  longestTexts: reportOn(
    { ...everyField, name: `买${'买'.repeat(24)}·${'提'.repeat(24)}`, addressesToVerify: stated(5) },
    {},
    { clientReference: 'R'.repeat(128), metadata: { branch: 'unprinted' }, consent, policy: ownPolicy },
  ),
  everyError: reportOn(
    everyField,
    Object.fromEntries(
      subCheckIds.map((id, index) => [
        id,
        {
          outcome: 'errored',
          code: errorCodes[index % errorCodes.length] as (typeof errorCodes)[number],
          message: longestMessage,
        },
      ]),
    ),
    { subChecks: [...subCheckIds] },
  ),
  rerun: carryingOver(reportOn(everyField, { 'risk.criminal': { outcome: 'notFound' } }), {
    rerunOf: '7b0d6a0e-0d7a-4c57-9a53-6f5f1f0f8f11',
    carried: [{ check: 'identity.image', answeredAt: '2026-11-20T23:05:00.000Z' }],
  }),
} as const satisfies Record<string, Report>;

/** A variant as it is printed. */
export function printedVariant(name: keyof typeof variants): PrintedReport {
  const report: Report = variants[name];
  return {
    report,
    sources: sourcesOf(report, name === 'oneLookup' ? 'simulator' : 'alibaba'),
    sha256: reportSha256(report),
    requestedBy: 'example-bank',
    verificationUrl: `https://example.com/verify/${reportSha256(report)}`,
  };
}

/** Renders a variant's PDF, signed with a key of this process unless one is given. */
export async function variantPdf(name: keyof typeof variants, signer = processSigner()): Promise<Uint8Array> {
  const { report, sources, ...context } = printedVariant(name);
  const { renderReportPdf } = await import('@kyc-china/pdf/render-report');
  return renderReportPdf(report, sources, signer, context);
}
