import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
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
