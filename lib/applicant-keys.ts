import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The only key of a data key's encryption context: the report whose applicant it encrypts. */
const contextKey = 'reportId';

/**
 * What applicants are sealed with: a key in KMS that wraps a data key for each report, and the table of those wrapped
 * keys. The table is kept apart because it has no backups, and must never have any: deleting a row of it is what
 * makes an applicant unreadable in the backups of the reports table (docs/adr/0008).
 */
export class ApplicantKeys extends Construct {
  readonly table: Table;
  readonly wrappingKey: Key;
  /** The ARNs of the roles that may unwrap. */
  readonly #openers: string[] = [];

  constructor(scope: Construct, id: string, { key, retainData }: { key: IKey; retainData: boolean }) {
    super(scope, id);
    const removalPolicy = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.wrappingKey = new Key(this, 'WrappingKey', {
      description: 'KYC China: wraps the data keys that applicants are sealed with, and nothing else',
      enableKeyRotation: true,
      removalPolicy,
    });
    this.wrappingKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElseUnwraps',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': Lazy.list({ produce: () => this.#openers }) } },
      }),
    );
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'reportId', type: AttributeType.STRING },
      sortKey: { name: 'keyId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      deletionProtection: retainData,
      removalPolicy,
    });
    acknowledge(this.table, {
      'AwsSolutions-DDB3':
        'A restored row would make a deleted applicant readable again: that nothing keeps these rows is what the table is for (docs/adr/0008).',
    });
  }

  /** Allows creating and storing data keys, but not unwrapping them. */
  grantSeal(grantee: IGrantable): void {
    this.#grantWrapping(grantee, 'kms:GenerateDataKey');
    this.table.grant(grantee, 'dynamodb:PutItem');
  }

  /**
   * Allows reading and unwrapping stored data keys. The key's own policy refuses every other principal. An administrator whose
   * policies allow all of KMS would have to change the key's policy first, and CloudTrail records this.
   */
  grantOpen(grantee: IFunction): void {
    const { role } = grantee;
    if (!role) throw new Error('a function without a role of this stack cannot be let open applicants');
    this.#openers.push(role.roleArn);
    this.#grantWrapping(grantee, 'kms:Decrypt');
    this.table.grant(grantee, 'dynamodb:Query');
  }

  /** Allows finding and deleting a report's data keys, but not reading them. */
  grantShred(grantee: IGrantable): void {
    this.table.grant(grantee, 'dynamodb:Query', 'dynamodb:DeleteItem');
  }

  /** Only with the report's id as the context, and no other: a call without it is refused before KMS looks at it. */
  #grantWrapping(grantee: IGrantable, action: string): void {
    const exactly = { 'kms:EncryptionContextKeys': [contextKey] };
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [action],
        resources: [this.wrappingKey.keyArn],
        conditions: { 'ForAllValues:StringEquals': exactly, 'ForAnyValue:StringEquals': exactly },
      }),
    );
  }
}
