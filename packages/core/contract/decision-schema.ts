import { decisionOutcomes } from '../decision/outcomes.ts';
import { reasonCodePattern } from '../decision/policy-schema.ts';
import { type ReasonCode, reasonLabels } from '../labels.ts';
import { meaningsOf } from './meanings.ts';
import { subCheckIdSchema } from './sub-check-id-schema.ts';

const reasonCodes = Object.keys(reasonLabels) as ReasonCode[];

/** What a decision recommends. */
export const decisionOutcomeSchema = {
  title: 'DecisionOutcome',
  description: `What the report recommends. ${meaningsOf({
    pass: 'no rule asks for more',
    review: 'a person has to look at it',
    fail: 'the report speaks against the person',
  })}`,
  type: 'string',
  enum: decisionOutcomes,
  examples: ['pass'],
} as const;

/** Why a rule asks for more. A policy has codes of its own, so that the list is open. */
export const reasonCodeSchema = {
  title: 'ReasonCode',
  description: `Why, as a code. ${meaningsOf(
    Object.fromEntries(reasonCodes.map((code) => [code, reasonLabels[code].en.replace(/\.$/, '')])),
  )} A policy may have other codes. New values may be added.`,
  type: 'string',
  pattern: reasonCodePattern,
  published: { 'x-extensible-enum': reasonCodes },
} as const;

export const reasonSchema = {
  title: 'Reason',
  description: 'Why a rule of the policy applies.',
  type: 'object',
  additionalProperties: false,
  required: ['code', 'message'],
  properties: {
    code: reasonCodeSchema,
    check: {
      ...subCheckIdSchema,
      description: 'The sub-check that the reason is about, if it is about one.',
    },
    message: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'The same in a sentence. It never holds a value that was sent.',
      examples: [reasonLabels.mismatch.en],
    },
  },
} as const;

/** What the report recommends. */
export const decisionSchema = {
  title: 'Decision',
  description:
    "What the report recommends by the rules of the client's policy. It is a recommendation made by rules, not a legal decision. It is made once, when the report is completed: changing the policy changes no report that exists.",
  type: 'object',
  additionalProperties: false,
  required: ['outcome', 'policy', 'reasons'],
  properties: {
    outcome: decisionOutcomeSchema,
    policy: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{0,39}@[1-9][0-9]{0,5}$',
      description:
        'The name and the version of the policy. A client without a policy of its own has standard@1.',
      examples: ['standard@1'],
    },
    reasons: {
      type: 'array',
      items: reasonSchema,
      description: 'Every reason for more than pass, the strictest first.',
    },
  },
} as const;
