import type { AddressType } from '@kyc-china/core/applicant';
import type { Report } from '@kyc-china/core/report';
import { reportSha256 } from '@kyc-china/core/report-digest';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import type { EmbedFont } from '@kyc-china/pdf/embed-font';
import type { Fonts } from '@kyc-china/pdf/fonts';
import type { PrintedReport } from '@kyc-china/pdf/printed-report';
import { everyField, reportOn, sourcesOf } from './pdf-reports.ts';
import { sampleSigner } from './sample-signer.ts';

const errored = (code: Extract<Finding, { outcome: 'errored' }>['code'], message: string): Finding => ({
  outcome: 'errored',
  code,
  message,
});

const longMessage =
  'The source rejected the request because the line type of this number segment is not covered by the contract; ' +
  'ask the applicant for a number of one of the three national operators, or leave the field out. ' +
  '运营商返回：该号段暂不支持，请更换手机号码。';

const types: AddressType[] = ['common', 'work', 'residential', 'work', 'common'];

/** Reports to look at and to test with: from everything well to everything wrong. */
export const samples = {
  allMatched: reportOn(everyField),
  mixed: reportOn(
    {
      ...everyField,
      idNumber: '110101199001011234',
      bankCardNumber: '6222021234567890123',
      mobile: '17000000001',
      idExpiryDate: '长期',
    },
    {
      'identity.image': errored(
        'photo-unusable',
        'The photo is blurred or shows no face: send another photo.',
      ),
      'identity.three-factor': { outcome: 'unmatched' },
      'mobile.location-work': { outcome: 'notFound' },
      'mobile.address-verify': errored('unsupported', longMessage),
      'risk.criminal': { outcome: 'notFound' },
      'bank.four-factor': errored(
        'card-problem',
        'The card is reported lost: this says nothing about the person.',
      ),
    },
  ),
  highRisk: reportOn(everyField, {
    'identity.four-factor': { outcome: 'unmatched' },
    'risk.fraud': { outcome: 'flagged', severity: 3 },
    'risk.criminal': {
      outcome: 'flagged',
      categories: ['offender', 'drug-related', 'drug-user', 'fugitive', 'case-involved', 'other'],
    },
  }),
  rareName: reportOn({ name: '𠮷野家', idNumber: '110101199001011237', mobile: '13800138000' }),
  fiveAddresses: reportOn(
    {
      ...everyField,
      name: `买${'买'.repeat(24)}·${'提'.repeat(24)}`,
      addressesToVerify: types.map((type, index) => ({
        type,
        city: index === 1 ? '黔西南布依族苗族自治州' : '呼和浩特市',
        address: `新疆维吾尔自治区${'巴音郭楞蒙古自治州库尔勒市团结辖区建设路'.repeat(1 + 2 * index)}88号`,
      })),
    },
    {
      'mobile.address-verify#1': { outcome: 'notFound' },
      'mobile.address-verify#3': errored(
        'upstream-timeout',
        'The source did not answer in time; send a new request later.',
      ),
    },
  ),
  allErrored: reportOn(
    {
      ...everyField,
      addressesToVerify: types.map((type) => ({ type, city: '上海市', address: '浦东新区世纪大道100号' })),
    },
    Object.fromEntries(
      [
        'identity.four-factor',
        'identity.image',
        'identity.three-factor',
        'mobile.attribution',
        'mobile.location-work',
        'mobile.location-residential',
        'mobile.address-verify',
        'risk.fraud',
        'risk.criminal',
        'bank.four-factor',
      ].map((id) => [id, errored('unknown-code', `${longMessage} ${'x'.repeat(180)}`)]),
    ),
  ),
} as const satisfies Record<string, Report>;

/** Whose sources the samples name; two are as they come without a contract with anybody. */
const providers: Partial<Record<keyof typeof samples, string>> = {
  mixed: 'tencent',
  rareName: 'simulator',
  allErrored: 'simulator',
};

/** A sample as it is printed. */
export function printed(name: keyof typeof samples): PrintedReport {
  const report = samples[name];
  return { report, sources: sourcesOf(report, providers[name]), sha256: reportSha256(report) };
}

let signer: ReportSigner | undefined;

/** Renders a sample's PDF, signed with a key of this process. The first call loads the renderer, so that users of the samples alone do not wait. */
export async function pdfOf(
  name: keyof typeof samples,
  given?: { fonts?: Fonts; embed?: EmbedFont },
): Promise<Uint8Array> {
  const { report, sources } = printed(name);
  const { renderReportPdf } = await import('@kyc-china/pdf/render-report');
  signer ??= sampleSigner();
  return renderReportPdf(report, sources, signer, given);
}
