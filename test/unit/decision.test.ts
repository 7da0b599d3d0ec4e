import { describe, expect, it } from '@jest/globals';
import { type Decision, decide, type Evidence, matchingRules } from '@kyc-china/core/decision/decide';
import type { Policy, Rule } from '@kyc-china/core/decision/policy-schema';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import { reasonLabels } from '@kyc-china/core/labels';
import { mergeReport } from '@kyc-china/core/report';
import { kindOf, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { type Finding, outcomeNames, policeCategories } from '@kyc-china/core/sub-checks/findings';
import { type WarningCode, warningCodes } from '@kyc-china/core/warnings';
import fc from 'fast-check';
import type { DecisionOutcome } from '../../packages/core/decision/outcomes.ts';
import { everyField, reportOn } from '../../packages/samples/pdf-reports.ts';
import { anyOutcomes } from '../support/contract-arbitraries.ts';

const { name = '', idNumber = '' } = everyField;
const errored: Finding = { outcome: 'errored', code: 'quota', message: 'Used up.' };
const rank = (outcome: DecisionOutcome) => ['pass', 'review', 'fail'].indexOf(outcome);

const warning = (code: WarningCode) => ({ field: 'name' as const, code, message: 'A warning.' });
const withWarnings = <E extends Evidence>(evidence: E, codes: readonly WarningCode[]): E => ({
  ...evidence,
  reportMetadata: { ...evidence.reportMetadata, warnings: codes.map(warning) },
});
const codesOf = ({ reasons }: Decision) =>
  reasons.map(({ code, check }) => (check === undefined ? code : `${check}:${code}`));

/** A report on a person whose details all agree, apart from these findings, without warnings. */
const report = (findings: Record<string, Finding> = {}, applicant = everyField) =>
  withWarnings(reportOn(applicant, findings), []);

describe('the standard policy', () => {
  it('standard policy passes a person without anything adverse, and gives no reason', () => {
    expect(decide(report())).toEqual({ outcome: 'pass', policy: 'standard@1', reasons: [] });
  });

  it.each<[string, Record<string, Finding>, DecisionOutcome, string[]]>([
    [
      'a verification that is unmatched',
      { 'bank.four-factor': { outcome: 'unmatched' } },
      'fail',
      ['bank.four-factor:mismatch'],
    ],
    [
      'a wanted fugitive',
      { 'risk.criminal': { outcome: 'flagged', categories: ['offender', 'fugitive'] } },
      'fail',
      ['risk.criminal:fugitive'],
    ],
    [
      'a fraud severity of 3',
      { 'risk.fraud': { outcome: 'flagged', severity: 3 } },
      'fail',
      ['risk.fraud:fraud-severity-high'],
    ],
    [
      'a fraud severity of 2',
      { 'risk.fraud': { outcome: 'flagged', severity: 2 } },
      'review',
      ['risk.fraud:flagged'],
    ],
    [
      'a police record of another category',
      { 'risk.criminal': { outcome: 'flagged', categories: ['drug-user'] } },
      'review',
      ['risk.criminal:flagged'],
    ],
    [
      'a verification without a record',
      { 'identity.four-factor': { outcome: 'notFound' } },
      'review',
      ['identity.four-factor:no-record'],
    ],
    [
      'a lookup without data',
      { 'mobile.location-work': { outcome: 'notFound' } },
      'review',
      ['mobile.location-work:no-record'],
    ],
    [
      'a screening without a record',
      { 'risk.criminal': { outcome: 'notFound' } },
      'review',
      ['risk.criminal:no-record'],
    ],
    ['an errored sub-check', { 'mobile.attribution': errored }, 'review', ['mobile.attribution:errored']],
    [
      'a mismatch, a flag and an error',
      {
        'identity.four-factor': errored,
        'bank.four-factor': { outcome: 'unmatched' },
        'risk.fraud': { outcome: 'flagged', severity: 1 },
      },
      'fail',
      ['bank.four-factor:mismatch', 'risk.fraud:flagged', 'identity.four-factor:errored'],
    ],
  ])('standard policy decides on %s', (_what, findings, outcome, codes) => {
    const decision = decide(report(findings));
    expect([decision.outcome, codesOf(decision)]).toEqual([outcome, codes]);
  });

  it.each(warningCodes)(
    'standard policy reviews a person for the warning %s only if the contract says so',
    (code) => {
      const isReviewed = ['card-expired', 'minor', 'traditional-character'].includes(code);
      const decision = decide(withWarnings(report(), [code]));
      expect([decision.outcome, codesOf(decision)]).toEqual(isReviewed ? ['review', [code]] : ['pass', []]);
    },
  );

  it('standard policy reviews a person without any verification', () => {
    const decision = decide(report({}, { mobile: '13800138000' }));
    expect([decision.outcome, codesOf(decision)]).toEqual(['review', ['no-verification']]);
  });

  it('standard policy does not count what the stage does not offer as an error', () => {
    const { summary, ...rest } = report();
    expect(
      decide({ ...rest, summary: { ...summary, notOffered: ['identity.image'] } } as Evidence).outcome,
    ).toBe('pass');
  });

  it('standard policy has a message in both languages for each reason, and no other reasons exist', () => {
    expect(standardPolicy.rules.map(({ reason }) => reason).toSorted()).toEqual(
      Object.keys(reasonLabels).toSorted(),
    );
    for (const { en, zh } of Object.values(reasonLabels)) {
      expect(en.length).toBeLessThanOrEqual(200);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('a policy of a client', () => {
  const policy = (...rules: Rule[]): Policy => ({ name: 'cautious', version: 7, rules });

  it('report names the policy of its client and uses its rules alone', () => {
    const found = report({
      'bank.four-factor': { outcome: 'unmatched' },
      'risk.fraud': { outcome: 'clear' },
    });
    const rule: Rule = {
      when: { outcomes: ['clear'], checks: ['risk.fraud'] },
      outcome: 'review',
      reason: 'too-clean',
      message: 'Our own rule.',
    };
    expect(decide(found, policy(rule))).toEqual({
      outcome: 'review',
      policy: 'cautious@7',
      reasons: [{ code: 'too-clean', check: 'risk.fraud', message: 'Our own rule.' }],
    });
  });

  it('rule about some sub-checks does not apply to others', () => {
    const rule: Rule = {
      when: { outcomes: ['errored'], checks: ['bank.four-factor'] },
      outcome: 'fail',
      reason: 'errored',
    };
    expect(decide(report({ 'risk.fraud': errored }), policy(rule)).outcome).toBe('pass');
    expect(decide(report({ 'bank.four-factor': errored }), policy(rule)).outcome).toBe('fail');
  });

  it('rule about severities or categories does not apply to a screening that did not run or has no record', () => {
    const rules: Rule[] = [
      { when: { severities: [0, 1, 2, 3] }, outcome: 'fail', reason: 'flagged' },
      { when: { categories: Object.keys(policeCategories) as never }, outcome: 'fail', reason: 'fugitive' },
    ];
    const without = report({
      'risk.fraud': { outcome: 'notFound' },
      'risk.criminal': { outcome: 'notFound' },
    });
    expect(decide(without, policy(...rules)).outcome).toBe('pass');
    expect(
      decide(report({ 'risk.fraud': errored, 'risk.criminal': errored }), policy(...rules)).outcome,
    ).toBe('pass');
  });

  it('rule that asks for pass gives its reason only in a report that passes', () => {
    const agreed: Rule = {
      when: { outcomes: ['matched'] },
      outcome: 'pass',
      reason: 'agreed',
      message: 'Agreed.',
    };
    const person = { name, idNumber };
    expect(codesOf(decide(report({}, person), policy(agreed)))).toEqual(['identity.two-factor:agreed']);
    const minor: Rule = { when: { warnings: ['minor'] }, outcome: 'review', reason: 'minor' };
    expect(codesOf(decide(withWarnings(report({}, person), ['minor']), policy(agreed, minor)))).toEqual([
      'minor',
    ]);
  });

  it('matching rules name the sub-checks that they apply to', () => {
    const found = report({ 'risk.fraud': errored, 'risk.criminal': errored });
    expect(matchingRules(found, standardPolicy)).toEqual([
      { index: 5, rule: standardPolicy.rules[5], checks: ['risk.fraud', 'risk.criminal'] },
    ]);
  });
});

const anyEvidence = fc
  .tuple(anyOutcomes(1), fc.subarray([...warningCodes]))
  .map(([outcomes, codes]) => withWarnings(merged(outcomes), codes));

type Outcomes = Parameters<typeof mergeReport>[0]['outcomes'];
function merged(outcomes: Outcomes) {
  return mergeReport({
    reportId: '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41',
    requestedAt: new Date(0),
    completedAt: new Date(0),
    submitted: { addressesToVerify: [{ type: 'work', city: '北京市', address: '朝阳*****' }] },
    warnings: [],
    outcomes,
  });
}

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const condition: fc.Arbitrary<Rule['when']> = fc.oneof(
  fc.record({ outcomes: some(outcomeNames), checks: some(subCheckIds) }, { requiredKeys: ['outcomes'] }),
  fc.record({ severities: some([0, 1, 2, 3] as const) }),
  fc.record({ categories: some(Object.keys(policeCategories) as (keyof typeof policeCategories)[]) }),
  fc.record({ warnings: some(warningCodes) }),
  fc.record({ noneRan: fc.constantFrom('verification' as const, 'lookup' as const, 'screening' as const) }),
);
const rule: fc.Arbitrary<Rule> = fc.record({
  when: condition,
  outcome: fc.constantFrom('pass' as const, 'review' as const, 'fail' as const),
  reason: fc.constantFrom('one', 'two', 'errored'),
  message: fc.constantFrom('One.', 'Two.'),
});
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  name: fc.constant('any'),
  version: fc.constant(1),
  rules: fc.array(rule, { minLength: 1, maxLength: 8 }),
});

describe('a decision under any policy', () => {
  it('decision is the strictest outcome of the rules that apply', () => {
    fc.assert(
      fc.property(anyEvidence, anyPolicy, (evidence, policy) => {
        const asked = matchingRules(evidence, policy).map(({ rule: { outcome } }) => rank(outcome));
        expect(rank(decide(evidence, policy).outcome)).toBe(Math.max(0, ...asked));
      }),
    );
  });

  it('decision gives a reason exactly when it is more than pass, and each reason once', () => {
    fc.assert(
      fc.property(anyEvidence, anyPolicy, (evidence, policy) => {
        const decision = decide(evidence, policy);
        if (decision.outcome !== 'pass') expect(decision.reasons.length).toBeGreaterThan(0);
        expect(new Set(codesOf(decision)).size).toBe(decision.reasons.length);
      }),
    );
  });

  it('decision depends on evidence and policy alone, on no order of rules, and changes neither', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    fc.assert(
      fc.property(anyEvidence, anyPolicy, fc.nat(), (evidence, policy, turn) => {
        const first = decide(freeze(evidence), freeze(policy));
        expect(decide(structuredClone(evidence), structuredClone(policy))).toEqual(first);
        const at = turn % policy.rules.length;
        const turned = { ...policy, rules: [...policy.rules.slice(at), ...policy.rules.slice(0, at)] };
        const other = decide(evidence, turned);
        expect([other.outcome, new Set(codesOf(other))]).toEqual([first.outcome, new Set(codesOf(first))]);
      }),
    );
  });

  it('decision never becomes milder by one more warning or one more rule', () => {
    fc.assert(
      fc.property(
        anyEvidence,
        anyPolicy,
        fc.constantFrom(...warningCodes),
        rule,
        (evidence, policy, code, more) => {
          const before = rank(decide(evidence, policy).outcome);
          const codes = [...evidence.reportMetadata.warnings.map((one) => one.code), code];
          expect(rank(decide(withWarnings(evidence, codes), policy).outcome)).toBeGreaterThanOrEqual(before);
          const stricter = { ...policy, rules: [...policy.rules, more] };
          expect(rank(decide(evidence, stricter).outcome)).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  it('decision of the standard policy never becomes milder by a worse finding', () => {
    /** How bad a finding is; undefined for one of another kind. */
    const badness = ({ outcome, ...rest }: Finding): number => {
      if (outcome === 'unmatched') return 2;
      if (outcome === 'flagged') {
        if ('severity' in rest) return rest.severity === 3 ? 2 : 1;
        return 'categories' in rest && rest.categories.includes('fugitive') ? 2 : 1;
      }
      return outcome === 'errored' || outcome === 'notFound' ? 1 : 0;
    };
    const pair = fc.tuple(anyOutcomes(1), anyOutcomes(1)).chain(([one, other]) =>
      fc.record({
        one: fc.constant(one),
        worse: fc.constant(
          one.map((each) => {
            const found = other.find(({ task }) => task.subCheck === each.task.subCheck);
            return found && badness(found.finding) >= badness(each.finding) ? found : each;
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(pair, ({ one, worse }) => {
        expect(rank(decide(merged(worse)).outcome)).toBeGreaterThanOrEqual(rank(decide(merged(one)).outcome));
      }),
      { numRuns: 500 },
    );
  });

  it('decision of the standard policy passes only if at least one verification matched and none is anything else', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        if (decide(evidence).outcome !== 'pass') return;
        const verifications = evidence.summary.ran.filter((id) => kindOf(id) === 'verification');
        expect(verifications.length).toBeGreaterThan(0);
        expect(evidence.summary.matched).toEqual(verifications);
      }),
      { numRuns: 500 },
    );
  });
});
