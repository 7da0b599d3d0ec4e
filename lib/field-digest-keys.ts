import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * The HMAC key in KMS that derives, for each report, the key of its fields' digests (docs/adr/0020). It has no rotation: a
 * report's key must be the same for as long as the report exists.
 */
export class FieldDigestKeys extends Construct {
  readonly key: Key;
  readonly #derivers: string[] = [];

  constructor(scope: Construct, id: string, { retainData }: { retainData: boolean }) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'KYC China: derives the keys that fields are digested under, and nothing else',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElseDerives',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:GenerateMac', 'kms:VerifyMac'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': Lazy.list({ produce: () => this.#derivers }) } },
      }),
    );
  }

  /**
   * Allows deriving the key of a report. The key's own policy refuses every other principal: an administrator would have to
   * change it first, and CloudTrail records that.
   */
  grantDerive(grantee: IFunction): void {
    const { role } = grantee;
    if (!role) throw new Error('a function without a role of this stack cannot be let derive keys');
    this.#derivers.push(role.roleArn);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:GenerateMac'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } },
      }),
    );
  }
}
