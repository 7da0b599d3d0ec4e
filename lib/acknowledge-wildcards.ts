import { Stack } from 'aws-cdk-lib';
import type { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge.ts';

type Value = string | { readonly [intrinsic: string]: unknown };

/** Returns a resolved value as cdk-nag writes it: a reference as `<Name>`, an attribute as `<Name.Attribute>`. */
function written(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = ['', '']] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Ref') return `<${argument}>`;
  if (intrinsic === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  const [separator, parts] = argument as [string, unknown[]];
  return parts.map(written).join(separator);
}

/** Returns the service that a resource belongs to: that of its ARN, `s3` for what is in a bucket, `*` for all. */
function serviceOf(resource: string): string {
  if (resource === '*') return '*';
  return resource.startsWith('arn:') ? (resource.split(':')[2] ?? '') : 's3';
}

/**
 * Accepts that a policy has wildcards, each for the reason of its service. A wildcard of another service fails the synthesis.
 * @param reasons by service; `*` for statements on all resources.
 */
export function acknowledgeWildcards(
  policy: ManagedPolicy,
  statements: readonly PolicyStatement[],
  reasons: Readonly<Record<string, string>>,
): void {
  const stack = Stack.of(policy);
  const found = statements.flatMap(({ actions, resources }) => [
    ...actions.map((action) => ({ id: `Action::${action}`, service: action.split(':')[0] ?? '' })),
    ...resources
      .map((resource) => written(stack.resolve(resource) as Value))
      .map((resource) => ({ id: `Resource::${resource}`, service: serviceOf(resource) })),
  ]);
  const findings = found.flatMap(({ id, service }) => {
    const reason = reasons[service];
    return id.includes('*') && reason !== undefined ? [[`AwsSolutions-IAM5[${id}]`, reason]] : [];
  });
  acknowledge(policy, Object.fromEntries(findings));
}
