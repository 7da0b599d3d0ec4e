import { expect, it } from '@jest/globals';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { outcomeOf, resultOf } from '@kyc-china/core/outcome-of';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import { digestsOf } from '@kyc-china/core/rerun-digests';
import {
  definitionOf,
  type ResultShape,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import type { Finding, FindingByShape } from '@kyc-china/core/sub-checks/findings';
import fc from 'fast-check';
import { DomainInMemory, type EndedVerification } from '../support/domain-in-memory.ts';
import { jpegBase64, pngBase64 } from '../support/images.ts';

const address = { type: 'work', city: '北京市', address: '朝阳区示例路1号' } as const;

/** Two values of each field. */
const values = {
  name: ['张三', '李四'],
  idNumber: ['110101199001011234', '11010119900101123X'],
  idIssueDate: ['20180501', '20180502'],
  idExpiryDate: ['20280501', '长期'],
  facePhoto: [jpegBase64, pngBase64],
  mobile: ['13800138000', '13900139000'],
  bankCardNumber: ['6222021234567890123', '6222021234567890124'],
  addressesToVerify: [[address], [address, { ...address, type: 'common' }]],
} as const;

type Body = { readonly [Field in keyof typeof values]?: (typeof values)[Field][number] };

/** A body in which each field has one of its two values, or is missing. */
const bodies = fc
  .record(
    Object.fromEntries(
      Object.entries(values).map(([field, two]) => [
        field,
        fc.oneof(
          { weight: 4, arbitrary: fc.constant(two[0]) },
          { weight: 1, arbitrary: fc.constantFrom(two[1], undefined) },
        ),
      ]),
    ),
  )
  .map((body) => body as Body);

const good: { readonly [S in ResultShape]: FindingByShape[S] } = {
  verification: { outcome: 'unmatched' },
  faceComparison: { outcome: 'unmatched', score: 26, threshold: 70 },
  attribution: { outcome: 'data', carrier: '中国移动', province: '北京', city: '北京市' },
  activeCity: { outcome: 'notFound' },
  addressDistance: { outcome: 'data', distanceBand: '3-10 km' },
  severity: { outcome: 'flagged', severity: 2 },
  policeRecord: { outcome: 'clear' },
};
const errored: Finding = { outcome: 'errored', code: 'quota', message: 'Used up.' };

/** A provider that could not decide these sub-checks. */
const provider =
  (fails: readonly SubCheckId[] = []) =>
  ({ subCheck }: UpstreamCall): Finding =>
    fails.includes(subCheck) ? errored : good[definitionOf(subCheck).shape];

/** What a provider was given for a sub-check, without what differs from report to report. */
const givenFor = ({ calls }: EndedVerification, check: SubCheckId) =>
  calls
    .filter(({ subCheck }) => subCheck === check)
    .map(({ applicant, address: stated, photo }) => ({ applicant, address: stated, photo: photo?.join() }));

async function refusalOf(work: Promise<unknown>): Promise<InvalidRequestError | undefined> {
  return work.then(
    () => undefined,
    (error) => {
      if (error instanceof InvalidRequestError) return error;
      throw error;
    },
  );
}

const isPossible = ({ mobile, idNumber }: Body) => mobile !== undefined || idNumber !== undefined;
const differs = (one: Body, other: Body, field: 'name' | 'idNumber') =>
  one[field] !== undefined && other[field] !== undefined && one[field] !== other[field];

it('re-run calls no provider for what was answered for the same values, and for everything else', async () => {
  const scenario = fc.record({
    before: bodies.filter(isPossible),
    now: bodies.filter(isPossible),
    fails: fc.subarray([...subCheckIds]),
  });
  let carriedInAll = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async ({ before, now, fails }) => {
      const domain = new DomainInMemory();
      const earlier = await domain.verify(before, provider(fails));
      // What a provider is given when nothing is carried over says what a sub-check reads.
      const whole = await domain.verify(now, provider());
      const rerun = domain.verify({ ...now, rerunOf: earlier.reportId }, provider());
      if (differs(before, now, 'name') || differs(before, now, 'idNumber')) {
        expect(await refusalOf(rerun)).toMatchObject({ status: 409, code: 'not-the-same-person' });
        return;
      }
      const { report, calls, reportId } = await rerun;
      expect(report.summary.ran).toEqual(whole.report.summary.ran);
      const expected = whole.report.summary.ran.filter((id) => {
        const given = givenFor(earlier, id);
        const isSame = given.length > 0 && JSON.stringify(given) === JSON.stringify(givenFor(whole, id));
        return isSame && !fails.includes(id);
      });
      const { carried = [], rerunOf } = report.reportMetadata;
      expect([rerunOf, carried.map(({ check }) => check)]).toEqual([earlier.reportId, expected]);
      const asked = new Set(calls.map(({ subCheck }) => subCheck));
      expect([...asked].sort()).toEqual(report.summary.ran.filter((id) => !expected.includes(id)).sort());
      expect(report.reportMetadata.upstreamCalls).toBe(calls.length);
      for (const id of expected) {
        expect(resultOf(report, id)).toEqual(resultOf(earlier.report, id));
        expect(outcomeOf(report.summary, id)).toBe(outcomeOf(earlier.report.summary, id));
      }
      carriedInAll += expected.length;

      // A re-run of the re-run carries everything over, with the times of the first answers.
      const again = await domain.verify({ ...now, rerunOf: reportId }, provider(subCheckIds));
      expect(again.calls).toEqual([]);
      expect(again.report.summary).toEqual(report.summary);
      const times = new Map(
        again.report.reportMetadata.carried?.map(({ check, answeredAt }) => [check, answeredAt]),
      );
      for (const { check, answeredAt } of carried) expect(times.get(check)).toBe(answeredAt);
    }),
    { numRuns: 150 },
  );
  // The scenarios are not all of refusals and of changes.
  expect(carriedInAll).toBeGreaterThan(0);
});

it('carried result has the time at which the provider returned it', async () => {
  const domain = new DomainInMemory();
  const body = { idNumber: values.idNumber[0] };
  const earlier = await domain.verify(body, provider());
  const { report } = await domain.verify({ ...body, rerunOf: earlier.reportId }, provider());
  expect(report.reportMetadata.carried).toEqual([
    { check: 'risk.fraud', answeredAt: domain.answeredAt(earlier.reportId, { subCheck: 'risk.fraud' }) },
  ]);
});

it('digests of equal values differ between fields, reports and photos that are spelled the same', () => {
  const [key, otherKey] = [new Uint8Array(32), new Uint8Array(32).fill(1)];
  const applicant = { idIssueDate: '20180501', idExpiryDate: '20180501', facePhoto: true } as const;
  const photo = Buffer.from('photo');
  const digests = digestsOf(key, applicant, photo);
  expect(Object.keys(digests)).toEqual(['idIssueDate', 'idExpiryDate', 'facePhoto']);
  expect(
    new Set([...Object.values(digests), ...Object.values(digestsOf(otherKey, applicant, photo))]).size,
  ).toBe(6);
  expect(digestsOf(key, applicant, Buffer.from('other')).facePhoto).not.toBe(digests.facePhoto);
  expect(digestsOf(key, applicant, photo)).toEqual(digests);
});
