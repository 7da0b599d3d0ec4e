import { retentionDays } from '@kyc-china/core/retention';
import { indexSortKey, projectedAttributes, reportIndexes } from '@kyc-china/storage/report-index';
import { Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type CfnTable, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AccessKey, Grant, type IGrantable, PolicyStatement, User } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge, wildcardFinding } from './acknowledge.ts';
import { ApplicantKeys } from './applicant-keys.ts';
import { declareBucketEmptierLog } from './bucket-emptier.ts';
import { grantKeyThrough, grantObjects } from './grants.ts';
import { usedTable } from './restored-table.ts';

/**
 * Counted up to replace the link signer's access key at the next deployment. That deletes the old key, while functions
 * still keep it for up to five minutes: links of these minutes are dead (docs/runbook.md).
 */
const linkSignerKeySerial = 1;

export interface ReportStorageProps {
  readonly key: IKey;
  readonly retainData: boolean;
  /** The name of a restored table, to use in place of the stack's own. */
  readonly restoredTable: string | undefined;
}

/**
 * Where reports, their PDFs and, for as long as a verification runs, the applicant's fields and photo are kept;
 * and the one user whose key signs the links to PDFs.
 */
export class ReportStorage extends Construct {
  /** The table that is used: the stack's own, or a restored one. */
  readonly table: Table;
  readonly reportsBucket: Bucket;
  readonly intakeBucket: Bucket;
  readonly linkSignerSecret: Secret;
  readonly applicantKeys: ApplicantKeys;

  constructor(scope: Construct, id: string, { key, retainData, restoredTable }: ReportStorageProps) {
    super(scope, id);
    const removalPolicy = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const own = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retainData,
      removalPolicy,
    });
    this.#addIndexes(own);
    this.table = usedTable(this, own, restoredTable);
    this.reportsBucket = this.#bucket(
      'ReportsBucket',
      key,
      Duration.days(retentionDays.report),
      removalPolicy,
    );
    // So that a page can fetch a PDF by its link and show it. From any: the link is the secret, and no cookie is sent.
    this.reportsBucket.addCorsRule({
      allowedMethods: [HttpMethods.GET],
      allowedOrigins: ['*'],
      // A viewer reads parts of the file, its length and its name.
      allowedHeaders: ['Range'],
      exposedHeaders: ['Accept-Ranges', 'Content-Range', 'Content-Length', 'Content-Disposition'],
      maxAge: 3600,
    });
    this.intakeBucket = this.#bucket(
      'IntakeBucket',
      key,
      Duration.days(retentionDays.applicant),
      removalPolicy,
    );
    if (!retainData) declareBucketEmptierLog(Stack.of(this), key);
    this.applicantKeys = new ApplicantKeys(this, 'ApplicantKeys', { key, retainData });
    this.linkSignerSecret = this.#linkSigner(key, removalPolicy);
    acknowledge(this.reportsBucket, {
      'AwsSolutions-S1': `A server access log records each request’s URI: here that is a link to a person’s report, with the signature that opens it for ${retentionDays.pdfLink} days.`,
    });
    acknowledge(this.intakeBucket, {
      'AwsSolutions-S1':
        'Photos are reached by the roles of our functions alone and are gone when the report is complete, or by the lifecycle after a day; those functions log each step by the report’s id.',
    });
    acknowledge(this, {
      'AwsSolutions-SMG4': `The value is an IAM access key: a rotation would break links that were handed out for ${retentionDays.pdfLink} days. It is replaced by deploying with a higher serial.`,
    });
  }

  /** PDFs may be written, and deleted when their report was erased meanwhile; none may be read. */
  grantWritePdfs(grantee: IGrantable): void {
    grantObjects(grantee, this.reportsBucket, 'reports/*', 's3:PutObject', 's3:DeleteObject');
  }

  /** Reads the lists of reports: the indexes, and not the table. */
  grantList(grantee: IGrantable): void {
    const resourceArns = Object.values(reportIndexes).map(
      ({ name }) => `${this.table.tableArn}/index/${name}`,
    );
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns });
  }

  /**
   * Adds the indexes to the table's own resource: the CDK's `addGlobalSecondaryIndex` would extend every grant of the table
   * to them. CloudFormation adds one index to an existing table at a time: `-c reportIndexes=1` leaves out the second one.
   */
  #addIndexes(own: Table): void {
    const all = Object.values(reportIndexes);
    const count = Number(this.node.tryGetContext('reportIndexes') ?? all.length);
    const indexes = all.slice(0, count);
    if (indexes.length !== count || count === 0)
      throw new Error(`the context reportIndexes is a number from 1 to ${all.length}`);
    const keys = ['pk', 'sk', indexSortKey, ...indexes.map(({ partitionKey }) => partitionKey)];
    const table = own.node.defaultChild as CfnTable;
    table.attributeDefinitions = keys.map((attributeName) => ({ attributeName, attributeType: 'S' }));
    table.globalSecondaryIndexes = indexes.map(({ name, partitionKey }) => ({
      indexName: name,
      keySchema: [
        { attributeName: partitionKey, keyType: 'HASH' },
        { attributeName: indexSortKey, keyType: 'RANGE' },
      ],
      projection: { projectionType: 'INCLUDE', nonKeyAttributes: [...projectedAttributes] },
    }));
  }

  #bucket(id: string, encryptionKey: IKey, expiration: Duration, removalPolicy: RemovalPolicy): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ expiration, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy,
      // CloudFormation deletes no bucket that holds something: a function of the CDK's empties it first.
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    });
  }

  /**
   * A URL that a function signs with its role's credentials dies with them, in hours. This user's key lasts,
   * and it may do one thing: read PDFs.
   */
  #linkSigner(key: IKey, removalPolicy: RemovalPolicy): Secret {
    const user = new User(this, 'LinkSigner');
    user.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [this.reportsBucket.arnForObjects('reports/*')],
      }),
    );
    grantKeyThrough(user, key, 's3:read');
    acknowledge(user, {
      [wildcardFinding(this.reportsBucket, '/reports/*')]:
        'A PDF’s key holds its report’s random id: reading any of them is what this user is for.',
    });
    const accessKey = new AccessKey(this, 'LinkSignerKey', { user, serial: linkSignerKeySerial });
    return new Secret(this, 'LinkSignerSecret', {
      description:
        'The access key that signs the 7-day links to PDFs. Rotated by deploying with a higher serial.',
      encryptionKey: key,
      removalPolicy,
      secretObjectValue: {
        accessKeyId: SecretValue.unsafePlainText(accessKey.accessKeyId),
        secretAccessKey: accessKey.secretAccessKey,
      },
    });
  }
}
