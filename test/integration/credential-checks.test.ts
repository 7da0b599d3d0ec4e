import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialCheckOf } from '@kyc-china/providers/credential-checks';
import {
  type FakeIdentityService,
  startFakeAlibabaSts,
  startFakeTencentSts,
} from '@kyc-china/vendor-fakes/identity-services';

const keys = {
  tencent: { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' },
  alibaba: { accessKeyId: 'LTAI-fake', accessKeySecret: 'a-secret-of-the-fake' },
};
const sts = {} as Record<'tencent' | 'alibaba', FakeIdentityService>;
beforeAll(async () => {
  sts.tencent = await startFakeTencentSts(keys.tencent);
  sts.alibaba = await startFakeAlibabaSts(keys.alibaba);
});
afterAll(async () => {
  for (const service of Object.values(sts)) await service.stop();
});

describe.each([
  ['tencent', { ...keys.tencent, secretId: 'AKIDother' }, 'AuthFailure.SecretIdNotFound'],
  ['tencent', { ...keys.tencent, secretKey: 'wrong' }, 'AuthFailure.SignatureFailure'],
  ['alibaba', { ...keys.alibaba, accessKeyId: 'LTAI-other' }, 'InvalidAccessKeyId.NotFound'],
  ['alibaba', { ...keys.alibaba, accessKeySecret: 'wrong' }, 'SignatureDoesNotMatch'],
] as const)('%s', (provider, wrong, code) => {
  const check = (secret: unknown, endpoint = sts[provider].url, clock?: () => Date) =>
    credentialCheckOf(provider)?.({
      secret,
      endpoint,
      tls: { ca: sts[provider].ca },
      signal: AbortSignal.timeout(10_000),
      ...(clock && { clock }),
    });

  it(`${provider} accepts its key by one call, and says what its clock is`, async () => {
    const before = sts[provider].calls();
    const verdict = await check(keys[provider]);
    expect(verdict).toMatchObject({ status: 'accepted', at: expect.any(Date) });
    expect(Math.abs(Number(verdict?.at) - Date.now())).toBeLessThan(60_000);
    expect(sts[provider].calls()).toBe(before + 1);
  });

  it(`${provider} refuses another key with ${code}, and the verdict shows nothing of the key`, async () => {
    const verdict = await check(wrong);
    expect(verdict).toMatchObject({ status: 'refused', detail: code });
    for (const part of Object.values(wrong)) expect(JSON.stringify(verdict)).not.toContain(part);
  });

  it(`${provider} refuses a key by a clock that is wrong`, async () => {
    const verdict = await check(keys[provider], undefined, () => new Date(Date.now() - 3_600_000));
    expect(verdict).toMatchObject({ status: 'refused', detail: expect.stringMatching(/Expire/) });
  });

  it(`${provider}: a secret of another form is refused without a call`, async () => {
    const before = sts[provider].calls();
    const verdict = await check({ key: 'x' });
    expect(verdict).toMatchObject({
      status: 'refused',
      detail: expect.stringMatching(/^the secret is not an access key/),
    });
    expect(sts[provider].calls()).toBe(before);
  });

  it(`${provider}: no verdict comes of a provider that cannot be reached`, async () => {
    expect(await check(keys[provider], 'https://127.0.0.1:9')).toEqual({
      status: 'unknown',
      detail: 'the provider could not be reached',
    });
  });
});

it('simulator has no check of credentials: it needs none', () => {
  expect(credentialCheckOf('simulator')).toBeUndefined();
  expect(credentialCheckOf('toString')).toBeUndefined();
});
