import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UpstreamNotProcessedError, type UpstreamProvider } from '@kyc-china/core/provider-port';
import { type FakeAlibaba, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import { credentials, operationOf, type ServedSubCheck } from '../../packages/vendor-fakes/alibaba/calls.ts';
import type { InjectedAnswer } from '../../packages/vendor-fakes/alibaba/products.ts';
import { callOf, person } from '../support/person.ts';

let fake: FakeAlibaba;
let alibaba: UpstreamProvider;
beforeAll(async () => {
  fake = await startFakeAlibaba(credentials);
  alibaba = createAlibaba({
    endpoints: fake.endpoints,
    credentials: async () => credentials,
    tls: { ca: fake.ca },
  });
});
beforeEach(() => fake.reset());
afterAll(() => fake.stop());

/**
 * Where a code has to land, written by hand from the notes on the provider’s API sections 2 and 3 and the pages it
 * cites: an outcome or an error code of ours, with + when it is billed and - when it is not; `throttled` and
 * `unavailable` are retries; `unknown` is an unknown outcome.
 */
type Landing = string;
type Row = readonly [answer: InjectedAnswer, lands: Landing];

const gateway: readonly Row[] = [
  [{ status: 400, code: 'Throttling' }, 'throttled'],
  [{ status: 400, code: 'Throttling.User' }, 'throttled'],
  [{ status: 400, code: 'Throttling.Api' }, 'throttled'],
  [{ status: 429, code: 'Throttling.Whatever' }, 'throttled'],
  [{ status: 503, code: 'ServiceUnavailable' }, 'unavailable'],
  [{ status: 400, code: 'SignatureNonceUsed' }, 'unknown'],
  [{ status: 404, code: 'InvalidAccessKeyId.NotFound' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'InvalidAccessKeyId.Inactive' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'SignatureDoesNotMatch' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'IncompleteSignature' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'InvalidTimeStamp.Expired' }, 'unavailable'],
  [{ status: 400, code: 'IllegalTimestamp' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'ThrottlingException' }, 'throttled'],
  [{ status: 503, code: 'Forbidden.Throttling' }, 'throttled'],
  [{ status: 400, code: 'MissingSecurityToken' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'MissingHostnameId' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'MissingTimeParameter' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'Missing' }, 'unknown-code+'],
  [{ status: 400, code: 'InvalidSecurityToken.Expired' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'InvalidSecurityToken.Malformed' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'NoPermission' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbidden.NotSupportRAM' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbedden.NotSupportRAM' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbidden.AccessKeyDisabled' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'ActionUnauthorized' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'InsufficientBalance' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'InvalidAction' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'UnsupportedParameter' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'InvalidTimeStamp.Format' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbidden' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbidden.RAM' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbidden.RiskControl' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Forbidden.UserVerification' }, 'upstream-unavailable-'],
  [{ status: 404, code: 'InvalidApi.NotFound' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'NoSuchVersion' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'UnsupportedOperation' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'UnsupportedHTTPMethod' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'MissingParameter' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'NobodyKnows' }, 'unknown-code+'],
  [{ status: 500, code: 'NobodyKnows' }, 'unknown'],
  [{ status: 503, code: 'Forbidden' }, 'upstream-unavailable-'],
  [{ code: '13800138000' }, 'unknown-code+'],
  [{ code: 'toString' }, 'unknown-code+'],
];
const cloudauthCodes: readonly Row[] = [
  [{ status: 500, code: 'InternalError' }, 'unknown'],
  [{ status: 400, code: 'InvalidParameter' }, 'upstream-unavailable-'],
  [{ code: '400' }, 'invalid-input-'],
  [{ code: '401' }, 'invalid-input-'],
  [{ code: 401 }, 'invalid-input-'],
  [{ code: '402' }, 'unavailable'],
  [{ code: '403' }, 'quota-'],
  [{ code: '410' }, 'upstream-unavailable-'],
  [{ code: '411' }, 'upstream-unavailable-'],
  [{ code: '412' }, 'upstream-unavailable-'],
  [{ code: '500' }, 'unavailable'],
  [{ status: 500, code: '500' }, 'unavailable'],
  [{ code: '499' }, 'unknown-code+'],
  [{ code: 'OK' }, 'unknown-code+'],
  [{ code: '200' }, 'unknown-code+'],
];
const verdicts: readonly Row[] = [
  [{ bizCode: '1' }, 'matched+'],
  [{ bizCode: 1 }, 'matched+'],
  [{ bizCode: '2' }, 'unmatched+'],
  [{ bizCode: '3' }, 'notFound-'],
  [{ bizCode: '4' }, 'unknown-code+'],
  [{ bizCode: '' }, 'unknown-code+'],
  [{ status: 500, bizCode: '1' }, 'unknown'],
  [{ status: 502, bizCode: '3' }, 'unknown'],
  [{ status: 400, bizCode: '3' }, 'unknown'],
];
const identity = [...gateway, ...cloudauthCodes, ...verdicts, [{ code: '405' }, 'unknown-code+'] as const];
const mobile = [...gateway, ...cloudauthCodes, ...verdicts, [{ code: '405' }, 'unsupported-'] as const];
const cardProblems = [
  '202',
  '203',
  '204',
  '205',
  '206',
  '207',
  '208',
  '209',
  '210',
  '211',
  '212',
  '213',
  '214',
  '215',
  '216',
];
const bank: readonly Row[] = [
  ...gateway,
  ...cloudauthCodes,
  [{ bizCode: '1' }, 'matched+'],
  [{ bizCode: '1', subCode: '101' }, 'matched+'],
  [{ bizCode: '1', subCode: '201' }, 'unknown-code+'],
  [{ bizCode: '2', subCode: '201' }, 'unmatched+'],
  [{ bizCode: '2' }, 'unknown-code+'],
  [{ bizCode: '2', subCode: '101' }, 'unknown-code+'],
  [{ bizCode: '2', subCode: '217' }, 'unknown-code+'],
  ...cardProblems.map((subCode) => [{ bizCode: '2', subCode }, 'card-problem+'] as const),
  [{ bizCode: '3' }, 'notFound-'],
  [{ bizCode: '3', subCode: '201' }, 'unknown-code+'],
  ...(['2', '3'] as const).flatMap((bizCode): Row[] => {
    const bill = bizCode === '2' ? '+' : '-';
    return [
      [{ bizCode, subCode: '301' }, `unsupported${bill}`],
      [{ bizCode, subCode: '302' }, `card-problem${bill}`],
      [{ bizCode, subCode: '303' }, `unsupported${bill}`],
      [{ bizCode, subCode: '304' }, `invalid-input${bill}`],
      [{ bizCode, subCode: '305' }, `card-problem${bill}`],
      [{ bizCode, subCode: '306' }, `quota${bill}`],
    ];
  }),
];
const dytnsapiCodes: readonly Row[] = [
  [{ status: 400, code: 'InvalidParameter' }, 'invalid-input-'],
  [{ status: 200, code: 'InvalidParameter' }, 'invalid-input-'],
  [{ code: 'isv.INVALID_PARAMETERS' }, 'invalid-input-'],
  [{ code: 'RequestFrequencyLimit' }, 'throttled'],
  [{ code: 'OperatorLimit' }, 'throttled'],
  [{ code: 'isp.QPS_LIMIT' }, 'throttled'],
  [{ code: 'isp.UNKNOWN' }, 'unavailable'],
  [{ code: 'isp.SYSTEM_ERROR' }, 'unavailable'],
  [{ status: 500, code: 'InternalError' }, 'unavailable'],
  [{ status: 500, code: 'RequestTimeout' }, 'unavailable'],
  [{ status: 500, code: 'RequestSupplierError' }, 'unavailable'],
  [{ status: 500, code: 'SystemError' }, 'unavailable'],
  [{ status: 500, code: 'Unknown' }, 'unavailable'],
  [{ status: 400, code: 'System.LimitControl' }, 'throttled'],
  [{ status: 400, code: 'EncryptTypeIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'MobileNumberTypeNotMatch' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'MobileNumberTypeIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'DateIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'DateTimeIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'CERTIFY_TYPE_NEED_ENTERPRISE_ERROR' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'CUST_NOT_EXIST_ERROR' }, 'upstream-unavailable-'],
  [{ status: 403, code: 'Permission.NotAuthorized' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'Ram.PermissionDeny' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'Product.Unsubscript' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'Insufficient.Balance' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'CertCodeIllegal' }, 'invalid-input-'],
  [{ status: 400, code: 'EncyrptTypeIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'CarrierIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'AuthCodeNotExist' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'AuthCodeIllegal' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'AuthCodeAndApiNotMatch' }, 'upstream-unavailable-'],
  [{ status: 400, code: 'BIZ_NOT_OPEN_ERROR' }, 'upstream-unavailable-'],
  [{ code: '200' }, 'unknown-code+'],
  [{ code: '402' }, 'unknown-code+'],
];
const attribution: readonly Row[] = [
  ...gateway,
  ...dytnsapiCodes,
  [{}, 'data+'],
  [{ code: 'OK' }, 'unknown-code+'],
  [{ data: { Province: undefined } }, 'unknown-code+'],
  [{ data: { City: ' ' } }, 'unknown-code+'],
  [{ data: { Carrier: undefined, BasicCarrier: undefined } }, 'unknown-code+'],
  [{ code: 'PhoneNumberNotfound' }, 'notFound-'],
  [{ status: 200, code: 'PhoneNumberNotfound' }, 'notFound-'],
  [{ status: 400, code: 'PhoneNumberNotfound' }, 'notFound-'],
  [{ status: 404, code: 'PhoneNumberNotfound' }, 'notFound-'],
  [{ status: 302, code: 'PhoneNumberNotfound' }, 'unknown'],
  [{ status: 500, code: 'PhoneNumberNotfound' }, 'unknown'],
  [{ status: 200, code: 'isp.NUMBER_NON_EXISTENT' }, 'notFound-'],
  [{ status: 400, code: 'isp.NUMBER_NON_EXISTENT' }, 'notFound-'],
  [{ status: 400 }, 'unknown'],
  [{ status: 400, code: 'MobileNumberIllegal' }, 'invalid-input-'],
  [{ status: 500 }, 'unknown'],
];
const photo: readonly Row[] = [
  ...gateway,
  ...cloudauthCodes,
  ...verdicts,
  [{ code: '405' }, 'photo-unusable-'],
  [{ code: '419' }, 'photo-unusable-'],
  [{ code: '420' }, 'upstream-unavailable-'],
  [{ code: '421' }, 'photo-unusable-'],
  [{ bizCode: '1', subCode: '101' }, 'matched+'],
  [{ bizCode: '1', subCode: '202' }, 'unknown-code+'],
  [{ bizCode: '2', subCode: '201' }, 'unmatched+'],
  [{ bizCode: '2', subCode: '202' }, 'photo-unusable+'],
  [{ bizCode: '2', subCode: '203' }, 'notFound+'],
  [{ bizCode: '2', subCode: '204' }, 'unmatched+'],
  [{ bizCode: '2', subCode: '205' }, 'photo-unusable+'],
  [{ bizCode: '2', subCode: '206' }, 'photo-unusable+'],
  [{ bizCode: '2', subCode: '207' }, 'photo-unusable+'],
  [{ bizCode: '2', subCode: '208' }, 'photo-unusable+'],
  [{ bizCode: '2', subCode: '209' }, 'unknown-code+'],
  [{ bizCode: '3', subCode: '301' }, 'notFound-'],
  [{ bizCode: '3', subCode: '302' }, 'notFound-'],
  [{ bizCode: '3', subCode: '201' }, 'unknown-code+'],
];
const tables: Readonly<Record<ServedSubCheck, readonly Row[]>> = {
  'identity.two-factor': identity,
  'identity.four-factor': identity,
  'identity.image': photo,
  'identity.three-factor': mobile,
  'identity.name-mobile': mobile,
  'mobile.attribution': attribution,
  'bank.three-factor': bank,
  'bank.four-factor': bank,
};

/** Calls the provider. Returns the class of the answer, in the terms of Landing, and the message for people. */
async function landing(subCheck: ServedSubCheck): Promise<{ lands: Landing; message: string }> {
  try {
    const { finding, billed } = await alibaba.ask(callOf(subCheck));
    const bill = billed ? '+' : '-';
    return finding.outcome === 'errored'
      ? { lands: finding.code + bill, message: finding.message }
      : { lands: finding.outcome + bill, message: '' };
  } catch (error) {
    const { message } = error as Error;
    return error instanceof UpstreamNotProcessedError
      ? { lands: error.reason, message }
      : { lands: 'unknown', message };
  }
}

describe.each(Object.entries(tables))('%s', (id, rows) => {
  const subCheck = id as ServedSubCheck;

  it.each(rows.map(([answer, lands]) => [JSON.stringify(answer), lands, answer] as const))(
    'Alibaba Cloud answer %s maps to %s',
    async (_, expected, answer) => {
      fake.inject({ answer }, { operation: operationOf[subCheck] });
      const { lands, message } = await landing(subCheck);
      expect(lands).toBe(expected);
      // Who reads it learns nothing of what was sent, and nothing of what the vendor wrote.
      for (const value of Object.values(person)) if (value !== true) expect(message).not.toContain(value);
      expect(message).not.toContain('refused by the fake');
      // What the vendor bills is never called free.
      if (fake.billed() > 0) expect(lands).toMatch(/\+$|^unknown$/);
      expect(fake.calls).toHaveLength(1);
    },
  );
});

it("Alibaba Cloud error names an unknown code, and every answer has the provider's code", async () => {
  fake.inject({ answer: { status: 400, code: 'NobodyKnows' } });
  const answer = await alibaba.ask(callOf('identity.two-factor'));
  expect(answer).toMatchObject({
    code: 'NobodyKnows',
    finding: { message: expect.stringContaining('NobodyKnows') },
  });
  fake.inject({ answer: { bizCode: '2', subCode: '210' } });
  expect(await alibaba.ask(callOf('bank.four-factor'))).toMatchObject({ code: 'BizCode=2,SubCode=210' });
  fake.inject({ answer: { status: 400, code: 'Throttling.User' } });
  await expect(alibaba.ask(callOf('identity.two-factor'))).rejects.toMatchObject({ code: 'Throttling.User' });
});
