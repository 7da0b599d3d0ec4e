import { type CfnResource, CustomResourceProviderBase, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { acknowledge } from './acknowledge.ts';

/** The id under which the CDK adds one function to a stack that has buckets with `autoDeleteObjects`. */
export const bucketEmptierId = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

/**
 * Declares the log group of the function that empties a stack's buckets when the stack is deleted. Without it, Lambda
 * creates a group that no stack owns, and that outlives the stack.
 * @param stack one that has a bucket with `autoDeleteObjects`.
 * @param encryptionKey the key of the stack's other log groups; undefined: CloudWatch's own.
 * @throws Error when the CDK adds another construct than it did.
 */
export function declareBucketEmptierLog(stack: Stack, encryptionKey?: IKey): void {
  const emptier = stack.node.tryFindChild(bucketEmptierId);
  if (!(emptier instanceof CustomResourceProviderBase))
    throw new Error(`the CDK empties buckets by another construct than ${bucketEmptierId}`);
  const log = new LogGroup(stack, 'BucketEmptierLog', {
    retention: RetentionDays.ONE_MONTH,
    ...(encryptionKey && { encryptionKey }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  (emptier.node.findChild('Handler') as CfnResource).addPropertyOverride('LoggingConfig', {
    LogGroup: log.logGroupName,
  });
  // In place of AWS's managed policy, which lets the function create the group again after the stack deleted it.
  (emptier.node.findChild('Role') as CfnResource).addPropertyDeletionOverride('ManagedPolicyArns');
  emptier.addToRolePolicy({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: log.logGroupArn,
  });
  acknowledge(emptier, {
    'AwsSolutions-L1': 'The function is the CDK’s own. Its runtime is the one that the CDK tests it with.',
  });
}
