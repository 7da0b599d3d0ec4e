import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The stage's key: tables, buckets, secrets, logs and executions are encrypted under it. Rotated yearly. */
export function createDataKey(scope: Construct, retainData: boolean): Key {
  const key = new Key(scope, 'DataKey', {
    description: 'KYC China: reports, applicants, secrets, logs and executions',
    enableKeyRotation: true,
    removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  key.grantEncryptDecrypt(new ServicePrincipal(`logs.${Stack.of(scope).region}.amazonaws.com`));
  key.grantEncryptDecrypt(new ServicePrincipal('delivery.logs.amazonaws.com'));
  return key;
}
