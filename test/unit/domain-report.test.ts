import { describe, expect, it } from '@jest/globals';
import type { Applicant } from '@kyc-china/core/applicant';
import { maskApplicant } from '@kyc-china/core/masking';
import { mergeReport, type Report, type TaskOutcome } from '@kyc-china/core/report';
import {
  type Category,
  categories,
  definitionOf,
  kindOf,
  placeOf,
  type ResultShape,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import { tasksFor } from '@kyc-china/core/sub-checks/eligibility';
import {
  distanceBands,
  errorCodes,
  type Finding,
  type PoliceCategory,
  policeCategories,
} from '@kyc-china/core/sub-checks/findings';
import fc from 'fast-check';

const applicant: Applicant = {
  name: '张三',
  idNumber: '110101199001011234',
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
  addressesToVerify: [
    { type: 'work', city: '北京市', address: '朝阳区示例路1号' },
    { type: 'residential', city: '上海市', address: '浦东新区示例路2号' },
    { type: 'common', city: '广州市', address: '天河区示例路3号' },
  ],
};
const addressCount = 3;

function merge(outcomes: readonly TaskOutcome[], completedAt = '2026-03-01T02:03:06.505Z'): Report {
  return mergeReport({
    reportId: 'report-1',
    requestedAt: new Date('2026-03-01T02:03:04.005Z'),
    completedAt: new Date(completedAt),
    submitted: maskApplicant(applicant),
    warnings: [{ field: 'idNumber', code: 'id-check-digit', message: 'A warning.' }],
    outcomes,
  });
}

function outcome(subCheck: SubCheckId, finding: Finding, addressIndex?: number): TaskOutcome {
  return {
    task: addressIndex === undefined ? { subCheck } : { subCheck, addressIndex },
    finding,
    billed: true,
  };
}

const errored = fc.record({
  outcome: fc.constant('errored' as const),
  code: fc.constantFrom(...errorCodes),
  message: fc.constant('Do something.'),
});
const nothing = fc.constant<Finding>({ outcome: 'notFound' });
const clear = fc.constant<Finding>({ outcome: 'clear' });
const findings: Record<ResultShape, fc.Arbitrary<Finding>> = {
  verification: fc.constantFrom<Finding>(
    { outcome: 'matched' },
    { outcome: 'unmatched' },
    { outcome: 'notFound' },
  ),
  faceComparison: fc.constantFrom<Finding>(
    { outcome: 'matched', score: 91.5, threshold: 70 },
    { outcome: 'unmatched', score: 26 },
    { outcome: 'notFound' },
  ),
  attribution: fc.oneof(
    nothing,
    fc.constant<Finding>({ outcome: 'data', carrier: '中国移动', province: '广东', city: '深圳' }),
  ),
  activeCity: fc.oneof(nothing, fc.constant<Finding>({ outcome: 'data', province: '广东', city: '深圳' })),
  addressDistance: fc.oneof(
    nothing,
    fc.constantFrom(...distanceBands).map((distanceBand): Finding => ({ outcome: 'data', distanceBand })),
  ),
  severity: fc.oneof(
    nothing,
    clear,
    fc
      .constantFrom(1, 2, 3)
      .map((severity): Finding => ({ outcome: 'flagged', severity: severity as 1 | 2 | 3 })),
  ),
  policeRecord: fc.oneof(
    nothing,
    clear,
    fc
      .subarray(Object.keys(policeCategories) as PoliceCategory[], { minLength: 1 })
      .map((held): Finding => ({ outcome: 'flagged', categories: held })),
  ),
};

/** What may have become of any set of sub-checks, eligible together or not. */
const anyOutcomes: fc.Arbitrary<TaskOutcome[]> = fc.subarray([...subCheckIds]).chain((ids) =>
  fc.tuple(
    ...tasksFor(ids, addressCount).map((task) =>
      fc.record({
        task: fc.constant(task),
        finding: fc.oneof({ weight: 3, arbitrary: findings[definitionOf(task.subCheck).shape] }, errored),
        billed: fc.boolean(),
      }),
    ),
  ),
);

/** Outcomes by sub-check. */
function bySubCheck(outcomes: readonly TaskOutcome[]): Map<SubCheckId, Finding[]> {
  const map = new Map<SubCheckId, Finding[]>();
  for (const { task, finding } of outcomes)
    map.set(task.subCheck, [...(map.get(task.subCheck) ?? []), finding]);
  return map;
}

function listsOf({ summary }: Report, id: SubCheckId): string[] {
  const { matched, unmatched, notFound, flagged } = summary;
  const lists = Object.entries({
    matched,
    unmatched,
    notFound,
    flagged,
    errored: summary.errored.map(({ check }) => check),
  });
  return lists.flatMap(([list, ids]) => ids.filter((listed) => listed === id).map(() => list));
}

function resultOf(report: Report, id: SubCheckId): unknown {
  const { category, key } = placeOf(id);
  return (report[category] as Record<string, unknown> | undefined)?.[key];
}

describe('the report', () => {
  it('report is byte-identical for every order of the outcomes', () => {
    const shuffled = anyOutcomes.chain((outcomes) =>
      fc.tuple(
        fc.constant(outcomes),
        fc.shuffledSubarray(outcomes, { minLength: outcomes.length, maxLength: outcomes.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([outcomes, permutation]) => {
        expect(JSON.stringify(merge(permutation))).toBe(JSON.stringify(merge(outcomes)));
      }),
    );
  });

  it('report lists every started sub-check in ran, once', () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const started = [...bySubCheck(outcomes).keys()];
        const { ran } = merge(outcomes).summary;
        expect(ran).toHaveLength(started.length);
        expect(new Set(ran)).toEqual(new Set(started));
      }),
    );
  });

  it('report has each sub-check in the lists that the contract defines', () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const report = merge(outcomes);
        for (const id of subCheckIds) {
          const said = (bySubCheck(outcomes).get(id) ?? []).map((finding) => finding.outcome);
          const lists = listsOf(report, id);
          if (said.length === 0) expect(lists).toEqual([]);
          else if (said.includes('errored')) expect(lists).toEqual(['errored']);
          else if (kindOf(id) === 'verification') expect(lists).toEqual([said[0]]);
          else if (kindOf(id) === 'lookup')
            expect(lists).toEqual(said.every((one) => one === 'notFound') ? ['notFound'] : []);
          else expect(lists).toEqual(said[0] === 'clear' ? [] : [said[0]]);
        }
      }),
    );
  });

  it('report has a category exactly when one of its sub-checks ran, in contract order', () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const ran = [...bySubCheck(outcomes).keys()].map((id) => placeOf(id).category);
        const expected = (Object.keys(categories) as Category[]).filter((name) => ran.includes(name));
        expect(Object.keys(merge(outcomes))).toEqual([
          'reportMetadata',
          'decision',
          'submitted',
          ...expected,
          'summary',
        ]);
      }),
    );
  });

  it('report has a result for what a provider answered, and none for what is errored', () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const report = merge(outcomes);
        for (const id of subCheckIds) {
          const answered = (bySubCheck(outcomes).get(id) ?? []).filter((one) => one.outcome !== 'errored');
          if (answered.length === 0) expect(resultOf(report, id)).toBeUndefined();
          else if (id === 'mobile.address-verify') expect(resultOf(report, id)).toHaveLength(answered.length);
          else expect(resultOf(report, id)).toBeInstanceOf(Object);
        }
      }),
    );
  });

  it('report survives JSON and holds no value that was sent', () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const report = merge(outcomes);
        const text = JSON.stringify(report);
        expect(JSON.parse(text)).toEqual(report);
        for (const value of [applicant.name, applicant.idNumber, applicant.mobile, applicant.bankCardNumber])
          expect(text).not.toContain(value);
        for (const { address } of applicant.addressesToVerify ?? []) expect(text).not.toContain(address);
      }),
    );
  });

  it('report counts only calls that a provider processed or may have processed', () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const billed = outcomes.filter((one) => one.billed).length;
        expect(merge(outcomes).reportMetadata.upstreamCalls).toBe(billed);
      }),
    );
  });

  it('report states its request time and duration', () => {
    expect(merge([]).reportMetadata).toEqual({
      reportId: 'report-1',
      status: 'completed',
      requestedAt: '2026-03-01T02:03:04.005Z',
      completedAt: '2026-03-01T02:03:06.505Z',
      durationMs: 2500,
      upstreamCalls: 0,
      warnings: [{ field: 'idNumber', code: 'id-check-digit', message: 'A warning.' }],
    });
  });
});

