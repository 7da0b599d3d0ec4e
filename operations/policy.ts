import { decide, type Evidence, matchingRules } from '@kyc-china/core/decision/decide';
import { InvalidPolicyError, parsePolicy } from '@kyc-china/core/decision/parse-policy';
import type { Policy } from '@kyc-china/core/decision/policy-schema';
import { CommandError } from './command-line.ts';
import { jsonIn } from './json-file.ts';

/** Reads a policy file. @throws CommandError with every problem of the policy, by field. */
export async function readPolicy(file: string): Promise<Policy> {
  try {
    return parsePolicy(await jsonIn(file));
  } catch (error) {
    if (!(error instanceof InvalidPolicyError)) throw error;
    const problems = error.problems.map(({ field, message }) => `  ${field} ${message}`);
    throw new CommandError([`${file} is not a policy:`, ...problems].join('\n'));
  }
}

/** Whether a value has what a decision is made from. */
function isEvidence(value: unknown): value is Evidence {
  const { summary, reportMetadata } = Object(value) as Partial<Evidence>;
  const lists = ['ran', 'matched', 'unmatched', 'notFound', 'flagged', 'errored'] as const;
  return (
    Array.isArray(Object(reportMetadata).warnings) &&
    lists.every((list) => Array.isArray(Object(summary)[list]))
  );
}

/** Returns which rules of a policy apply to a report, and what they decide: a line for each rule. */
export async function testPolicy(policyFile: string, reportFile: string): Promise<string[]> {
  const policy = await readPolicy(policyFile);
  const report = await jsonIn(reportFile);
  if (!isEvidence(report)) throw new CommandError(`${reportFile} is not a report: save the 200 of a poll`);
  const matches = new Map(matchingRules(report, policy).map((match) => [match.index, match]));
  const rules = policy.rules.map((rule, index) => {
    const match = matches.get(index);
    const mark = match ? 'applies ' : '-       ';
    const checks = match && match.checks.length > 0 ? `  ${match.checks.join(', ')}` : '';
    return `rules[${index}]  ${mark}  ${rule.outcome.padEnd(6)}  ${rule.reason}${checks}`;
  });
  const { outcome, policy: name, reasons } = decide(report, policy);
  return [
    ...rules,
    '',
    `${name} recommends ${outcome}`,
    ...reasons.map(({ code, check, message }) => `  ${check ? `${check}: ` : ''}${message} [${code}]`),
  ];
}
