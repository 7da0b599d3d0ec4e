import { readReasons } from '@kyc-china/core/address-reasons';
import { addressTypes, outcomeMeanings, words } from '@kyc-china/core/labels';
import { outcomeOf, resultOf } from '@kyc-china/core/outcome-of';
import type { DeliveredReport, ResultByShape } from '@kyc-china/core/report';
import {
  type Category,
  categories,
  definitionOf,
  type Label,
  placeOf,
  type ResultShape,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import {
  type ErrorCode,
  type Outcome,
  policeCategories,
  severities,
} from '@kyc-china/core/sub-checks/findings';
import { counts } from '../texts.ts';

/** A fact that a result holds beyond its outcome. The values are the sources' own words. */
export interface Fact {
  readonly label: Label;
  readonly value: Label;
}

/** What came of one sub-check. */
export interface Row {
  readonly id: SubCheckId;
  readonly outcome: Outcome;
  readonly facts: readonly Fact[];
}

const plain = (text: string): Label => ({ en: text, zh: text });
const joined = (labels: readonly Label[]): Label => ({
  en: labels.map(({ en }) => en).join(', '),
  zh: labels.map(({ zh }) => zh).join('、'),
});
const fact = (label: Label, value: string | null): Fact[] =>
  value === null ? [] : [{ label, value: plain(value) }];

const factsOf: { [S in ResultShape]: (result: ResultByShape[S]) => Fact[] } = {
  verification: () => [],
  faceComparison: ({ score, threshold }) => [
    ...fact(words.faceScore, score === undefined ? null : `${score} / 100`),
    ...fact(words.faceThreshold, threshold === undefined ? null : `${threshold} / 100`),
  ],
  attribution: ({ carrier, province, city }) => [
    ...fact(words.carrier, carrier),
    ...fact(words.province, province),
    ...fact(words.city, city),
  ],
  activeCity: ({ province, city }) => [...fact(words.province, province), ...fact(words.city, city)],
  addressDistance: ({ index, type, city, distanceBand, found }) => {
    const { en, zh } = counts.address(index + 1);
    const label = {
      en: `${en}, ${addressTypes[type].en}, ${city}`,
      zh: `${zh}，${addressTypes[type].zh}，${city}`,
    };
    return [{ label, value: found ? plain(distanceBand ?? '') : outcomeMeanings.notFound }];
  },
  severity: ({ severity }) =>
    severity
      ? [
          {
            label: words.severity,
            value: {
              en: `${severity} of 3, ${severities[severity].en}`,
              zh: `${severity} / 3，${severities[severity].zh}`,
            },
          },
        ]
      : [],
  policeRecord: ({ categories: records }) =>
    records && records.length > 0
      ? [{ label: words.policeCategories, value: joined(records.map((record) => policeCategories[record])) }]
      : [],
};

function rowOf(report: DeliveredReport, id: SubCheckId): Row {
  const result: unknown = resultOf(report, id);
  const results = result === undefined ? [] : Array.isArray(result) ? result : [result];
  // The result was built for this very sub-check, so its shape is the catalogue's.
  const read = factsOf[definitionOf(id).shape] as (one: unknown) => Fact[];
  return { id, outcome: outcomeOf(report.summary, id), facts: results.flatMap(read) };
}

/** The report's sub-checks by category, in the report's order; a category of which nothing ran is left out. */
export function rowsByCategory(report: DeliveredReport): readonly (readonly [Category, readonly Row[]])[] {
  const rows = report.summary.ran.map((id) => rowOf(report, id));
  return (Object.keys(categories) as Category[])
    .map((category) => [category, rows.filter(({ id }) => placeOf(id).category === category)] as const)
    .filter(([, of]) => of.length > 0);
}

/** Sub-checks that could not be decided for the same reason. */
export interface ErroredGroup {
  /** Of several reasons of one sub-check, the report has the first's alone. */
  readonly code: ErrorCode | undefined;
  /** The API's words for what to do. */
  readonly fix: string;
  readonly of: readonly {
    readonly check: SubCheckId;
    /** Which of several addresses: `#1, #3`; empty for what has none. */
    readonly positions: string;
  }[];
}

/** Groups the sub-checks that could not be decided by reason. */
export function erroredTogether({ summary }: DeliveredReport): readonly ErroredGroup[] {
  const each = summary.errored.flatMap(({ check, code, error }) =>
    readReasons(error).map(({ positions, message }, index) => ({
      check,
      code: index === 0 ? code : undefined,
      fix: message,
      positions: positions.map((position) => `#${position + 1}`).join(', '),
    })),
  );
  return [...Map.groupBy(each, ({ code, fix }) => `${code} ${fix}`).values()].flatMap((of) => {
    const [first] = of;
    return first ? [{ code: first.code, fix: first.fix, of }] : [];
  });
}
