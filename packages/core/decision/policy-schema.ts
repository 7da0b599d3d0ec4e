import type { FromSchema } from 'json-schema-to-ts';
import { dialect } from '../contract/request-schema.ts';
import { subCheckIds } from '../sub-checks/catalogue.ts';
import { outcomeNames, policeCategories, severities } from '../sub-checks/findings.ts';
import { warningCodes } from '../warnings.ts';
import { decisionOutcomes } from './outcomes.ts';

/** The form of a reason's code. */
export const reasonCodePattern = '^[a-z][a-z0-9-]{0,39}$';

const severityLevels = Object.keys(severities).map(Number);
const policeCategoryNames = Object.keys(policeCategories) as (keyof typeof policeCategories)[];
const kinds = ['verification', 'lookup', 'screening'] as const;

const oneOf = (values: readonly (string | number)[]) => `must be one of ${values.join(', ')}`;

/** The conditions that a rule can have. It has one of them. */
export const conditionKinds = ['outcomes', 'severities', 'categories', 'warnings', 'noneRan'] as const;

const conditionSchema = {
  title: 'Condition',
  description: `When the rule applies: exactly one of ${conditionKinds.join(', ')}; checks goes with outcomes alone.`,
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  hint: `must be an object with one of ${conditionKinds.join(', ')}`,
  published: { oneOf: conditionKinds.map((kind) => ({ required: [kind] })) },
  properties: {
    outcomes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: outcomeNames, hint: oneOf(outcomeNames) },
      description:
        'A sub-check has one of these outcomes: one reason for each such sub-check. A lookup with data has data, a screening without a hit has clear.',
      hint: 'must be a list of outcomes, each of them once',
    },
    checks: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'string',
        enum: subCheckIds,
        hint: 'must be the id of a sub-check, such as identity.two-factor',
      },
      description: 'The sub-checks that outcomes is about: all of them if it is absent.',
      hint: 'must be a list of ids of sub-checks, each of them once',
    },
    severities: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'integer', enum: severityLevels, hint: oneOf(severityLevels) },
      description: 'risk.fraud has one of these severities.',
      hint: 'must be a list of severities, each of them once',
    },
    categories: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: policeCategoryNames, hint: oneOf(policeCategoryNames) },
      description: 'risk.criminal has at least one of these categories.',
      hint: 'must be a list of police categories, each of them once',
    },
    warnings: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: warningCodes, hint: oneOf(warningCodes) },
      description: 'The report has at least one of these warnings.',
      hint: 'must be a list of codes of warnings, each of them once',
    },
    noneRan: {
      type: 'string',
      enum: kinds,
      description: 'No sub-check of this kind ran.',
      hint: oneOf(kinds),
    },
  },
} as const;

const ruleSchema = {
  title: 'Rule',
  description: 'A condition, and what the rule asks for when it applies.',
  type: 'object',
  additionalProperties: false,
  required: ['when', 'outcome', 'reason'],
  hint: 'must be an object with when, outcome and reason',
  properties: {
    when: conditionSchema,
    outcome: {
      type: 'string',
      enum: decisionOutcomes,
      description:
        'What the rule asks for. The strictest outcome of all rules that apply wins: fail, then review.',
      hint: oneOf(decisionOutcomes),
    },
    reason: {
      type: 'string',
      pattern: reasonCodePattern,
      description: 'The code of the reason in the report.',
      hint: 'must be 1 to 40 lower-case letters, digits and hyphens, a letter first',
    },
    message: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[^\\p{Cc}\\p{Cs}]+$',
      published: { pattern: undefined },
      description: 'The reason in a sentence. Required unless the code is one of the standard policy.',
      hint: 'must be 1 to 200 characters, without control characters',
    },
  },
} as const;

/** A policy: the rules that decide what a client's reports recommend. */
export const policySchema = {
  $schema: dialect,
  title: 'Policy',
  description:
    'The rules by which the reports of a client recommend pass, review or fail. Without a rule that applies, a report recommends pass.',
  type: 'object',
  additionalProperties: false,
  required: ['name', 'version', 'rules'],
  hint: 'must be a JSON object with name, version and rules',
  properties: {
    $schema: {
      type: 'string',
      description: 'Where this schema is, for an editor.',
      hint: 'must be a string',
    },
    name: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{0,39}$',
      description: 'The name of the policy. standard is taken.',
      hint: 'must be 1 to 40 lower-case letters, digits and hyphens, a letter first',
    },
    version: {
      type: 'integer',
      minimum: 1,
      maximum: 999_999,
      description: 'The version: another one for each change, because a report names it.',
      hint: 'must be a whole number from 1 to 999999',
    },
    rules: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      description: 'The rules. Their order makes no difference.',
      hint: 'must be a list of 1 to 100 rules',
      items: ruleSchema,
    },
  },
} as const;

export type Policy = FromSchema<typeof policySchema>;
export type Rule = Policy['rules'][number];
