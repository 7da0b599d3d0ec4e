import { readFileSync } from 'node:fs';
import { longestSubCheckMs } from '@kyc-china/core/run-sub-check';
import { webhookFunctionSeconds } from '@kyc-china/core/webhook-schedule';
import { longestAskingSeconds } from '@kyc-china/providers/providers';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { environment as aggregatorVariables } from '../lambdas/aggregator/environment.ts';
import { environment as markFailedVariables } from '../lambdas/mark-failed/environment.ts';
import { environment as subCheckVariables } from '../lambdas/sub-check/environment.ts';
import { environment as webhookVariables } from '../lambdas/webhook/environment.ts';
import { acknowledge, wildcardFinding } from './acknowledge.ts';
import type { ClientRegistry } from './client-registry.ts';
import { executionLogPrefix, withFixedPolicy } from './data-key.ts';
import { grantKeyThrough, grantObjects, grantSecretValue } from './grants.ts';
import type { IssuedHashTable } from './issued-hash-table.ts';
import { KycFunction } from './kyc-function.ts';
import { projectFile } from './project-file.ts';
import type { ReportSigning } from './report-signing.ts';
import type { ReportStorage } from './report-storage.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import { UpstreamCredentials } from './upstream-credentials.ts';

export interface VerificationWorkflowProps {
  readonly stage: StageConfiguration;
  readonly key: IKey;
  readonly storage: ReportStorage;
  readonly clients: ClientRegistry;
  readonly signing: ReportSigning;
  readonly issuedHashes: IssuedHashTable;
  /** The API's own address, without a slash at its end. */
  readonly apiUrl: string;
}

/** The time that a sub-check needs around the call: claim, read, store. */
const timeAroundCall = Duration.seconds(5);

/**
 * The sub-check function's timeout. It is longer than the total of all sources of a route and the work around the calls. It is
 * shorter than the state's timeout, so that no claim's holder still calls a provider when its task is retried.
 */
const subCheckTimeout = Duration.millis(longestSubCheckMs);

/** @throws RangeError if the function could time out during a call: the response would be lost, and may be billed. */
function checkRoutes({ name, upstream }: StageConfiguration): void {
  const most = subCheckTimeout.toSeconds() - timeAroundCall.toSeconds();
  const longest = longestAskingSeconds(upstream);
  if (longest > most)
    throw new RangeError(
      `the providers that serve one sub-check on the stage ${name} may take ${longest} s together, and a sub-check has ${most} s: lower their timeoutSeconds, or shorten the route`,
    );
}

function machineNameOf(scope: Construct): string {
  return `${Stack.of(scope).stackName}-verification`;
}

