import type { ResultShape } from '@kyc-china/core/sub-checks/catalogue';
import {
  type DistanceBand,
  distanceBands,
  type Finding,
  type PoliceCategory,
  policeCategories,
} from '@kyc-china/core/sub-checks/findings';
import type { CompiledSubCheck, CompiledValue } from './compiled.ts';
import type { AnswerClass } from './description.ts';

/** A value of the answer does not fit the finding that its code announces. */
export class MisfitError extends Error {
  override name = 'MisfitError';
}

const longestName = 100;
/** Replaces bytes that are not in the encoding that the answer names: the name is lost. */
const undecodable = '\ufffd';
/** The upper ends of all bands but the last, in metres. */
const bandEnds = [3_000, 10_000, 20_000, 50_000] as const;

type Data = CompiledSubCheck['data'];

function valueIn(value: CompiledValue | undefined, answer: unknown): unknown {
  const found = value?.from(answer) ?? null;
  if (found === null) throw new MisfitError('a value is missing');
  return found;
}

/** A vendor's value through its map, if it has one. */
function mappedBy(map: CompiledValue['map'], found: unknown): unknown {
  if (!map) return found;
  const key = String(found);
  if (!Object.hasOwn(map, key)) throw new MisfitError('a value is not in its map');
  return map[key];
}

function textOf(value: CompiledValue | undefined, answer: unknown): string {
  const text = mappedBy(value?.map, valueIn(value, answer));
  const trimmed = typeof text === 'string' ? text.trim() : '';
  if (trimmed === '' || trimmed.length > longestName || trimmed.includes(undecodable))
    throw new MisfitError('a value is no name');
  return trimmed;
}

/** A number, or a text that is one. */
function numberOf(found: unknown): number {
  const number =
    typeof found === 'string' && /^\d+(\.\d+)?$/.test(found.trim()) ? Number(found) : (found as number);
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
    throw new MisfitError('a value is no number');
  return number;
}

function listOf(found: unknown): unknown[] {
  const list = Array.isArray(found) ? found : [found];
  if (list.length === 0) throw new MisfitError('a list is empty');
  return list;
}

function bandOf(value: CompiledValue | undefined, answer: unknown): DistanceBand {
  const found = valueIn(value, answer);
  if (!value?.inMetres) return mappedBy(value?.map, found) as DistanceBand;
  const metres = numberOf(found);
  const index = bandEnds.findIndex((end) => metres <= end);
  return distanceBands.at(index) as DistanceBand;
}

function severityOf(value: CompiledValue | undefined, answer: unknown): 1 | 2 | 3 {
  const highest = Math.max(
    ...listOf(valueIn(value, answer)).map((found) => {
      const level = numberOf(mappedBy(value?.map, found));
      if (![1, 2, 3].includes(level)) throw new MisfitError('a value is no severity');
      return level;
    }),
  );
  return highest as 1 | 2 | 3;
}

function categoriesOf(value: CompiledValue | undefined, answer: unknown): PoliceCategory[] {
  const held = new Set(listOf(valueIn(value, answer)).map((found) => mappedBy(value?.map, found)));
  return (Object.keys(policeCategories) as PoliceCategory[]).filter((category) => held.has(category));
}

/** Findings with data, by the shape of the sub-check's result. */
const withData: Record<
  Exclude<ResultShape, 'verification' | 'faceComparison'>,
  (data: Data, answer: unknown) => Finding
> = {
  attribution: (data, answer) => ({
    outcome: 'data',
    carrier: textOf(data.carrier, answer),
    province: textOf(data.province, answer),
    city: textOf(data.city, answer),
  }),
  activeCity: (data, answer) => ({
    outcome: 'data',
    province: textOf(data.province, answer),
    city: textOf(data.city, answer),
  }),
  addressDistance: (data, answer) => ({ outcome: 'data', distanceBand: bandOf(data.distanceBand, answer) }),
  severity: (data, answer) => ({ outcome: 'flagged', severity: severityOf(data.severity, answer) }),
  policeRecord: (data, answer) => ({ outcome: 'flagged', categories: categoriesOf(data.categories, answer) }),
};

/**
 * Returns the finding that an answer holds in its data.
 * @param meaning the class of the answer's code: `data`, `flagged`, or `clear`, which needs no data.
 * @throws MisfitError, or EvaluationError, when the data do not fit.
 */
export function findingIn(meaning: AnswerClass, shape: ResultShape, data: Data, answer: unknown): Finding {
  if (meaning === 'clear') return { outcome: 'clear' };
  if (shape === 'verification' || shape === 'faceComparison')
    throw new MisfitError('a verification has no data');
  return withData[shape](data, answer);
}
