import { describe, expect, it } from '@jest/globals';
import { type InputField, inputFields, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import {
  eligibleSubChecks,
  explainNothingEligible,
  taskKey,
  tasksFor,
} from '@kyc-china/core/sub-checks/eligibility';
import fc from 'fast-check';
import { byTheContract } from '../support/contract-table.ts';

const combinations = Array.from(
  { length: 2 ** inputFields.length },
  (_, bits) => new Set(inputFields.filter((_, index) => bits & (1 << index))),
);
const anyFields = fc.shuffledSubarray([...inputFields]);

describe('eligibility', () => {
  it('eligibility equals the contract for each combination of fields', () => {
    expect(combinations.length).toBeGreaterThanOrEqual(256);
    for (const sent of combinations) expect(eligibleSubChecks(sent)).toEqual(byTheContract(sent));
  });

  it('eligibility does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        expect(eligibleSubChecks(new Set(fields))).toEqual(byTheContract(new Set(fields)));
      }),
    );
  });

  it('eligibility never makes fewer calls because a field was added', () => {
    fc.assert(
      fc.property(anyFields, fc.constantFrom(...inputFields), (fields, added) => {
        const before = eligibleSubChecks(new Set(fields));
        const after = eligibleSubChecks(new Set([...fields, added]));
        expect(after.length).toBeGreaterThanOrEqual(before.length);
      }),
    );
  });

  it('eligibility gives 10 sub-checks and 10 calls for a whole card, a photo, a mobile, a bank card and an address', () => {
    const all = eligibleSubChecks(
      new Set([
        'name',
        'idNumber',
        'idIssueDate',
        'idExpiryDate',
        'facePhoto',
        'mobile',
        'bankCardNumber',
        'addressesToVerify',
      ]),
    );
    expect(all).toEqual([
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
    ]);
    expect(tasksFor(all, 1)).toHaveLength(10);
  });

  it.each<InputField[]>([[], ['facePhoto'], ['idIssueDate', 'idExpiryDate'], ['name'], ['bankCardNumber']])(
    'eligibility finds nothing to run for %s',
    (...fields) => {
      expect(eligibleSubChecks(new Set(fields))).toEqual([]);
    },
  );

  it('eligibility requires both dates for the four-factor check', () => {
    for (const date of ['idIssueDate', 'idExpiryDate'] as const)
      expect(eligibleSubChecks(new Set(['name', 'idNumber', date]))).toContain('identity.two-factor');
  });
});

describe('tasks', () => {
  it('tasks are one for each sub-check and each address, with unique keys', () => {
    fc.assert(
      fc.property(anyFields, fc.integer({ min: 1, max: 5 }), (fields, addressCount) => {
        const ids = eligibleSubChecks(new Set(fields));
        const tasks = tasksFor(ids, addressCount);
        const forAddresses = tasks.filter(({ subCheck }) => subCheck === 'mobile.address-verify');
        const expected = ids.includes('mobile.address-verify') ? addressCount : 0;
        expect(forAddresses.map(({ addressIndex }) => addressIndex)).toEqual(
          Array.from({ length: expected }, (_, index) => index),
        );
        expect(tasks).toHaveLength(ids.filter((id) => id !== 'mobile.address-verify').length + expected);
        expect(new Set(tasks.map(taskKey)).size).toBe(tasks.length);
        expect([...new Set(tasks.map(({ subCheck }) => subCheck))]).toEqual(ids);
      }),
    );
  });
});

describe('the explanation why nothing can run', () => {
  const nothingRuns = combinations.filter((sent) => byTheContract(sent).length === 0);

  it('explanation names, for the sent fields, a field that makes something run', () => {
    expect(nothingRuns.length).toBeGreaterThan(10);
    for (const sent of nothingRuns) {
      const explanation = explainNothingEligible(sent);
      const hints = [...explanation.matchAll(/add (.+?) to run ([^;]+?)(?=;|\.$)/g)];
      expect(hints.length).toBeGreaterThan(0);
      for (const [, fields = '', ids = ''] of hints) {
        const completed = new Set<InputField>([...sent, ...(fields.split(' and ') as InputField[])]);
        // The strongest sub-check of an axis runs, so at least one of the named ones runs.
        const runs = eligibleSubChecks(completed);
        expect(ids.split(', ').some((id) => runs.includes(id as SubCheckId))).toBe(true);
      }
    }
  });

  it('explanation says what a photo alone needs', () => {
    expect(explainNothingEligible(new Set(['facePhoto']))).toMatch(
      /^With only facePhoto sent, .*add name and idNumber to run .*identity\.image/,
    );
  });

  it('explanation says what a name alone needs', () => {
    const explanation = explainNothingEligible(new Set(['name']));
    expect(explanation).toMatch(/add idNumber to run identity.two-factor/);
    expect(explanation).toMatch(/add mobile to run identity.name-mobile/);
  });

  it('explanation of an empty request names each single field that makes something run', () => {
    expect(explainNothingEligible(new Set())).toMatch(
      /^With no field sent, .*add mobile to run .*add idNumber/,
    );
  });
});
