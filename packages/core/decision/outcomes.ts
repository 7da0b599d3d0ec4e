/** What a decision recommends, the mildest first. */
export const decisionOutcomes = ['pass', 'review', 'fail'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];
