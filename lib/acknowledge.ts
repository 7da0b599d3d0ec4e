import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of cdk-nag on a construct and what is under it. Whatever is not accepted here, beside the
 * resource it is about, fails the synthesis.
 * @param findings why each is right as it is, by the id that the finding is reported with.
 */
export function acknowledge(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(
    ...Object.entries(findings).map(([finding, reason]) => ({ id: `AwsSolutions::${finding}`, reason })),
  );
}

/**
 * The id of the finding that a policy names everything under a resource.
 * @param suffix what follows the resource's ARN in the policy, as `/photos/*`.
 */
export function wildcardFinding(resource: IConstruct, suffix: string): string {
  const logicalId = Stack.of(resource).getLogicalId(resource.node.defaultChild as CfnElement);
  return `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>${suffix}]`;
}
