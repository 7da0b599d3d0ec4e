import { Stack } from 'aws-cdk-lib';
import { type CfnRole, Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

// The CDK's own grants of buckets, secrets and functions give more than any of our functions uses: s3:List*,
// legal holds, DescribeSecret, every version of a function. These give the actions that are named.

/** @param keys the objects' keys, as a pattern: `photos/*`. */
export function grantObjects(
  grantee: IGrantable,
  bucket: Pick<IBucket, 'arnForObjects'>,
  keys: string,
  ...actions: `s3:${string}`[]
) {
  Grant.addToPrincipal({ grantee, actions, resourceArns: [bucket.arnForObjects(keys)] });
}

/** Reading the secret's value. Decrypting it takes the grant of its key. */
export function grantSecretValue(grantee: IGrantable, secret: Pick<ISecret, 'secretArn'>) {
  Grant.addToPrincipal({
    grantee,
    actions: ['secretsmanager:GetSecretValue'],
    resourceArns: [secret.secretArn],
  });
}

/** What a service asks of KMS in its caller's name, by what the caller does. */
export const keyActions = {
  'dynamodb:read': ['kms:Decrypt'],
  'dynamodb:write': ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
  's3:read': ['kms:Decrypt'],
  's3:write': ['kms:Decrypt', 'kms:GenerateDataKey'],
  'secretsmanager:read': ['kms:Decrypt'],
  'secretsmanager:write': ['kms:Decrypt', 'kms:GenerateDataKey'],
  // DescribeExecution and GetExecutionHistory of a machine with a key: "Data at rest encryption", Step Functions' guide.
  'states:read': ['kms:Decrypt'],
  // Step Functions' table of permissions lists none for StartExecution, its API lists KmsAccessDeniedException.
  'states:start': ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;

/**
 * Lets a grantee use a key through services that encrypt what it reads and writes, and in no other way: it can
 * decrypt nothing that it got hold of outside of them.
 * @param uses what the grantee does, by service.
 */
export function grantKeyThrough(grantee: IGrantable, key: IKey, ...uses: (keyof typeof keyActions)[]): void {
  const { region } = Stack.of(key);
  for (const use of uses)
    Grant.addToPrincipal({
      grantee,
      actions: [...keyActions[use]],
      resourceArns: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${use.split(':')[0]}.${region}.amazonaws.com` } },
    });
}

/**
 * Lets a function write to its log group, in place of AWS's managed policy. That one also allows creating log groups,
 * so what a function logs last would bring its group back after the stack deleted it.
 * @param lambda a function whose role the CDK made with it.
 */
export function grantOwnLogOnly(lambda: LambdaFunction, log: ILogGroup): void {
  const role = lambda.role?.node.defaultChild as CfnRole | undefined;
  if (!role) throw new Error(`the function ${lambda.node.path} has no role of this stack`);
  role.managedPolicyArns = undefined;
  log.grantWrite(lambda);
}
