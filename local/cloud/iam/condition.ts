import { wildcard } from './wildcard.ts';

/** Condition keys of a call and their values. IAM compares the keys' names without regard to case. */
export type RequestContext = Readonly<Record<string, string>>;

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
  ArnNotLike: 'ArnLike',
};

function keyValue(context: RequestContext, key: string): string | undefined {
  const name = key.toLowerCase();
  return Object.entries(context).find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/**
 * One operator over one key. Of several values any may match; of a negated operator's, none may.
 * @throws Error for an operator that is not known here: passing over it would let through what AWS denies.
 */
export function compileCondition(operator: string, key: string, expected: readonly string[]): Condition {
  const ifExists = operator.endsWith('IfExists');
  const name = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  const positive = negated[name] ?? name;
  const comparison = Object.hasOwn(comparisons, positive) ? comparisons[positive] : undefined;
  if (!comparison) throw new Error(`the embedded cloud does not know the condition operator ${operator}`);
  const tests = expected.map(comparison);
  const isNegated = positive !== name;
  return (context) => {
    const actual = keyValue(context, key);
    // A key that the call does not have fails a test, and passes a negated one or one with IfExists.
    if (actual === undefined) return ifExists || isNegated;
    return tests.some((matches) => matches(actual)) !== isNegated;
  };
}
