import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { type FakeAlibaba, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { type AlibabaOptions, createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import {
  credentials,
  operationOf,
  type ServedSubCheck,
  servedSubChecks,
} from '../../packages/vendor-fakes/alibaba/calls.ts';
import { callOf, smallPhoto } from '../support/person.ts';

let fake: FakeAlibaba;
const alibabaWith = (options: Partial<AlibabaOptions> = {}) =>
  createAlibaba({
    endpoints: fake.endpoints,
    credentials: async () => credentials,
    tls: { ca: fake.ca },
    ...options,
  });
beforeAll(async () => {
  fake = await startFakeAlibaba(credentials);
});
beforeEach(() => fake.reset());
afterAll(() => fake.stop());

const nameAndNumber = { ParamType: 'normal', UserName: '买买提·吐尔逊', IdentifyNum: '11010519491231002X' };
const parameters: Readonly<Record<ServedSubCheck, Readonly<Record<string, string>>>> = {
  'identity.two-factor': nameAndNumber,
  'identity.four-factor': { ...nameAndNumber, ValidityStartDate: '20200101', ValidityEndDate: '长期' },
  'identity.image': {
    ...nameAndNumber,
    FacePicture: Buffer.from(smallPhoto).toString('base64'),
    Crop: 'T',
  },
  'identity.three-factor': { ...nameAndNumber, Mobile: '13800138000' },
  'identity.name-mobile': { ParamType: 'normal', UserName: '买买提·吐尔逊', Mobile: '13800138000' },
  'mobile.attribution': { AuthCode: 'attr*code', InputNumber: '13800138000', Mask: 'NORMAL' },
  'bank.three-factor': {
    ...nameAndNumber,
    VerifyMode: 'VERIFY_BANK_CARD',
    ProductType: 'BANK_CARD_3_META',
    BankCard: '6222600260001072444',
  },
  'bank.four-factor': {
    ...nameAndNumber,
    VerifyMode: 'VERIFY_BANK_CARD',
    ProductType: 'BANK_CARD_4_META',
    BankCard: '6222600260001072444',
    Mobile: '13800138000',
  },
};

describe('A call', () => {
  it('Alibaba Cloud call is served for what the provider documents, and for nothing else', () => {
    const alibaba = alibabaWith();
    expect(alibaba.name).toBe('alibaba');
    expect(subCheckIds.filter((id) => alibaba.serves(id)).toSorted()).toEqual(servedSubChecks.toSorted());
  });

  it.each(servedSubChecks)('Alibaba Cloud call of %s is signed and sent as documented', async (subCheck) => {
    const { finding, billed } = await alibabaWith().ask(callOf(subCheck));
    expect({ outcome: finding.outcome, billed }).toEqual({
      outcome: subCheck === 'mobile.attribution' ? 'data' : 'matched',
      billed: true,
    });
    expect(fake.calls).toMatchObject([{ operation: operationOf[subCheck], billed: true }]);
    expect(fake.calls[0]?.parameters).toEqual(parameters[subCheck]);
  });

  it('Alibaba Cloud call has its own nonce each time', async () => {
    const alibaba = alibabaWith();
    for (let i = 0; i < 3; i += 1) await alibaba.ask(callOf('identity.two-factor'));
    expect(new Set(fake.calls.map(({ nonce }) => nonce)).size).toBe(3);
  });

  it("Alibaba Cloud call goes to the provider's own hosts by default, and never without TLS", () => {
    expect(() => createAlibaba({ credentials: async () => credentials })).not.toThrow();
    expect(() => alibabaWith({ endpoints: { cloudauth: 'http://127.0.0.1:1' } })).toThrow(RangeError);
  });
});

describe('The carrier', () => {
  it.each([
    ['ported', { BasicCarrier: '中国联通', Carrier: '中国联通', IsNumberPortability: true }, '中国联通'],
    ['of a short name', { BasicCarrier: '电信', Carrier: '电信' }, '中国电信'],
    ['of an English name', { BasicCarrier: 'China Broadnet', Carrier: 'China Broadnet' }, '中国广电'],
    ['virtual', { BasicCarrier: '中国移动', Carrier: ' 阿里通信 ' }, '阿里通信'],
    ['known only as a network', { BasicCarrier: '移动', Carrier: '' }, '中国移动'],
  ])('Alibaba Cloud carrier %s has its usual name', async (_, data, carrier) => {
    fake.inject({ answer: { data } });
    const { finding } = await alibabaWith().ask(callOf('mobile.attribution'));
    expect(finding).toEqual({ outcome: 'data', carrier, province: '浙江', city: '杭州' });
  });
});

it('Alibaba Cloud place whose name did not survive its encoding gives no conclusion', async () => {
  fake.inject({ answer: { data: { City: '\ufffd\ufffd' } } });
  const answer = await alibabaWith().ask(callOf('mobile.attribution'));
  expect(answer).toMatchObject({ finding: { outcome: 'errored', code: 'unknown-code' }, billed: true });
});

describe('The photo', () => {
  it.each([
    [37_501, 'matched'],
    [999_999, 'matched'],
    [1_000_000, 'errored'],
    [2_000_000, 'errored'],
  ])('Alibaba Cloud photo of %d bytes is %s, without a call if it is too large', async (length, outcome) => {
    const photo = new Uint8Array(length).fill(0xfb);
    const answer = await alibabaWith().ask(callOf('identity.image', { photo }));
    expect(answer.finding.outcome).toBe(outcome);
    if (outcome === 'matched') return;
    expect(answer).toMatchObject({ billed: false, finding: { code: 'photo-unusable' } });
    expect(fake.calls).toHaveLength(0);
  });
});

describe('What the operator got wrong', () => {
  const errorOf = async (
    options: Partial<AlibabaOptions>,
    subCheck: ServedSubCheck = 'identity.two-factor',
  ) => {
    const { finding, billed } = await alibabaWith(options).ask(callOf(subCheck));
    return {
      code: 'code' in finding && finding.code,
      message: 'message' in finding && finding.message,
      billed,
    };
  };
  const unavailable = { code: 'upstream-unavailable', billed: false };

  it('Alibaba Cloud error names the wrong access key', async () => {
    const wrongId = { ...credentials, accessKeyId: 'another' };
    const wrongSecret = { ...credentials, accessKeySecret: 'another' };
    for (const wrong of [wrongId, wrongSecret])
      expect(await errorOf({ credentials: async () => wrong })).toEqual({
        ...unavailable,
        message: expect.stringMatching(/operator has to check the access key/),
      });
    expect(fake.processed()).toBe(0);
  });

  it('Alibaba Cloud call signed with a clock 16 minutes slow is not processed, and reports the clock', async () => {
    const asked = alibabaWith({ clock: () => Date.now() - 16 * 60_000 }).ask(callOf('identity.two-factor'));
    await expect(asked).rejects.toMatchObject({
      name: 'OwnFaultError',
      fault: 'provider-setup',
      code: 'InvalidTimeStamp.Expired',
      message: expect.stringMatching(/clock/),
    });
  });

  it('Alibaba Cloud error names the missing AuthCode for mobile.attribution', async () => {
    const { authCodes: _, ...bare } = credentials;
    expect(await errorOf({ credentials: async () => bare }, 'mobile.attribution')).toEqual({
      ...unavailable,
      message: expect.stringMatching(/authCodes\.attribution/),
    });
    expect(fake.calls).toHaveLength(0);
    const wrong = { ...bare, authCodes: { attribution: 'x' } };
    expect(await errorOf({ credentials: async () => wrong }, 'mobile.attribution')).toEqual({
      ...unavailable,
      message: expect.stringMatching(/AuthCode/),
    });
  });

  it('Alibaba Cloud secret that still holds the AuthCode of a product no longer used is accepted', async () => {
    const old = { ...credentials, authCodes: { ...credentials.authCodes, certificatePhoto: 'photo*code' } };
    const alibaba = alibabaWith({ credentials: async () => old });
    expect(await alibaba.ask(callOf('mobile.attribution'))).toMatchObject({ finding: { outcome: 'data' } });
  });

  it('Alibaba Cloud call can be repeated when the secret cannot be read', async () => {
    const credentials = () => Promise.reject(new Error('no such secret'));
    await expect(alibabaWith({ credentials }).ask(callOf('identity.two-factor'))).rejects.toThrow(
      UpstreamNotProcessedError,
    );
    expect(fake.calls).toHaveLength(0);
  });

  it('Alibaba Cloud call with a nonce that was used before fails and is not repeated', async () => {
    const alibaba = alibabaWith({ nonce: () => 'always the same' });
    await alibaba.ask(callOf('identity.two-factor'));
    await expect(alibaba.ask(callOf('identity.two-factor'))).rejects.toMatchObject({
      name: 'AnswerLostError',
      message: expect.stringContaining('SignatureNonceUsed'),
    });
    expect(fake.billed()).toBe(1);
  });
});

describe('The provider’s own limit', () => {
  it("Alibaba Cloud calls beyond the provider's limit are throttled and free", async () => {
    const limited = await startFakeAlibaba({
      ...credentials,
      callsPerSecond: { cloudauth: 50 },
      now: () => 1_795_000_000_000,
    });
    try {
      const alibaba = alibabaWith({
        endpoints: limited.endpoints,
        tls: { ca: limited.ca },
        clock: () => 1_795_000_000_000,
      });
      const asked = Array.from({ length: 60 }, () => alibaba.ask(callOf('identity.two-factor')));
      const settled = await Promise.allSettled(asked);
      const refused = settled.filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(10);
      for (const refusal of refused)
        expect(refusal).toMatchObject({ reason: { reason: 'throttled', code: 'Throttling.User' } });
      expect(limited.billed('Id2MetaVerify')).toBe(50);
    } finally {
      await limited.stop();
    }
  });
});
