/** `risk.fraud` by Alibaba Cloud, for an operator who has confirmed what the documentation leaves open. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refusal, retry, unbilled } from '@kyc-china/providers/code-table';
import { type FakeAlibaba, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import type { ConfirmedRiskIntelligence } from '../../packages/providers/alibaba/risk-intelligence.ts';
import { credentials } from '../../packages/vendor-fakes/alibaba/calls.ts';
import { callOf, person } from '../support/person.ts';

/** Made-up answers of the provider: no document has them. */
const confirmed: ConfirmedRiskIntelligence = {
  billed: true,
  codes: {
    '403': unbilled('not activated', refusal('permanent', 'The operator has to activate the service.')),
    '503': retry('overloaded', 'unavailable'),
  },
  listedBy: ['fraud'],
  noTag: 'clear',
  callsPerSecond: 10,
};

let fake: FakeAlibaba;
beforeAll(async () => {
  fake = await startFakeAlibaba(credentials);
});
beforeEach(() => fake.reset());
afterAll(() => fake.stop());

const alibabaWith = (riskIntelligence?: ConfirmedRiskIntelligence) =>
  createAlibaba({
    endpoints: fake.endpoints,
    credentials: async () => credentials,
    tls: { ca: fake.ca },
    ...(riskIntelligence && { riskIntelligence }),
  });
const ask = (more: Partial<ConfirmedRiskIntelligence> = {}) =>
  alibabaWith({ ...confirmed, ...more }).ask(callOf('risk.fraud'));

it('Alibaba Cloud risk check is not served before the operator has confirmed it', async () => {
  expect(alibabaWith().serves('risk.fraud')).toBe(false);
  await expect(alibabaWith().ask(callOf('risk.fraud'))).rejects.toThrow(RangeError);
  expect(fake.calls).toHaveLength(0);
});

it('Alibaba Cloud risk check is served at the confirmed rate once the operator has confirmed it', () => {
  const alibaba = alibabaWith(confirmed);
  expect(alibaba.serves('risk.fraud')).toBe(true);
  expect(alibaba.limitOn?.('risk.fraud')).toEqual({ operation: 'ExecuteRequest', callsPerSecond: 10 });
});

it('Alibaba Cloud risk check sends the mobile number and nothing else of the person', async () => {
  expect(await ask()).toEqual({ finding: { outcome: 'clear' }, billed: true, code: '200' });
  expect(fake.calls).toMatchObject([{ product: 'saf', operation: 'ExecuteRequest', billed: true }]);
  expect(fake.calls[0]?.parameters).toEqual({
    Service: 'risk_intelligence',
    ServiceParameters: JSON.stringify({ mobile: person.mobile }),
  });
});

it('Alibaba Cloud risk check is not called without a mobile number', async () => {
  const { mobile: _, ...applicant } = callOf('risk.fraud').applicant;
  const answer = await alibabaWith(confirmed).ask(callOf('risk.fraud', { applicant }));
  expect(answer).toMatchObject({ finding: { outcome: 'errored', code: 'invalid-input' }, billed: false });
  expect(fake.calls).toHaveLength(0);
});

describe('a score with its tags', () => {
  const clear = { outcome: 'clear' };
  const flagged = (severity: number) => ({ outcome: 'flagged', severity });
  it.each([
    [0, 'no_tag', clear],
    [0.29, 'fraud', clear],
    [0.3, 'fraud', flagged(2)],
    ['0.3', 'fraud', flagged(2)],
    [0.69, 'cheat,fraud', flagged(2)],
    [0.7, 'fraud', flagged(3)],
    [1, 'fraud, other', flagged(3)],
    [0.9, 'cheat', clear],
    [0.9, 'no_tag', clear],
  ])('Alibaba Cloud risk score of %s and %s is %j', async (score, tags, finding) => {
    fake.inject({ answer: { data: { score, tags } } });
    expect(await ask()).toEqual({ finding, billed: true, code: '200' });
  });

  it('Alibaba Cloud risk score counts the tags that the operator confirmed', async () => {
    fake.inject({ answer: { data: { score: 0.9, tags: 'cheat' } } });
    expect(await ask({ listedBy: ['fraud', 'cheat'] })).toMatchObject({ finding: flagged(3) });
  });

  it('Alibaba Cloud risk score is no record without a tag, if the operator confirmed that', async () => {
    fake.inject({ answer: { data: { score: 0.1, tags: 'no_tag' } } });
    expect(await ask({ noTag: 'no-record' })).toMatchObject({ finding: { outcome: 'notFound' } });
  });

  it.each([
    [{ score: 1.5, tags: 'fraud' }],
    [{ score: -0.1, tags: 'fraud' }],
    [{ score: 'high', tags: 'fraud' }],
    [{ score: '', tags: 'fraud' }],
    [{ score: undefined, tags: 'fraud' }],
    [{ score: 0.9, tags: 'rm0101' }],
    [{ score: 0.9, tags: '' }],
    [{ score: 0.9, tags: ['fraud'] }],
  ])(
    'Alibaba Cloud risk score outside of the documentation gives no finding and counts as billed: %j',
    async (data) => {
      fake.inject({ answer: { data } });
      expect(await ask({ billed: true })).toMatchObject({ finding: { code: 'unknown-code' }, billed: true });
    },
  );
});

describe('a code', () => {
  it('Alibaba Cloud risk code that the operator confirmed is read as confirmed', async () => {
    fake.inject({ answer: { code: 403 } });
    expect(await ask()).toMatchObject({
      finding: { code: 'upstream-unavailable' },
      billed: false,
      code: '403',
    });
    fake.inject({ answer: { code: 503 } });
    await expect(ask()).rejects.toMatchObject({ name: 'UpstreamNotProcessedError', code: '503' });
  });

  it('Alibaba Cloud risk code that was not confirmed is unknown and counts as billed', async () => {
    fake.inject({ answer: { code: 402 } });
    expect(await ask()).toMatchObject({ finding: { code: 'unknown-code' }, billed: true });
  });

  it('Alibaba Cloud risk code of the gateway is read as for every product', async () => {
    fake.inject({ answer: { code: 'NoPermission' } });
    expect(await ask()).toMatchObject({ finding: { code: 'upstream-unavailable' }, billed: false });
  });

  it('Alibaba Cloud risk code 200 with HTTP 500 leaves the outcome unknown', async () => {
    fake.inject({ answer: { status: 500 } });
    await expect(ask()).rejects.toMatchObject({ name: 'AnswerLostError' });
  });

  it('Alibaba Cloud risk code 200 is free if the operator confirmed that', async () => {
    expect(await ask({ billed: false })).toMatchObject({ finding: { outcome: 'clear' }, billed: false });
  });
});