describe('a result in the report', () => {
  const message = expect.stringMatching(/\.$/);

  it.each([
    [{ outcome: 'matched' }, { consistent: true, code: 'match', message }],
    [{ outcome: 'unmatched' }, { consistent: false, code: 'mismatch', message }],
    [{ outcome: 'notFound' }, { consistent: null, code: 'no-record', message }],
  ] as const)('result of a verification: %j', (finding, result) => {
    expect(merge([outcome('identity.two-factor', finding)]).identity).toEqual({ 'two-factor': result });
  });

  it.each([
    [
      { outcome: 'matched', score: 91.5, threshold: 70 },
      { score: 91.5, threshold: 70 },
    ],
    [{ outcome: 'unmatched', score: 0 }, { score: 0 }],
    [{ outcome: 'matched' }, {}],
    [{ outcome: 'matched', score: 100.1, threshold: 70 }, {}],
    [{ outcome: 'notFound' }, {}],
  ] as const)('result of a face comparison keeps the score and threshold: %j', (finding, kept) => {
    const result = merge([outcome('identity.image', finding)]).identity?.image ?? {};
    expect(result).toMatchObject({ code: expect.any(String) });
    const rest = Object.entries(result).filter(([name]) => !['consistent', 'code', 'message'].includes(name));
    expect(Object.fromEntries(rest)).toEqual(kept);
  });

  it('result of a lookup has its fields, or null fields with found: false', () => {
    const attribution = { carrier: '中国移动', province: '广东', city: '深圳' };
    const report = merge([
      outcome('mobile.attribution', { outcome: 'data', ...attribution }),
      outcome('mobile.location-work', { outcome: 'notFound' }),
    ]);
    expect(report.mobile).toEqual({
      attribution: { found: true, ...attribution },
      'location-work': { found: false, province: null, city: null },
    });
    const none = merge([outcome('mobile.attribution', { outcome: 'notFound' })]);
    expect(none.mobile?.attribution).toEqual({ found: false, carrier: null, province: null, city: null });
  });

  it.each([
    [{ outcome: 'clear' }, { severity: 0, flagged: false, message }],
    [
      { outcome: 'flagged', severity: 3 },
      { severity: 3, flagged: true, message },
    ],
    [{ outcome: 'notFound' }, { severity: null, flagged: false, message }],
  ] as const)('result of the fraud screening: %j', (finding, result) => {
    expect(merge([outcome('risk.fraud', finding)]).risk).toEqual({ fraud: result });
  });

  it.each([
    [{ outcome: 'clear' }, { categories: [], flagged: false, message }],
    [
      { outcome: 'flagged', categories: ['offender', 'fugitive'] },
      { categories: ['offender', 'fugitive'], flagged: true, message },
    ],
    [{ outcome: 'notFound' }, { categories: null, flagged: false, message }],
  ] as const)('result of the police records: %j', (finding, result) => {
    expect(merge([outcome('risk.criminal', finding)]).risk).toEqual({ criminal: result });
  });

  it('result of an errored sub-check is absent, and its category is present', () => {
    const report = merge([
      outcome('bank.four-factor', {
        outcome: 'errored',
        code: 'card-problem',
        message: 'Ask for another card.',
      }),
    ]);
    expect(report.bank).toEqual({});
    expect(report.summary).toEqual({
      ran: ['bank.four-factor'],
      matched: [],
      unmatched: [],
      notFound: [],
      flagged: [],
      errored: [{ check: 'bank.four-factor', error: 'Ask for another card.', code: 'card-problem' }],
      notOffered: [],
    });
  });
});

