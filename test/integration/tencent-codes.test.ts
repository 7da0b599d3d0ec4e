/**
 * Every documented code of every action, over the wire. The lists are written by hand from the vendor's documents (the
 * project's providers.md, 1.2 to 1.10), not taken from the adapter's tables. Billing: B billed, - not billed, ? not
 * documented, which counts as billed and is never asked again.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type UpstreamAnswer, UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { type FakeTencent, startFakeTencent } from '@kyc-china/vendor-fakes/tencent/fake';
import { createTencent } from '../../packages/providers/tencent/tencent.ts';
import { AnswerLostError } from '../../packages/providers/wire.ts';
import { type ServedSubCheck, servedSubChecks } from '../../packages/vendor-fakes/tencent/calls.ts';
import type { InjectedAnswer } from '../../packages/vendor-fakes/tencent/faults.ts';
import { callOf, person } from '../support/person.ts';

const key = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
let fake: FakeTencent;
beforeAll(async () => {
  fake = await startFakeTencent({ ...key, callsPerSecond: 1_000_000 });
});
afterEach(() => fake.reset());
afterAll(() => fake.stop());

async function ask(subCheck: ServedSubCheck, answer: InjectedAnswer): Promise<UpstreamAnswer | Error> {
  fake.inject({ fault: { at: 'answer', answer } });
  const tencent = createTencent({ endpoint: fake.url, tls: { ca: fake.ca }, credentials: async () => key });
  return tencent.ask(callOf(subCheck)).catch((error) => error);
}

/** In one word, where an answer landed. */
function placeOf(answer: UpstreamAnswer | Error): string {
  if (answer instanceof UpstreamNotProcessedError) return `retry ${answer.reason} -`;
  if (answer instanceof AnswerLostError) return 'lost ?';
  if (answer instanceof Error) return `${answer}`;
  const { finding, billed } = answer;
  return `${finding.outcome === 'errored' ? finding.code : finding.outcome} ${billed ? 'B' : '-'}`;
}

function textOf(answer: UpstreamAnswer | Error): string {
  if (answer instanceof Error) return answer.message;
  return answer.finding.outcome === 'errored' ? answer.finding.message : '';
}

const results: Record<ServedSubCheck, Record<string, string>> = {
  'identity.two-factor': {
    '0': 'matched B',
    '-1': 'unmatched B',
    '-2': 'invalid-input -',
    '-3': 'invalid-input -',
    '-4': 'retry unavailable -',
    '-5': 'notFound -',
    '-6': 'retry unavailable -',
    '-7': 'quota -',
  },
  'identity.four-factor': {
    '0': 'matched B',
    '-1': 'unmatched B',
    '-2': 'invalid-input -',
    '-3': 'invalid-input -',
    '-4': 'invalid-input -',
    '-5': 'invalid-input -',
    '-6': 'retry unavailable -',
    '-7': 'notFound -',
    '-8': 'quota -',
  },
  'identity.name-mobile': {
    '0': 'matched B',
    '1': 'unmatched B',
    '-1': 'notFound -',
    '-2': 'retry unavailable -',
    '-3': 'retry unavailable -',
    '-4': 'invalid-input -',
    '-5': 'invalid-input -',
    '-6': 'quota -',
    '-13': 'unsupported -',
  },
  'identity.three-factor': {
    '0': 'matched B',
    '-4': 'unmatched B',
    '-6': 'invalid-input -',
    '-7': 'invalid-input -',
    '-8': 'invalid-input -',
    '-9': 'notFound -',
    '-11': 'retry throttled -',
    '-12': 'quota -',
    '-13': 'unsupported -',
  },
  'bank.three-factor': {
    '0': 'matched B',
    '-1': 'unmatched B',
    '-2': 'invalid-input -',
    '-3': 'invalid-input -',
    '-4': 'invalid-input -',
    '-5': 'unmatched B',
    '-6': 'card-problem B',
    '-7': 'card-problem B',
    '-8': 'card-problem B',
    '-9': 'card-problem B',
    '-10': 'card-problem B',
    '-11': 'card-problem B',
    '-12': 'card-problem B',
    '-13': 'card-problem B',
    '-14': 'card-problem B',
    '-15': 'card-problem B',
    '-16': 'unsupported B',
    '-17': 'retry throttled -',
    '-18': 'quota -',
    '-19': 'unsupported -',
    '-20': 'card-problem B',
  },
  'bank.four-factor': {
    '0': 'matched B',
    '-1': 'unmatched B',
    '-2': 'invalid-input -',
    '-3': 'invalid-input -',
    '-4': 'invalid-input -',
    '-5': 'invalid-input -',
    '-6': 'unmatched B',
    '-7': 'card-problem B',
    '-8': 'card-problem B',
    '-9': 'card-problem B',
    '-10': 'card-problem B',
    '-11': 'card-problem B',
    '-12': 'card-problem B',
    '-13': 'card-problem B',
    '-14': 'card-problem B',
    '-15': 'card-problem B',
    '-16': 'card-problem B',
    '-17': 'unsupported B',
    '-18': 'retry throttled -',
    '-19': 'quota -',
    '-20': 'unsupported -',
    '-21': 'card-problem B',
  },
  'identity.image': {
    Success: 'matched B',
    'FailedOperation.CompareLowSimilarity': 'unmatched B',
    'FailedOperation.IdNameMisMatch': 'unmatched B',
    'FailedOperation.IdNoExistSystem': 'notFound B',
    'FailedOperation.IdPhotoNoExist': 'notFound B',
    'FailedOperation.IdPhotoPoorQuality': 'photo-unusable -',
    'FailedOperation.LifePhotoDetectFaces': 'photo-unusable -',
    'FailedOperation.LifePhotoDetectNoFaces': 'photo-unusable -',
    'FailedOperation.LifePhotoDetectFake': 'photo-unusable -',
    'FailedOperation.LifePhotoPoorQuality': 'photo-unusable B',
    'FailedOperation.LifePhotoSizeError': 'photo-unusable B',
    'FailedOperation.CoveredFace': 'photo-unusable -',
    'FailedOperation.IncompleteFace': 'photo-unusable -',
    'FailedOperation.PoorImageQuality': 'photo-unusable -',
    'FailedOperation.ImageDecodeFailed': 'photo-unusable -',
    'FailedOperation.IdFormatError': 'invalid-input B',
    'FailedOperation.NameFormatError': 'invalid-input B',
    'FailedOperation.IdentityAuthLimitExceeded': 'quota B',
    'FailedOperation.CompareFail': 'retry unavailable -',
    'FailedOperation.DetectEngineSystemError': 'retry unavailable -',
    'FailedOperation.CompareSystemError': 'lost ?',
    'FailedOperation.CompareLibServiceUnavailable': 'lost ?',
    'FailedOperation.IdPhotoSystemNoanswer': 'lost ?',
    'FailedOperation.UnKnown': 'lost ?',
  },
};

