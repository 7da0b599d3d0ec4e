import type { FromSchema } from 'json-schema-to-ts';
import type { decisionSchema } from '../contract/decision-schema.ts';
import { reasonLabels } from '../labels.ts';
import { outcomeOf } from '../outcome-of.ts';
import type { Report } from '../report.ts';
import { kindOf, type Label, type SubCheckId } from '../sub-checks/catalogue.ts';
import { type DecisionOutcome, decisionOutcomes } from './outcomes.ts';
import type { Policy, Rule } from './policy-schema.ts';
import { standardPolicy } from './standard-policy.ts';

/** What a report recommends, and why. */
export type Decision = FromSchema<typeof decisionSchema>;
type Reason = Decision['reasons'][number];

/** What of a report decides: the outcomes, the screenings' details, and the warnings. */
export type Evidence = Pick<Report, 'summary' | 'risk'> & {
  readonly reportMetadata: Pick<Report['reportMetadata'], 'warnings'>;
};

/** A rule that applies. */
export interface Match {
  /** The position of the rule in its policy, from 0. */
  readonly index: number;
  readonly rule: Rule;
  /** The sub-checks that it applies to; empty for a rule that is not about a sub-check. */
  readonly checks: readonly SubCheckId[];
}

/** Returns the sub-checks that a rule applies to; undefined if it does not apply. */
function appliesTo(
  { outcomes, checks, severities, categories, warnings, noneRan }: Rule['when'],
  { summary, risk, reportMetadata }: Evidence,
): SubCheckId[] | undefined {
  const when = (holds: boolean, ...ids: SubCheckId[]) => (holds ? ids : undefined);
  if (outcomes) {
    const ids = summary.ran.filter(
      (id) => (!checks || checks.includes(id)) && outcomes.includes(outcomeOf(summary, id)),
    );
    return when(ids.length > 0, ...ids);
  }
  if (severities) {
    const severity = risk?.fraud?.severity;
    return when(typeof severity === 'number' && severities.includes(severity), 'risk.fraud');
  }
  if (categories)
    return when(
      Boolean(risk?.criminal?.categories?.some((one) => categories.includes(one))),
      'risk.criminal',
    );
  if (warnings) return when(reportMetadata.warnings.some(({ code }) => warnings.includes(code)));
  return when(!summary.ran.some((id) => kindOf(id) === noneRan));
}

/** Returns the rules of a policy that apply to a report, in the policy's order. */
export function matchingRules(evidence: Evidence, { rules }: Policy): Match[] {
  return rules.flatMap((rule, index): Match[] => {
    const checks = appliesTo(rule.when, evidence);
    return checks ? [{ index, rule, checks }] : [];
  });
}

const strictness = (outcome: DecisionOutcome) => decisionOutcomes.indexOf(outcome);

/** Returns the message of a rule's reason: its own, or the one of its code. */
function messageOf({ message, reason }: Rule): string {
  const labels: Readonly<Record<string, Label>> = reasonLabels;
  return message ?? (Object.hasOwn(labels, reason) ? labels[reason]?.en : undefined) ?? reason;
}

/**
 * Decides what a report recommends. The strictest outcome of the rules that apply wins: fail, then review, then pass. Without
 * such a rule it is pass. Pure: the same report and policy give the same decision.
 * @returns the outcome, and every reason for more than pass, the strictest first. Of a sub-check, only its strictest reasons
 * are given. The reasons of a pass are those of rules that ask for it.
 */
export function decide(evidence: Evidence, policy: Policy = standardPolicy): Decision {
  const found = matchingRules(evidence, policy).flatMap(({ rule, checks }) => {
    const reason = { code: rule.reason, message: messageOf(rule) };
    const reasons: Reason[] = checks.length > 0 ? checks.map((check) => ({ ...reason, check })) : [reason];
    return reasons.map(({ code, check, message }) => ({
      outcome: rule.outcome,
      reason: { code, ...(check !== undefined && { check }), message },
    }));
  });
  const strictest = (outcomes: readonly DecisionOutcome[]) =>
    outcomes.reduce((one, other) => (strictness(other) > strictness(one) ? other : one), 'pass');
  const outcome = strictest(found.map((each) => each.outcome));
  const strictestOf = (check: string) =>
    strictest(found.filter(({ reason }) => reason.check === check).map((each) => each.outcome));
  const given = found
    .filter((each) => outcome === 'pass' || each.outcome !== 'pass')
    .filter(({ outcome: of, reason: { check } }) => check === undefined || of === strictestOf(check))
    .toSorted((one, other) => strictness(other.outcome) - strictness(one.outcome))
    .map(({ reason }) => reason);
  const reasons = [...new Map(given.map((reason) => [`${reason.code} ${reason.check}`, reason])).values()];
  return { outcome, policy: `${policy.name}@${policy.version}`, reasons };
}
