import { describe, expect, it } from '@jest/globals';
import { checkConsent } from '@kyc-china/core/consent';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { type FieldProblem, InvalidRequestError } from '@kyc-china/core/contract/problems';
import { checkVerification } from '@kyc-china/core/start-verification';
import { everythingOffered } from '../support/offers.ts';

const person = {
  name: '买买提·吐尔逊',
  idNumber: '11010119900101123X',
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
};
const consent = { obtainedAt: '2026-03-01T10:00:00+08:00', purpose: 'Account opening' };
const now = new Date('2026-03-01T02:00:00Z');

function refusal(check: () => unknown): InvalidRequestError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRequestError) return error;
    throw error;
  }
}

const problemsOf = (body: object): readonly FieldProblem[] =>
  refusal(() => parseVerificationRequest({ mobile: person.mobile, ...body }, now))?.problems ?? [];

describe('consent of a request', () => {
  it('a request keeps the consent as it was sent, with the separate consents in the contract’s order', () => {
    const sent = { ...consent, reference: 'box 7', separate: ['face', 'sensitive'] };
    const parsed = parseVerificationRequest({ mobile: person.mobile, consent: sent }, now);
    expect(parsed.consent).toEqual({ ...sent, separate: ['sensitive', 'face'] });
  });

  it.each([null, []])('an optional part of a consent that is %j counts as not sent', (absent) => {
    const sent = { ...consent, reference: absent, separate: absent };
    expect(parseVerificationRequest({ mobile: person.mobile, consent: sent }, now).consent).toEqual(consent);
    expect(problemsOf({ consent: absent })).toEqual([]);
  });

  it.each([
    ['without obtainedAt', { purpose: 'p' }, 'consent.obtainedAt'],
    ['without purpose', { obtainedAt: consent.obtainedAt }, 'consent.purpose'],
    ['whose purpose is null', { ...consent, purpose: null }, 'consent.purpose'],
    ['with an empty purpose', { ...consent, purpose: '' }, 'consent.purpose'],
    ['with a purpose of 201 characters', { ...consent, purpose: 'p'.repeat(201) }, 'consent.purpose'],
    ['with a line break in the purpose', { ...consent, purpose: 'a\nb' }, 'consent.purpose'],
    ['with a reference of 129 characters', { ...consent, reference: 'r'.repeat(129) }, 'consent.reference'],
    ['with an unknown separate consent', { ...consent, separate: ['voice'] }, 'consent.separate[0]'],
    ['with a separate consent twice', { ...consent, separate: ['face', 'face'] }, 'consent.separate'],
    ['with a field that it does not have', { ...consent, given: true }, 'consent.given'],
    ['that is a text', 'yes', 'consent'],
    ['without an offset', { ...consent, obtainedAt: '2026-03-01T10:00:00' }, 'consent.obtainedAt'],
    ['with a date alone', { ...consent, obtainedAt: '2026-02-01' }, 'consent.obtainedAt'],
    [
      'on a day that does not exist',
      { ...consent, obtainedAt: '2026-02-30T10:00:00Z' },
      'consent.obtainedAt',
    ],
    [
      'at an hour that does not exist',
      { ...consent, obtainedAt: '2026-02-01T25:00:00Z' },
      'consent.obtainedAt',
    ],
    ['in a minute', { ...consent, obtainedAt: '2026-03-01T10:01:00+08:00' }, 'consent.obtainedAt'],
  ])('a consent %s is refused by the name of its field', (_what, sent, field) => {
    expect(problemsOf({ consent: sent }).map((problem) => problem.field)).toEqual([field]);
  });

  it('a consent of the longest texts and of this moment is accepted', () => {
    const sent = { ...consent, purpose: '𠮷'.repeat(200), reference: '𠮷'.repeat(128) };
    expect(problemsOf({ consent: { ...sent, obtainedAt: '2026-03-01T02:00:00.123456789Z' } })).toEqual([]);
  });

  it.each(['purpose', 'reference'])('a consent whose %s identifies the person is refused', (part) => {
    for (const value of Object.values(person)) {
      const sent = { ...consent, [part]: `of ${value}.` };
      const problems = problemsOf({ ...person, consent: sent });
      expect(problems.map(({ field }) => field)).toEqual([`consent.${part}`]);
      expect(JSON.stringify(problems)).not.toContain(value);
    }
  });

  it('a mobile number in the fraction of the time of consent is refused', () => {
    const hidden = { ...consent, obtainedAt: '2026-02-01T10:00:13.800138000Z' };
    expect(problemsOf({ consent: hidden }).map(({ field }) => field)).toEqual(['consent.obtainedAt']);
  });
});

describe('consent that a stage requires', () => {
  const required = { 'identity.image': ['sensitive', 'face'], 'risk.criminal': [] } as const;
  const check = (...[run, given]: [Parameters<typeof checkConsent>[1], Parameters<typeof checkConsent>[2]]) =>
    refusal(() => checkConsent(required, run, given));

  it('a request without consent is refused with each sub-check and the consents that it needs', () => {
    const error = check(['identity.two-factor', 'identity.image', 'risk.criminal'], undefined);
    expect(error).toMatchObject({ status: 400, code: 'consent-required' });
    expect(error?.problems).toEqual([
      { field: 'consent', message: 'identity.image needs consent, and separately: sensitive, face' },
      { field: 'consent', message: 'risk.criminal needs consent' },
    ]);
  });

  it('a request with some of the separate consents is refused with the others', () => {
    const given = { ...consent, separate: ['face', 'third-party'] as const };
    expect(
      check(['identity.image', 'risk.criminal'], { ...given, separate: [...given.separate] }),
    ).toMatchObject({
      message: expect.stringContaining('identity.image needs the separate consent: sensitive'),
      problems: [{ field: 'consent.separate' }],
    });
  });

  it('a request with the consents, or with sub-checks that need none, is not refused', () => {
    expect(check(['identity.image'], { ...consent, separate: ['sensitive', 'face'] })).toBeUndefined();
    expect(check(['risk.criminal'], consent)).toBeUndefined();
    expect(check(['identity.two-factor', 'risk.fraud'], undefined)).toBeUndefined();
  });

  it('only sub-checks that would run need their consent: not those left out or not offered', () => {
    const { 'risk.criminal': _notServed, ...offers } = everythingOffered;
    const stage = { offers, consentRequiredFor: { 'risk.criminal': [], 'risk.fraud': [] } };
    const start = (body: object) =>
      checkVerification({ clientId: 'bank', limits: {}, rawBody: '', body }, stage);
    const { name, idNumber } = person;
    expect(start({ name, idNumber, subChecks: ['identity.two-factor'] }).subChecks.run).toEqual([
      'identity.two-factor',
    ]);
    const error = refusal(() => start({ name, idNumber }));
    expect(error?.message).toContain('risk.fraud');
    expect(error?.message).not.toContain('risk.criminal');
  });
});
