import { isPolicy } from '../contract/generated/validators.js';
import type { FieldProblem } from '../contract/problems.ts';
import { schemaProblems } from '../contract/validate.ts';
import { reasonLabels } from '../labels.ts';
import { type Kind, kindOf } from '../sub-checks/catalogue.ts';
import type { Outcome } from '../sub-checks/findings.ts';
import { conditionKinds, type Policy, type Rule } from './policy-schema.ts';
import { standardPolicy } from './standard-policy.ts';

/** A policy that cannot be used, with every problem of it. */
export class InvalidPolicyError extends Error {
  override name = 'InvalidPolicyError';
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly FieldProblem[]) {
    super(problems.map(({ field, message }) => `${field} ${message}`).join('\n'));
    this.problems = problems;
  }
}

const outcomesOf: Record<Kind, readonly Outcome[]> = {
  verification: ['matched', 'unmatched', 'notFound', 'errored'],
  lookup: ['data', 'notFound', 'errored'],
  screening: ['clear', 'flagged', 'notFound', 'errored'],
};

/** Returns the problems of a rule that its schema cannot find. */
function ruleProblems({ when, reason, message }: Rule, index: number): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: string, text: string) =>
    problems.push({ field: `rules[${index}].${field}`, message: text });
  const kinds = conditionKinds.filter((kind) => when[kind] !== undefined);
  if (kinds.length !== 1) add('when', `must have exactly one of ${conditionKinds.join(', ')}`);
  if (when.checks && !when.outcomes) add('when.checks', 'must go with outcomes');
  // A rule that can never apply looks as if it protected.
  const { outcomes } = when;
  if (outcomes)
    for (const [at, id] of (when.checks ?? []).entries())
      if (!outcomesOf[kindOf(id)].some((outcome) => outcomes.includes(outcome)))
        add(
          `when.checks[${at}]`,
          `can never have one of these outcomes: ${id} has ${outcomesOf[kindOf(id)].join(', ')}`,
        );
  if (message === undefined && !Object.hasOwn(reasonLabels, reason))
    add('message', 'is required, because the reason is not one of the standard policy');
  return problems;
}

/**
 * Checks a policy.
 * @param value the parsed JSON of a policy file.
 * @throws InvalidPolicyError with every problem, by field.
 */
export function parsePolicy(value: unknown): Policy {
  if (!isPolicy(value)) {
    const problems = schemaProblems(isPolicy.errors).map(({ field, message }) => ({
      field: field === '(body)' ? '(policy)' : field,
      message: message.replace('a field of this request', 'a field of a policy'),
    }));
    throw new InvalidPolicyError(problems);
  }
  const { $schema: _schema, ...policy } = value;
  const problems = policy.rules.flatMap(ruleProblems);
  if (policy.name === standardPolicy.name)
    problems.unshift({ field: 'name', message: `must not be ${standardPolicy.name}: choose another name` });
  if (problems.length > 0) throw new InvalidPolicyError(problems);
  return policy;
}