describe('address-verify', () => {
  const id = 'mobile.address-verify';
  const at = (distanceBand: (typeof distanceBands)[number]): Finding => ({ outcome: 'data', distanceBand });
  const quota: Finding = { outcome: 'errored', code: 'quota', message: 'Ask the operator.' };

  it('address-verify is an array in the order of the addresses, and listed once', () => {
    const report = merge([
      outcome(id, at('>50 km'), 2),
      outcome(id, { outcome: 'notFound' }, 1),
      outcome(id, at('≤3 km'), 0),
    ]);
    expect(report.mobile?.['address-verify']).toEqual([
      { index: 0, type: 'work', city: '北京市', found: true, distanceBand: '≤3 km' },
      { index: 1, type: 'residential', city: '上海市', found: false, distanceBand: null },
      { index: 2, type: 'common', city: '广州市', found: true, distanceBand: '>50 km' },
    ]);
    expect(report.summary.ran).toEqual([id]);
    expect(report.summary.notFound).toEqual([]);
    expect(report.reportMetadata.upstreamCalls).toBe(3);
  });

  it('address-verify is in notFound when no address has data', () => {
    const report = merge([0, 1, 2].map((index) => outcome(id, { outcome: 'notFound' }, index)));
    expect(report.summary.notFound).toEqual([id]);
  });

  it('address-verify keeps its answers and lists once which addresses are errored', () => {
    const report = merge([outcome(id, quota, 2), outcome(id, at('3-10 km'), 1), outcome(id, quota, 0)]);
    expect(report.mobile?.['address-verify']).toEqual([
      { index: 1, type: 'residential', city: '上海市', found: true, distanceBand: '3-10 km' },
    ]);
    expect(report.summary.errored).toEqual([
      { check: id, error: 'addressesToVerify[0], [2]: Ask the operator.', code: 'quota' },
    ]);
    expect(report.summary.notFound).toEqual([]);
  });

  it('address-verify states for each address why it is errored, under the code of the first', () => {
    const late: Finding = { outcome: 'errored', code: 'upstream-timeout', message: 'No answer.' };
    const report = merge([late, quota, late].map((finding, index) => outcome(id, finding, index)));
    expect(report.summary.errored).toEqual([
      {
        check: id,
        error: 'addressesToVerify[0], [2]: No answer. addressesToVerify[1]: Ask the operator.',
        code: 'upstream-timeout',
      },
    ]);
  });

  it('address-verify is absent when every address is errored', () => {
    const report = merge([0, 1, 2].map((index) => outcome(id, quota, index)));
    expect(report.mobile).toEqual({});
    expect(report.summary.errored).toHaveLength(1);
  });
});

it("report that is completed on a clock behind the request's has a duration of zero", () => {
  expect(merge([], '2026-03-01T02:03:03.000Z').reportMetadata).toMatchObject({
    requestedAt: '2026-03-01T02:03:04.005Z',
    completedAt: '2026-03-01T02:03:04.005Z',
    durationMs: 0,
  });
});

it('report lists what is not offered in notOffered alone', () => {
  const { summary, identity, risk } = mergeReport({
    reportId: 'report-1',
    requestedAt: new Date('2026-03-01T02:03:04.005Z'),
    completedAt: new Date('2026-03-01T02:03:06.505Z'),
    submitted: maskApplicant(applicant),
    warnings: [],
    outcomes: [outcome('identity.two-factor', { outcome: 'matched' })],
    notOffered: ['identity.four-factor', 'risk.criminal'],
  });
  expect(summary).toEqual({
    ran: ['identity.two-factor'],
    matched: ['identity.two-factor'],
    unmatched: [],
    notFound: [],
    flagged: [],
    errored: [],
    notOffered: ['identity.four-factor', 'risk.criminal'],
  });
  expect(identity).toEqual({ 'two-factor': expect.objectContaining({ consistent: true }) });
  expect(risk).toBeUndefined();
});
