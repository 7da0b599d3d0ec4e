import { separateConsentSchema } from '@kyc-china/core/contract/consent-schema';
import { addressTypes } from '@kyc-china/core/contract/stated-address-schema';
import type { TaskOutcome } from '@kyc-china/core/report';
import { definitionOf, type ResultShape, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { tasksFor } from '@kyc-china/core/sub-checks/eligibility';
import {
  distanceBands,
  errorCodes,
  type Finding,
  type FindingByShape,
  type PoliceCategory,
  policeCategories,
} from '@kyc-china/core/sub-checks/findings';
import fc from 'fast-check';
import { jpegBase64, pngBase64 } from './images.ts';

const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });
/** A text with a letter or digit anywhere in it, and no control character. */
const legible = (maxLength: number) =>
  fc
    .tuple(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('京', '8', 'a', '𠮷'),
      fc.string({ unit: 'binary' }),
    )
    .map((parts) => [...parts.join('').replace(/\p{Cc}/gu, '')])
    .filter((characters) => characters.length <= maxLength)
    .map((characters) => characters.join(''));

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

/** Any body that the contract accepts, eligible for something or not. */
export const anyRequest = fc.record(
  {
    name: fc
      .array(fc.array(fc.constantFrom('张', '三', '〇', '𠮷', '𱍐'), { minLength: 1, maxLength: 50 }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.map((characters) => characters.join('')).join('·'))
      .filter((name) => [...name].length >= 2 && [...name].length <= 50),
    idNumber: fc.stringMatching(/^[0-9]{17}[0-9Xx]$/),
    idIssueDate: day,
    idExpiryDate: fc.oneof(day, fc.constant('长期')),
    facePhoto: fc.constantFrom(jpegBase64, pngBase64),
    mobile: fc.stringMatching(/^1[3-9][0-9]{9}$/),
    bankCardNumber: fc.stringMatching(/^[0-9]{12,19}$/),
    addressesToVerify: fc.array(
      fc.record({ type: fc.constantFrom(...addressTypes), city: legible(50), address: legible(200) }),
      { minLength: 1, maxLength: 5 },
    ),
    callbackUrl: fc.constant('https://example.com/hook'),
    clientReference: fc.stringMatching(/^case-[a-z. ]{1,20}$/),
    metadata: fc.dictionary(
      fc.stringMatching(/^[A-Za-z_.-]{1,40}$/),
      fc.stringMatching(/^[a-z\n"é]{0,200}$/),
      {
        maxKeys: 20,
        noNullPrototype: true,
      },
    ),
    consent: fc.record(
      {
        obtainedAt: fc
          .date({ min: new Date('2020-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
          .map((date) => date.toISOString()),
        purpose: fc.stringMatching(/^[a-z. ]{1,200}$/),
        reference: fc.stringMatching(/^proof-[a-z]{1,20}$/),
        separate: fc.subarray([...separateConsentSchema.enum], { minLength: 1 }),
      },
      { requiredKeys: ['obtainedAt', 'purpose'], noNullPrototype: true },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const notFound = fc.constant({ outcome: 'notFound' } as const);
const clear = fc.constant({ outcome: 'clear' } as const);
const data = fc.constant('data' as const);

const findings: { [S in ResultShape]: fc.Arbitrary<FindingByShape[S]> } = {
  verification: fc.record({ outcome: fc.constantFrom('matched', 'unmatched', 'notFound') }),
  faceComparison: fc.oneof(
    notFound,
    fc.record(
      {
        outcome: fc.constantFrom('matched' as const, 'unmatched' as const),
        score: fc.integer({ min: 0, max: 100 }),
        threshold: fc.integer({ min: 0, max: 100 }),
      },
      { requiredKeys: ['outcome'], noNullPrototype: true },
    ),
  ),
  attribution: fc.oneof(
    notFound,
    fc.record({ outcome: data, carrier: text(20), province: text(20), city: text(20) }),
  ),
  activeCity: fc.oneof(notFound, fc.record({ outcome: data, province: text(20), city: text(20) })),
  addressDistance: fc.oneof(
    notFound,
    fc.record({ outcome: data, distanceBand: fc.constantFrom(...distanceBands) }),
  ),
  severity: fc.oneof(
    notFound,
    clear,
    fc.record({ outcome: fc.constant('flagged' as const), severity: fc.constantFrom(1, 2, 3) }),
  ),
  policeRecord: fc.oneof(
    notFound,
    clear,
    fc.record({
      outcome: fc.constant('flagged' as const),
      categories: fc.subarray(Object.keys(policeCategories) as PoliceCategory[], { minLength: 1 }),
    }),
  ),
};

const errored = fc.record({
  outcome: fc.constant('errored' as const),
  code: fc.constantFrom(...errorCodes),
  message: text(100),
});

/** What may have become of any set of sub-checks, eligible together or not. */
export function anyOutcomes(addressCount: number): fc.Arbitrary<TaskOutcome[]> {
  return fc.subarray([...subCheckIds]).chain((ids) =>
    fc.tuple(
      ...tasksFor(ids, addressCount).map((task) =>
        fc.record({
          task: fc.constant(task),
          finding: fc.oneof(
            { weight: 3, arbitrary: findings[definitionOf(task.subCheck).shape] as fc.Arbitrary<Finding> },
            errored,
          ),
          billed: fc.boolean(),
        }),
      ),
    ),
  );
}
