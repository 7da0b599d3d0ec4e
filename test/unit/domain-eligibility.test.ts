import { describe, expect, it } from '@jest/globals';
import {
  definitionOf,
  type InputField,
  inputFields,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import {
  eligibleSubChecks,
  explainNothingEligible,
  selectSubChecks,
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

describe('selection by what is served', () => {
  const serving =
    (...served: SubCheckId[]) =>
    (id: SubCheckId) =>
      served.includes(id);

  it('selection runs the strongest served variant, and lists the stronger one as not offered', () => {
    const fields = new Set<InputField>(['name', 'idNumber', 'idIssueDate', 'idExpiryDate']);
    const { run, notOffered } = selectSubChecks(fields, serving('identity.two-factor', 'risk.fraud'));
    expect(run).toEqual(['identity.two-factor', 'risk.fraud']);
    expect(notOffered).toEqual(['identity.four-factor', 'risk.criminal']);
  });

  it('selection does not list a weaker variant as not offered when a stronger one runs', () => {
    const fields = new Set<InputField>(['name', 'idNumber', 'mobile']);
    const { notOffered } = selectSubChecks(fields, serving('identity.three-factor'));
    expect(notOffered).not.toContain('identity.name-mobile');
    expect(notOffered).not.toContain('identity.id-mobile');
  });

  it('selection equals eligibility without routes when everything is served', () => {
    for (const sent of combinations)
      expect(selectSubChecks(sent, () => true)).toEqual({ run: eligibleSubChecks(sent), notOffered: [] });
  });

  it('selection runs what is served alone, at most one of each axis, and misses no axis that is served', () => {
    fc.assert(
      fc.property(anyFields, fc.subarray([...subCheckIds]), (fields, served) => {
        const present = new Set(fields);
        const { run, notOffered } = selectSubChecks(present, serving(...served));
        for (const id of run) expect(served).toContain(id);
        for (const id of notOffered) expect(served).not.toContain(id);
        const axes = run.map((id) => definitionOf(id).axis);
        expect(new Set(axes).size).toBe(axes.length);
        for (const id of served)
          if (definitionOf(id).needs.some((set) => set.every((field) => present.has(field))))
            expect(axes).toContain(definitionOf(id).axis);
        // What would run if everything were served either runs or is named.
        expect([...run, ...notOffered]).toEqual(expect.arrayContaining(eligibleSubChecks(present)));
      }),
    );
  });

  it('selection of named sub-checks runs those that are served, also a weaker one, and no others', () => {
    const fields = new Set<InputField>(['name', 'idNumber', 'mobile']);
    const named: SubCheckId[] = ['identity.name-mobile', 'risk.fraud'];
    expect(selectSubChecks(fields, serving('identity.name-mobile', 'identity.two-factor'), named)).toEqual({
      run: ['identity.name-mobile'],
      notOffered: ['risk.fraud'],
    });
  });

  it('explanation of nothing eligible suggests no sub-check that is not served', () => {
    const text = explainNothingEligible(new Set(['name']), [], serving('identity.name-mobile'));
    expect(text).toContain('add mobile to run identity.name-mobile');
    expect(text).not.toContain('two-factor');
  });
});