/** Returns the machine's ARN by its name: a function that a state calls cannot refer to the machine, which refers to it. */
function machineArnOf(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: machineNameOf(scope),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The state machine of `statemachine/verification.asl.json` and the functions of its states. */
export class VerificationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly log: LogGroup;
  readonly subCheck: LambdaFunction;
  readonly aggregator: LambdaFunction;
  readonly webhook: LambdaFunction;
  readonly markFailed: LambdaFunction;

  constructor(scope: Construct, id: string, props: VerificationWorkflowProps) {
    super(scope, id);
    const subCheck = this.#subCheckFunction(props);
    const aggregator = this.#aggregatorFunction(props);
    const webhook = this.#webhookFunction(props);
    const markFailed = this.#markFailedFunction(props);
    const functions = [subCheck, aggregator, webhook, markFailed];
    this.subCheck = subCheck;
    this.aggregator = aggregator;
    this.webhook = webhook;
    this.markFailed = markFailed;
    this.log = new LogGroup(this, 'StateMachineLog', {
      logGroupName: `${executionLogPrefix(Stack.of(this))}verification`,
      retention: RetentionDays.ONE_MONTH,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      // Named, because the CDK lets the machine's role use the key for a machine of this name: without one, it
      // writes a condition that no machine meets, and KMS refuses every execution.
      stateMachineName: machineNameOf(this),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(
        readFileSync(projectFile('statemachine', 'verification.asl.json'), 'utf8'),
      ),
      definitionSubstitutions: {
        // Versions: an execution, which may take days, ends on the code that it started with (docs/adr/0012).
        SubCheckFunctionArn: subCheck.currentVersion.functionArn,
        AggregatorFunctionArn: aggregator.currentVersion.functionArn,
        WebhookFunctionArn: webhook.currentVersion.functionArn,
        MarkFailedFunctionArn: markFailed.currentVersion.functionArn,
      },
      tracingEnabled: true,
      // The CDK would let the delivery of logs decrypt for any account.
      encryptionConfiguration: new CustomerManagedEncryptionConfiguration(
        withFixedPolicy(this, 'StateMachineKey', props.key),
      ),
      logs: {
        destination: this.log,
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    // A definition given as text grants nothing by itself.
    Grant.addToPrincipal({
      grantee: this.stateMachine,
      actions: ['lambda:InvokeFunction'],
      resourceArns: functions.map(({ functionArn }) => `${functionArn}:*`),
    });
    acknowledge(this.stateMachine, {
      ...Object.fromEntries(
        functions.map((invoked) => [
          wildcardFinding(invoked, ':*'),
          'Executions of earlier definitions call earlier versions: every version of the function, and nothing else.',
        ]),
      ),
      'AwsSolutions-IAM5[Resource::*]':
        'Sending traces, and setting up the delivery of vended logs, can only be allowed on all resources.',
    });
  }

  #subCheckFunction({ stage, key, storage }: VerificationWorkflowProps) {
    checkRoutes(stage);
    const credentials = new UpstreamCredentials(this, 'UpstreamCredentials', { stage, key });
    const subCheck = new KycFunction(this, 'SubCheck', {
      folder: 'sub-check',
      variables: subCheckVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        INTAKE_BUCKET: storage.intakeBucket.bucketName,
        APPLICANT_KEYS_TABLE: storage.applicantKeys.table.tableName,
        APPLICANT_KEY_ARN: storage.applicantKeys.wrappingKey.keyArn,
        UPSTREAM_ROUTING: JSON.stringify(stage.upstream),
        UPSTREAM_SECRETS: credentials.arns,
        SIMULATOR_LATENCY_MS: String(stage.simulatorLatencyMs ?? ''),
      },
      memoryMiB: 512,
      timeout: subCheckTimeout,
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    storage.table.grant(
      subCheck,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    grantObjects(subCheck, storage.intakeBucket, 'photos/*', 's3:GetObject');
    storage.applicantKeys.grantOpen(subCheck);
    credentials.grantRead(subCheck);
    grantKeyThrough(subCheck, key, 'dynamodb:write', 's3:read', 'secretsmanager:read');
    acknowledge(subCheck, {
      [wildcardFinding(storage.intakeBucket, '/photos/*')]:
        'A photo’s key is its report’s random id: any of them may be the one of the verification at work.',
    });
    return subCheck;
  }

  #aggregatorFunction(props: VerificationWorkflowProps) {
    const { stage, key, storage, signing, clients, issuedHashes, apiUrl } = props;
    const aggregator = new KycFunction(this, 'Aggregator', {
      folder: 'aggregator',
      variables: aggregatorVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        CLIENTS_TABLE: clients.table.tableName,
        INTAKE_BUCKET: storage.intakeBucket.bucketName,
        APPLICANT_KEYS_TABLE: storage.applicantKeys.table.tableName,
        REPORTS_BUCKET: storage.reportsBucket.bucketName,
        ISSUED_HASHES_TABLE: issuedHashes.table.tableName,
        ISSUED_HASH_YEARS: String(stage.issuedHashYears),
        VERIFICATION_BASE_URL: stage.publicUrl ?? apiUrl,
        CLIENT_PRICES: JSON.stringify(stage.clientPrices.prices),
        ...signing.environment,
      },
      memoryMiB: 1024,
      timeout: Duration.seconds(25),
      files: { script: 'lib/fonts/report-fonts.ts', folder: 'fonts' },
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    storage.table.grant(
      aggregator,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    clients.grantRead(aggregator, 'aggregator');
    this.#grantApplicantRemoval(aggregator, storage);
    storage.grantWritePdfs(aggregator);
    issuedHashes.grantRecord(aggregator);
    signing.grantSign(aggregator);
    grantKeyThrough(aggregator, key, 'dynamodb:write', 's3:write');
    acknowledge(aggregator, {
      [wildcardFinding(storage.reportsBucket, '/reports/*')]:
        'A PDF’s key is its report’s random id: any of them may be the one to be written.',
    });
    return aggregator;
  }

  /** A function of its own: it needs no PDF and writes no result, so its role cannot. */
  #markFailedFunction({ key, storage }: VerificationWorkflowProps) {
    const markFailed = new KycFunction(this, 'MarkFailed', {
      folder: 'mark-failed',
      variables: markFailedVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        INTAKE_BUCKET: storage.intakeBucket.bucketName,
        APPLICANT_KEYS_TABLE: storage.applicantKeys.table.tableName,
        STATE_MACHINE_ARN: machineArnOf(this),
      },
      memoryMiB: 512,
      timeout: Duration.seconds(25),
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    storage.table.grant(markFailed, 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
    this.#grantApplicantRemoval(markFailed, storage);
    Grant.addToPrincipal({
      grantee: markFailed,
      actions: ['states:StartExecution'],
      resourceArns: [machineArnOf(this)],
    });
    grantKeyThrough(markFailed, key, 'dynamodb:write', 'states:start');
    return markFailed;
  }

  /** Allows deleting an applicant's photo and data keys, and reading neither. */
  #grantApplicantRemoval(grantee: LambdaFunction, { intakeBucket, applicantKeys }: ReportStorage): void {
    grantObjects(grantee, intakeBucket, 'photos/*', 's3:DeleteObject');
    applicantKeys.grantShred(grantee);
    acknowledge(grantee, {
      [wildcardFinding(intakeBucket, '/photos/*')]:
        'A photo’s key is its report’s random id: any of them may be the one of the verification at work.',
    });
  }

  /** Apart from the aggregator, because strangers decide how long it takes: nothing that is paid for waits behind it. */
  #webhookFunction({ stage, key, storage, clients }: VerificationWorkflowProps) {
    const webhook = new KycFunction(this, 'Webhook', {
      folder: 'webhook',
      variables: webhookVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        CLIENTS_TABLE: clients.table.tableName,
        REPORTS_BUCKET: storage.reportsBucket.bucketName,
        LINK_SIGNER_SECRET_ARN: storage.linkSignerSecret.secretArn,
        // The schedule as it is; a run on one machine may shorten it.
        WEBHOOK_WAIT_FACTOR: '1',
        WEBHOOK_POSTS_PER_CLIENT: String(stage.webhookPostsPerClient),
      },
      memoryMiB: 512,
      timeout: Duration.seconds(webhookFunctionSeconds),
      reservedConcurrency: stage.reservedConcurrency?.webhook,
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    storage.table.grant(webhook, 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
    clients.grantRead(webhook, 'webhook');
    grantSecretValue(webhook, storage.linkSignerSecret);
    grantKeyThrough(webhook, key, 'dynamodb:write', 'secretsmanager:read');
    return webhook;
  }
}
