import { retentionDays } from '@kyc-china/core/retention';
import { clientAttributes } from '@kyc-china/storage/client-attributes';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { usedTable } from './restored-table.ts';

export interface ClientRegistryProps {
  readonly key: IKey;
  readonly retainData: boolean;
  /** The name of a restored table, to use in place of the stack's own. */
  readonly restoredTable: string | undefined;
}

/** Who may call the API, and the key that signs the tokens they poll with. */
export class ClientRegistry extends Construct {
  /** The table that is used: the stack's own, or a restored one. */
  readonly table: Table;
  readonly tokenKeySecret: Secret;

  constructor(scope: Construct, id: string, { key, retainData, restoredTable }: ClientRegistryProps) {
    super(scope, id);
    const removalPolicy = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const own = new Table(this, 'Table', {
      partitionKey: { name: 'clientId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retainData,
      removalPolicy,
    });
    this.table = usedTable(this, own, restoredTable);
    this.tokenKeySecret = new Secret(this, 'TokenKey', {
      description: 'The HS256 keys of the tokens that reports are polled with.',
      encryptionKey: key,
      removalPolicy,
      // Generates the first key. `npm run token-key` keeps later keys in the same secret. A change here makes CloudFormation
      // generate the secret again: the API would then refuse every valid token.
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ kid: '1' }),
        generateStringKey: 'secret',
        passwordLength: 64,
        excludePunctuation: true,
      },
    });
    acknowledge(this.tokenKeySecret, {
      'AwsSolutions-SMG4': `A key must stay readable for the ${retentionDays.token} days of the tokens that it signed: \`npm run token-key\` adds and retires keys with that overlap, which a scheduled rotation does not know.`,
    });
  }

  /**
   * Lets a function read the attributes of a client that it needs, and no others: its call must name them. A call that
   * names none would read the whole row, and names no attribute but the key.
   */
  grantRead(grantee: IGrantable, reader: keyof typeof clientAttributes): void {
    const names = [...clientAttributes[reader]];
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem'],
        resources: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': names },
          'ForAnyValue:StringEquals': {
            'dynamodb:Attributes': names.filter((name) => name !== 'clientId'),
          },
          StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
        },
      }),
    );
  }
}
