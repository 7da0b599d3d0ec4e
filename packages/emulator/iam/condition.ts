import { wildcard } from './wildcard.ts';

/**
 * Condition keys of a call and their values: a list for a key that has several. IAM compares the keys' names
 * without regard to case.
 */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** Whether a condition holds for a call. */
export type Condition = (context: RequestContext) => boolean;

type Comparison = (expected: string) => (actual: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (expected) => (actual) => actual === expected,
  StringEqualsIgnoreCase: (expected) => (actual) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (expected) => wildcard(expected),
  ArnEquals: (expected) => wildcard(expected),
  ArnLike: (expected) => wildcard(expected),
  Bool: (expected) => (actual) => actual.toLowerCase() === expected.toLowerCase(),
  NumericEquals: (expected) => (actual) => Number(actual) === Number(expected),
  NumericLessThan: (expected) => (actual) => Number(actual) < Number(expected),
  NumericGreaterThanEquals: (expected) => (actual) => Number(actual) >= Number(expected),
};

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** The key's values; none when the call does not have the key. */
function valuesOf(context: RequestContext, key: string): readonly string[] {
  const name = key.toLowerCase();
  const found = Object.entries(context).find(([candidate]) => candidate.toLowerCase() === name)?.[1];
  return found === undefined ? [] : ([found].flat() as string[]);
}

/** An operator less its set operator before and its IfExists behind. */
const form = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<name>[A-Za-z]+?)(?<ifExists>IfExists)?$/;

/**
 * One operator over one key. Of several values any may match; of a negated operator's, none may.
 * @throws Error for an operator that is not known here: passing over it would let through what AWS denies.
 */
export function compileCondition(operator: string, key: string, expected: readonly string[]): Condition {
  if (operator === 'Null')
    return (context) =>
      expected.some((isNull) => (isNull === 'true') === (valuesOf(context, key).length === 0));
  const { set, name = '', ifExists } = form.exec(operator)?.groups ?? {};
  const positive = negated[name] ?? name;
  const comparison = Object.hasOwn(comparisons, positive) ? comparisons[positive] : undefined;
  if (!comparison) throw new Error(`the embedded cloud does not know the condition operator ${operator}`);
  const tests = expected.map(comparison);
  const isNegated = positive !== name;
  const passes = (actual: string) => tests.some((matches) => matches(actual)) !== isNegated;
  return (context) => {
    const actual = valuesOf(context, key);
    if (set === 'ForAllValues') return actual.every(passes);
    // A key that the call does not have fails a test, and passes a negated one or one with IfExists.
    if (actual.length === 0) return ifExists !== undefined || (isNegated && set === undefined);
    return actual.some(passes);
  };
}
