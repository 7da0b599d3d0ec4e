import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/**
 * The hashes of issued reports and PDFs, in a table of their own: it outlives the reports by years, and the public function that
 * reads it can read nothing else (docs/adr/0025).
 */
export class IssuedHashTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { key, retainData }: { key: IKey; retainData: boolean }) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'sha256', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Allows recording and marking hashes, and not reading them. */
  grantRecord(grantee: IGrantable): void {
    this.table.grant(grantee, 'dynamodb:UpdateItem');
  }

  /** Allows looking up a hash that the caller knows, and not listing any. */
  grantLookUp(grantee: IGrantable): void {
    this.table.grant(grantee, 'dynamodb:GetItem');
  }
}