const errors: Record<string, string> = {
  RequestLimitExceeded: 'retry throttled -',
  'FailedOperation.RequestLimitExceeded': 'retry throttled -',
  InternalError: 'lost ?',
  'InternalError.CompareFail': 'lost ?',
  'InternalError.UnKnown': 'lost ?',
  'FailedOperation.UnKnown': 'lost ?',
  'FailedOperation.DbError': 'lost ?',
  'FailedOperation.DecryptSystemError': 'upstream-unavailable B',
  'FailedOperation.StsUnAuthErrError': 'upstream-unavailable B',
  FailedOperation: 'lost ?',
  ResourceInsufficient: 'lost ?',
  ResourceUnavailable: 'lost ?',
  ResponseSizeLimitExceeded: 'lost ?',
  LimitExceeded: 'quota B',
  OperationDenied: 'upstream-unavailable -',
  InvalidRequest: 'upstream-unavailable -',
  DryRunOperation: 'upstream-unavailable -',
  'UnauthorizedOperation.Activating': 'upstream-unavailable -',
  'UnauthorizedOperation.ActivateError': 'upstream-unavailable -',
  'AuthFailure.SignatureExpire': 'retry unavailable -',
  'AuthFailure.SignatureFailure': 'upstream-unavailable -',
  'AuthFailure.SecretIdNotFound': 'upstream-unavailable -',
  'AuthFailure.InvalidSecretId': 'upstream-unavailable -',
  'AuthFailure.TokenFailure': 'upstream-unavailable -',
  'AuthFailure.MFAFailure': 'upstream-unavailable -',
  'AuthFailure.InvalidAuthorization': 'upstream-unavailable -',
  'AuthFailure.UnauthorizedOperation': 'upstream-unavailable -',
  UnauthorizedOperation: 'upstream-unavailable -',
  'UnauthorizedOperation.Arrears': 'upstream-unavailable -',
  'UnauthorizedOperation.Nonactivated': 'upstream-unavailable -',
  'UnauthorizedOperation.NonAuthorize': 'upstream-unavailable -',
  'UnauthorizedOperation.ChargeStatusException': 'upstream-unavailable -',
  InvalidParameter: 'upstream-unavailable -',
  'InvalidParameter.UnsupportEncryptField': 'upstream-unavailable -',
  InvalidParameterValue: 'upstream-unavailable -',
  UnsupportedOperation: 'upstream-unavailable -',
  ActionOffline: 'upstream-unavailable -',
};

const resultCases = servedSubChecks.flatMap((subCheck) =>
  Object.entries(results[subCheck]).map(([result, place]) => ({ subCheck, result, place })),
);

