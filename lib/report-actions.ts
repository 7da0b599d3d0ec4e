import { ArnFormat, type CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { environment as eraserVariables } from '../lambdas/eraser/environment.ts';
import { environment as resendVariables } from '../lambdas/resend/environment.ts';
import { acknowledge, wildcardFinding } from './acknowledge.ts';
import { grantKeyThrough, grantObjects } from './grants.ts';
import { KycFunction } from './kyc-function.ts';
import type { ReportStorage } from './report-storage.ts';

export interface ReportActionsProps {
  readonly key: IKey;
  readonly storage: ReportStorage;
  readonly stateMachine: StateMachine;
}

/** The functions by which a client changes a report of its own. Each has a role of its own: reading needs none of these rights. */
export class ReportActions extends Construct {
  /** Erases a report. */
  readonly eraser: LambdaFunction;
  /** Sends a webhook again. */
  readonly resend: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReportActionsProps) {
    super(scope, id);
    this.eraser = this.#eraserFunction(props);
    this.resend = this.#resendFunction(props);
  }

  #eraserFunction({ key, storage, stateMachine }: ReportActionsProps) {
    const { table, applicantKeys, reportsBucket, intakeBucket } = storage;
    const eraser = new KycFunction(this, 'Eraser', {
      folder: 'eraser',
      variables: eraserVariables,
      environment: {
        REPORTS_TABLE: table.tableName,
        APPLICANT_KEYS_TABLE: applicantKeys.table.tableName,
        REPORTS_BUCKET: reportsBucket.bucketName,
        INTAKE_BUCKET: intakeBucket.bucketName,
        STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      },
      memoryMiB: 512,
      timeout: Duration.seconds(25),
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    table.grant(
      eraser,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    applicantKeys.grantShred(eraser);
    for (const [bucket, keys] of [
      [reportsBucket, 'reports/*'],
      [intakeBucket, 'photos/*'],
    ] as const) {
      // Reading, because S3 answers whether an object exists only to who may read it.
      grantObjects(eraser, bucket, keys, 's3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion');
      Grant.addToPrincipal({
        grantee: eraser,
        actions: ['s3:GetBucketVersioning', 's3:ListBucketVersions'],
        resourceArns: [bucket.bucketArn],
      });
      acknowledge(eraser, {
        [wildcardFinding(bucket, `/${keys}`)]:
          'An object’s key holds its report’s random id: any of them may be the one to erase.',
      });
    }
    stateMachine.grantStartExecution(eraser);
    this.#grantStop(eraser, stateMachine);
    grantKeyThrough(eraser, key, 'dynamodb:write', 's3:read', 'states:start');
    return eraser;
  }

  #resendFunction({ key, storage, stateMachine }: ReportActionsProps) {
    const resend = new KycFunction(this, 'Resend', {
      folder: 'resend',
      variables: resendVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      },
      memoryMiB: 512,
      timeout: Duration.seconds(10),
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    storage.table.grant(resend, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    stateMachine.grantStartExecution(resend);
    this.#grantStop(resend, stateMachine);
    grantKeyThrough(resend, key, 'dynamodb:write', 'states:start');
    return resend;
  }

  /** Allows stopping the machine's executions. Reading what one did is not allowed, only whether it runs. */
  #grantStop(grantee: LambdaFunction, stateMachine: StateMachine): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    Grant.addToPrincipal({
      grantee,
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resourceArns: [executions],
    });
    const { region } = Stack.of(this);
    const machine = Stack.of(this).getLogicalId(stateMachine.node.defaultChild as CfnElement);
    const reason =
      'The executions of the one machine: their names hold the random ids of reports, so that any may be the one.';
    // The CDK writes the partition as it is, or as a reference, by its feature flags.
    for (const partition of ['aws', '<AWS::Partition>'])
      acknowledge(grantee, {
        [`AwsSolutions-IAM5[Resource::arn:${partition}:states:${region}:<AWS::AccountId>:execution:<${machine}.Name>:*]`]:
          reason,
      });
  }
}
