import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { type FakeTencent, startFakeTencent } from '@kyc-china/vendor-fakes/tencent/fake';
import { createTencent, type TencentOptions } from '../../packages/providers/tencent/tencent.ts';
import { actionOf, servedSubChecks } from '../../packages/vendor-fakes/tencent/calls.ts';
import { callOf, person, smallPhoto } from '../support/person.ts';

const key = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
let now = new Date();
let fake: FakeTencent;
beforeAll(async () => {
  fake = await startFakeTencent({ ...key, clock: () => now });
});
afterEach(() => {
  fake.reset();
  now = new Date();
});
afterAll(() => fake.stop());

function tencent(more: Partial<TencentOptions> = {}) {
  return createTencent({ endpoint: fake.url, tls: { ca: fake.ca }, credentials: async () => key, ...more });
}

describe('what is served', () => {
  it('Tencent Cloud serves what the vendor offers, and nothing else', () => {
    expect(subCheckIds.filter((id) => tencent().serves(id)).sort()).toEqual([...servedSubChecks].sort());
  });

  it('Tencent Cloud is not called for other sub-checks', async () => {
    await expect(tencent().ask(callOf('risk.criminal'))).rejects.toMatchObject({
      name: 'OwnFaultError',
      fault: 'provider-setup',
    });
    expect(fake.connections()).toBe(0);
  });
});

describe('a request', () => {
  it.each(servedSubChecks)('Tencent Cloud request for %s is accepted and answered', async (subCheck) => {
    const answer = await tencent().ask(callOf(subCheck));
    expect(answer).toMatchObject({ finding: { outcome: 'matched' }, billed: true });
    expect(fake.calls.map(({ action }) => action)).toEqual([actionOf[subCheck]]);
    expect([fake.processed(actionOf[subCheck]), fake.billed(), fake.connections()]).toEqual([1, 1, 1]);
    expect(fake.calls[0]?.headers).not.toHaveProperty('x-tc-region');
  });

  const IdCard = person.idNumber;
  const Name = person.name;
  it.each([
    ['identity.two-factor', { IdCard, Name }],
    ['identity.four-factor', { IdCard, Name, ValidityBegin: '20200101', ValidityEnd: '00000000' }],
    ['identity.image', { IdCard, Name, ImageBase64: Buffer.from(smallPhoto).toString('base64') }],
    ['identity.three-factor', { IdCard, Name, Phone: '13800138000', VerifyMode: '0' }],
    ['identity.name-mobile', { Name, Mobile: '13800138000' }],
    ['bank.three-factor', { IdCard, Name, BankCard: '6222600260001072444', CertType: 0 }],
    [
      'bank.four-factor',
      { IdCard, Name, BankCard: '6222600260001072444', CertType: 0, Phone: '13800138000' },
    ],
  ] as const)('Tencent Cloud request for %s has exactly these parameters', async (subCheck, parameters) => {
    await tencent().ask(callOf(subCheck));
    expect(fake.calls[0]?.parameters).toEqual(parameters);
  });

  it('Tencent Cloud request keeps a validity that ends on a day', async () => {
    const call = callOf('identity.four-factor');
    await tencent().ask({ ...call, applicant: { ...call.applicant, idExpiryDate: '20400101' } });
    expect(fake.calls[0]?.parameters).toMatchObject({ ValidityEnd: '20400101' });
  });

  it('Tencent Cloud request is not sent when a field is missing', async () => {
    for (const subCheck of servedSubChecks)
      await expect(tencent().ask({ ...callOf(subCheck), applicant: {} })).rejects.toMatchObject({
        name: 'OwnFaultError',
        fault: 'unexpected',
      });
    expect(fake.connections()).toBe(0);
  });
});

describe('a photo', () => {
  const largest = (3_000_000 * 3) / 4;

  it('Tencent Cloud photo of up to 3,000,000 base64 characters is sent', async () => {
    const photo = new Uint8Array(largest);
    const { finding } = await tencent().ask(callOf('identity.image', { photo }));
    expect(finding.outcome).toBe('matched');
  });

  it('Tencent Cloud photo that is larger is refused without a call', async () => {
    const photo = new Uint8Array(largest + 1);
    const answer = await tencent().ask(callOf('identity.image', { photo }));
    expect(answer).toMatchObject({ finding: { outcome: 'errored', code: 'photo-unusable' }, billed: false });
    expect(fake.connections()).toBe(0);
  });
});

describe('the access key', () => {
  it.each([
    ['secretKey', { ...key, secretKey: 'another' }, 'AuthFailure.SignatureFailure'],
    ['secretId', { ...key, secretId: 'another' }, 'AuthFailure.SecretIdNotFound'],
  ])(
    'Tencent Cloud access key with a wrong %s is reported to the operator, and costs nothing',
    async (_, wrong, code) => {
      const answer = await tencent({ credentials: async () => wrong }).ask(callOf('identity.two-factor'));
      expect(answer).toMatchObject({
        finding: { outcome: 'errored', code: 'upstream-unavailable' },
        billed: false,
        code,
      });
      expect([fake.calls.length, fake.processed()]).toEqual([1, 0]);
    },
  );

  it.each([
    ['cannot be read', () => Promise.reject(new Error('secret detail'))],
    ['ends in a line break', async () => ({ ...key, secretId: 'AKIDfake\n' })],
    ['is of another form', async () => ({ id: 'x' }) as never],
    ['is not a record', async () => null as never],
  ])('Tencent Cloud access key that %s stops the call before it is sent', async (_, credentials) => {
    const refusal = await tencent({ credentials })
      .ask(callOf('identity.two-factor'))
      .catch((error) => error);
    expect(refusal).toBeInstanceOf(UpstreamNotProcessedError);
    expect(refusal.message).not.toMatch(/secret detail|AKIDfake/);
    expect(fake.connections()).toBe(0);
  });
});

describe('the rate', () => {
  it('Tencent Cloud rate that is exceeded is reported as throttled and unprocessed', async () => {
    const { signal } = new AbortController();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 25 }, () => tencent().ask(callOf('bank.three-factor', { signal }))),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect([fake.billed(), refused.length]).toEqual([20, 5]);
    for (const { reason } of refused)
      expect(reason).toMatchObject({
        name: 'UpstreamNotProcessedError',
        reason: 'throttled',
        code: 'RequestLimitExceeded',
      });

    now = new Date(now.getTime() + 1001);
    expect(await tencent().ask(callOf('bank.three-factor'))).toMatchObject({ billed: true });
  });
});
