import type { Applicant } from '@kyc-china/core/applicant';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type {
  CodeMeaning,
  HttpProviderDescription,
  ResponseDescription,
} from '../../packages/providers/http/description.ts';

export const person = {
  name: '欧阳测试',
  idNumber: '11010119900101123X',
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
} as const satisfies Applicant;

export const address = { type: 'work', city: '北京市', address: '朝阳区示例路1号' } as const;

export function callFor(subCheck: SubCheckId, more: Partial<UpstreamCall> = {}): UpstreamCall {
  return {
    subCheck,
    applicant: person,
    ...(subCheck === 'mobile.address-verify' && { address }),
    requestId: 'report/task',
    attempt: 1,
    signal: new AbortController().signal,
    ...more,
  };
}

/** The data of a made-up vendor's answers, by sub-check. */
const dataOf: Partial<Record<SubCheckId, ResponseDescription['data']>> = {
  'mobile.attribution': {
    carrier: { from: 'data.isp', map: { cmcc: '中国移动' } },
    province: 'data.province',
    city: 'data.city',
  },
  'mobile.location-work': { province: 'data.province', city: 'data.city' },
  'mobile.location-residential': { province: 'data.province', city: 'data.city' },
  'mobile.address-verify': { distanceBand: { metres: 'data.metres' } },
  'risk.fraud': { severity: 'data.levels' },
  'risk.criminal': { categories: { from: 'data.codes', map: { A: 'offender', B: 'drug-user' } } },
};

/** A description of a made-up vendor that answers `{ code, free, data }` at the path of the sub-check's name. */
export function simpleDescription(
  origin: string,
  codes: Partial<Record<SubCheckId, Readonly<Record<string, CodeMeaning>>>>,
  more: Partial<HttpProviderDescription> = {},
): HttpProviderDescription {
  return {
    name: 'simple',
    auth: { tls: { ca: 'vendorCa' } },
    notProcessedStatuses: { '429': 'throttled', '503': 'unavailable' },
    subChecks: Object.fromEntries(
      Object.entries(codes).map(([id, table]) => {
        const data = dataOf[id as SubCheckId];
        return [
          id,
          {
            request: {
              method: 'POST',
              url: `${origin}/${id}`,
              encoding: 'json',
              fields: '{name: applicant.name, idNumber: applicant.idNumber, mobile: applicant.mobile}',
            },
            response: { code: 'code', codes: table, ...(data && { data }) },
          },
        ];
      }),
    ),
    ...more,
  };
}

/** A description with another origin for a vendor's, and the authority of the fake there. */
export function redirected(
  description: HttpProviderDescription,
  from: string,
  to: string,
): HttpProviderDescription {
  const moved = JSON.parse(JSON.stringify(description).replaceAll(from, to)) as HttpProviderDescription;
  return { ...moved, auth: { ...moved.auth, tls: { ...moved.auth.tls, ca: 'vendorCa' } } };
}
