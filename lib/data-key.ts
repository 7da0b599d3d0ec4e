import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The stage's key: tables, buckets, secrets, logs and executions are encrypted under it. Rotated yearly. */
export function createDataKey(scope: Construct, retainData: boolean): Key {
  const key = new Key(scope, 'DataKey', {
    description: 'KYC China: reports, applicants, secrets, logs and executions',
    enableKeyRotation: true,
    removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  letLogGroupsUse(key, Stack.of(scope));
  letLogDeliveryUse(key, Stack.of(scope));
  return key;
}

/** The prefix of the log group of a stack's executions. It keeps the group out of the size limit on resource policies. */
export function executionLogPrefix({ stackName }: Stack): string {
  return `/aws/vendedlogs/states/${stackName}-`;
}

/**
 * Lets CloudWatch Logs encrypt the log groups of the stack, and no others: the actions and the encryption context are
 * those that "Encrypt log data in CloudWatch Logs using AWS KMS" names. CloudFormation begins the names that it
 * generates with the stack's name.
 */
function letLogGroupsUse(key: Key, stack: Stack): void {
  const logGroups = (resourceName: string) =>
    stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': [
            logGroups(`${stack.stackName}-*`),
            logGroups(`${executionLogPrefix(stack)}*`),
          ],
        },
      },
    }),
  );
}

/**
 * Lets the delivery of logs read what the state machine's role encrypted for it, which is all that it does with the
 * key. KMS requires the context that the role encrypted under: the account's logs, with a literal asterisk.
 */
function letLogDeliveryUse(key: Key, stack: Stack): void {
  const context = stack.formatArn({
    service: 'logs',
    resource: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': context } },
    }),
  );
}

/**
 * The key, for a construct of the CDK that would add a statement without a condition to its policy.
 * What the construct grants to roles is granted all the same.
 */
export function withFixedPolicy(scope: Construct, id: string, key: IKey): IKey {
  return Key.fromKeyArn(scope, id, key.keyArn);
}