describe('a documented result', () => {
  it.each(resultCases)(
    'Tencent Cloud result $subCheck: $result is $place',
    async ({ subCheck, result, place }) => {
      const answer = await ask(subCheck, { result });
      expect(placeOf(answer)).toBe(place);
      expect(fake.calls).toHaveLength(1);
      // What is not documented is billed by the fake: then the adapter has to have said so, or to have given up.
      if (fake.billed()) expect(place).toMatch(/[B?]$/);
      else expect(place).toMatch(/-$/);
      if (!(answer instanceof AnswerLostError)) expect(answer).toMatchObject({ code: result });
    },
  );

  it.each(Object.entries(results['identity.image']).filter(([code]) => code !== 'Success'))(
    'Tencent Cloud result identity.image: %s as an API error is the same',
    async (error, place) => {
      expect(placeOf(await ask('identity.image', { error }))).toBe(place);
    },
  );

  it('Tencent Cloud result has a message for a person exactly when it is errored', async () => {
    for (const { subCheck, result, place } of resultCases) {
      fake.reset();
      const message = textOf(await ask(subCheck, { result }));
      if (/matched|unmatched|notFound/.test(place)) expect(message).toBe('');
      else expect(message.length).toBeGreaterThan(30);
      for (const value of Object.values(person)) expect(message).not.toContain(String(value));
    }
  });
});

describe('a documented API error', () => {
  const cases = servedSubChecks.flatMap((subCheck) =>
    Object.entries(errors).map(([error, place]) => ({ subCheck, error, place })),
  );
  it.each(cases)(
    'Tencent Cloud API error $subCheck: $error is $place',
    async ({ subCheck, error, place }) => {
      expect(placeOf(await ask(subCheck, { error }))).toBe(place);
      expect(fake.calls).toHaveLength(1);
      if (fake.billed()) expect(place).toMatch(/[B?]$/);
    },
  );

  it('Tencent Cloud API error names who has to act: the operator', async () => {
    const arrears = textOf(await ask('identity.two-factor', { error: 'UnauthorizedOperation.Arrears' }));
    expect(arrears).toMatch(/operator has to settle its bill/);
  });

  it('Tencent Cloud API error says that the clock is wrong when the signature has expired', async () => {
    const clock = () => new Date(Date.now() - 6 * 60_000);
    const slow = createTencent({
      endpoint: fake.url,
      tls: { ca: fake.ca },
      credentials: async () => key,
      clock,
    });
    const refusal = await slow.ask(callOf('identity.two-factor')).catch((error) => error);
    expect(refusal).toBeInstanceOf(UpstreamNotProcessedError);
    expect(refusal).toMatchObject({ reason: 'unavailable', code: 'AuthFailure.SignatureExpire' });
    expect(refusal.message).toMatch(/clock/);
  });
});

describe('a code that no document has', () => {
  it.each([
    ['identity.two-factor', { result: '-8' }, '-8'],
    ['identity.two-factor', { result: '1' }, '1'],
    ['identity.three-factor', { result: '-1' }, '-1'],
    ['identity.name-mobile', { result: '-9' }, '-9'],
    ['bank.three-factor', { result: '-21' }, '-21'],
    ['bank.four-factor', { error: 'FailedOperation.Novel' }, 'FailedOperation.Novel'],
    ['identity.two-factor', { result: 'constructor' }, 'constructor'],
    ['identity.two-factor', { error: '-1' }, '-1'],
    ['identity.two-factor', { result: 'UnauthorizedOperation.Arrears' }, 'UnauthorizedOperation.Arrears'],
    ['identity.image', { result: '0' }, '0'],
  ] as const)(
    'Tencent Cloud code without documentation, %s: %j, is named, counted as billed, and no finding',
    async (subCheck, injected, code) => {
      const answer = await ask(subCheck, injected);
      expect(placeOf(answer)).toBe('unknown-code B');
      expect(textOf(answer)).toContain(`the code ${code}, which`);
      expect(answer).toMatchObject({ code });
    },
  );

  it('Tencent Cloud code without documentation is not quoted when it may be sent data', async () => {
    for (const result of ['11010519491231002X', '13800138000', '买买提·吐尔逊', `${person.idNumber}.x`]) {
      fake.reset();
      const answer = await ask('identity.three-factor', { result });
      expect(placeOf(answer)).toBe('unknown-code B');
      expect(JSON.stringify(answer)).not.toContain(result);
    }
  });
});

describe('a face', () => {
  it.each([
    ['above the threshold', 91.5, 'matched B'],
    ['at the threshold', 70, 'matched B'],
    ['below the threshold, called a success', 69.99, 'unknown-code B'],
    ['of a similarity that is no number', '91', 'unknown-code B'],
  ])('Tencent Cloud face comparison: %s', async (_, Sim, place) => {
    expect(placeOf(await ask('identity.image', { result: 'Success', fields: { Sim } }))).toBe(place);
  });

  it('Tencent Cloud face does not match when the vendor says so, whatever the similarity', async () => {
    for (const Sim of [0, 26.04, 75]) {
      fake.reset();
      const result = 'FailedOperation.CompareLowSimilarity';
      expect(placeOf(await ask('identity.image', { result, fields: { Sim } }))).toBe('unmatched B');
    }
  });
});
