import { offersOf } from '@kyc-china/providers/providers';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  ApiKeySourceType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  Period,
  RequestAuthorizer,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environment as authorizerVariables } from '../lambdas/authorizer/environment.ts';
import { environment as initiateVariables } from '../lambdas/initiate/environment.ts';
import { environment as pollVariables } from '../lambdas/poll/environment.ts';
import { environment as reportsVariables } from '../lambdas/reports/environment.ts';
import { acknowledge, wildcardFinding } from './acknowledge.ts';
import type { ClientRegistry } from './client-registry.ts';
import { addGatewayAnswers } from './gateway-answers.ts';
import { grantKeyThrough, grantObjects, grantSecretValue } from './grants.ts';
import { KycFunction } from './kyc-function.ts';
import { ReportActions } from './report-actions.ts';
import type { ReportStorage } from './report-storage.ts';
import {
  authorizationRememberedSeconds,
  type StageConfiguration,
  usagePlanNameOf,
} from './stage-configuration.ts';
import { usageFunction } from './usage-function.ts';
import type { VerificationWorkflow } from './verification-workflow.ts';

export interface ApiProps {
  readonly stage: StageConfiguration;
  readonly key: IKey;
  readonly storage: ReportStorage;
  readonly clients: ClientRegistry;
  readonly workflow: VerificationWorkflow;
}

/** The REST API: its routes, who may call them, and the functions behind them. */
export class Api extends Construct {
  readonly restApi: RestApi;
  /** Its functions, by the name of their folder. */
  readonly functions: Readonly<
    Record<'authorizer' | 'initiate' | 'poll' | 'reports' | 'eraser' | 'resend' | 'usage', LambdaFunction>
  >;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { stage, key } = props;
    this.restApi = new RestApi(this, 'RestApi', {
      // CloudWatch tells APIs apart by their names alone: of two stages in one account, each would count the other's.
      restApiName: `kyc-china-${stage.name}`,
      description: `KYC China, ${stage.name}: verifications and their reports`,
      endpointTypes: [EndpointType.REGIONAL],
      apiKeySourceType: ApiKeySourceType.AUTHORIZER,
      // The account's role for API Gateway's logs: without one, a fresh account refuses the access log.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: stage.name,
        tracingEnabled: true,
        metricsEnabled: true,
        throttlingRateLimit: stage.throttle.ratePerSecond,
        throttlingBurstLimit: stage.throttle.burst,
        accessLogDestination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: RetentionDays.ONE_MONTH,
            encryptionKey: key,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        accessLogFormat: accessLogFormat(),
      },
    });
    // The stack's own output ApiUrl says the same.
    this.restApi.node.tryRemoveChild('Endpoint');
    addGatewayAnswers(this.restApi);
    this.#addUsagePlans(stage);

    const actions = new ReportActions(this, 'ReportActions', {
      key,
      storage: props.storage,
      stateMachine: props.workflow.stateMachine,
    });
    this.functions = {
      authorizer: this.#authorizerFunction(props),
      initiate: this.#initiateFunction(props),
      poll: this.#pollFunction(props),
      reports: this.#reportsFunction(props),
      usage: usageFunction(this, props),
      eraser: actions.eraser,
      resend: actions.resend,
    };
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: this.functions.authorizer,
      // A key may be bound to networks: an answer for one source address must not be used for another.
      identitySources: [
        IdentitySource.header('x-client-id'),
        IdentitySource.header('x-client-secret'),
        IdentitySource.context('identity.sourceIp'),
      ],
      resultsCacheTtl: Duration.seconds(authorizationRememberedSeconds),
    });
    // The gateway's test invocation passes by the authorizer and the usage plans.
    const integration = { allowTestInvoke: false };
    const initiate = new LambdaIntegration(this.functions.initiate, integration);
    const poll = new LambdaIntegration(this.functions.poll, integration);
    const readReports = new LambdaIntegration(this.functions.reports, integration);
    const guarded = { authorizer, apiKeyRequired: true };
    const china = this.restApi.root.addResource('kyc').addResource('cn');
    china.addMethod('POST', initiate, guarded);
    china.addResource('request').addMethod('POST', initiate, guarded);
    china.addResource('poll').addMethod('POST', poll, guarded);
    const reports = china.addResource('reports');
    reports.addMethod('GET', readReports, guarded);
    const report = reports.addResource('{reportId}');
    report.addMethod('GET', readReports, guarded);
    report.addMethod('DELETE', new LambdaIntegration(this.functions.eraser, integration), guarded);
    report.addResource('events').addMethod('GET', readReports, guarded);
    report
      .addResource('webhook')
      .addMethod('POST', new LambdaIntegration(this.functions.resend, integration), guarded);
    const usage = new LambdaIntegration(this.functions.usage, integration);
    china.addResource('usage').addMethod('GET', usage, guarded);
    acknowledge(this.restApi, {
      'AwsSolutions-COG4':
        'Every method has the project’s own authorizer: clients are companies with a secret, not users of a pool.',
      'AwsSolutions-APIG2':
        'The functions check bodies against the contract’s schemas and report every problem at once; the gateway’s own check would answer with the first, in a shape that is not the contract’s.',
      'AwsSolutions-APIG6':
        'The access log tells who called what. Execution logs can hold headers and bodies, so secrets and persons: they stay off.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'The policy that API Gateway documents for the account’s logging role; it allows writing logs alone.',
    });
    if (!stage.firewall)
      acknowledge(this.restApi, {
        'AwsSolutions-APIG3':
          'This stage verifies no real person and bills no client: its configuration leaves the firewall out, and usage plans limit it.',
      });
  }

  /** Every call is throttled and counted by the plan of its client; the authorizer says whose it is. */
  #addUsagePlans({ name, usagePlans }: StageConfiguration): void {
    for (const [plan, { ratePerSecond, burst, callsPerMonth }] of Object.entries(usagePlans))
      this.restApi.addUsagePlan(`UsagePlan-${plan}`, {
        name: usagePlanNameOf(name, plan),
        description: `The clients of KYC China (${name}) with the plan ${plan}`,
        throttle: { rateLimit: ratePerSecond, burstLimit: burst },
        quota: { limit: callsPerMonth, period: Period.MONTH },
        apiStages: [{ stage: this.restApi.deploymentStage }],
      });
  }

  #authorizerFunction({ stage, key, clients }: ApiProps) {
    const authorizer = new KycFunction(this, 'AuthorizerFunction', {
      folder: 'authorizer',
      variables: authorizerVariables,
      environment: { CLIENTS_TABLE: clients.table.tableName },
      memoryMiB: 512,
      timeout: Duration.seconds(10),
      reservedConcurrency: stage.reservedConcurrency?.authorizer,
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    clients.grantRead(authorizer, 'authorizer');
    grantKeyThrough(authorizer, key, 'dynamodb:read');
    return authorizer;
  }

  #initiateFunction({ stage, key, storage, clients, workflow }: ApiProps) {
    const initiate = new KycFunction(this, 'Initiate', {
      folder: 'initiate',
      variables: initiateVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        INTAKE_BUCKET: storage.intakeBucket.bucketName,
        APPLICANT_KEYS_TABLE: storage.applicantKeys.table.tableName,
        APPLICANT_KEY_ARN: storage.applicantKeys.wrappingKey.keyArn,
        STATE_MACHINE_ARN: workflow.stateMachine.stateMachineArn,
        TOKEN_KEY_SECRET_ARN: clients.tokenKeySecret.secretArn,
        OFFERS: JSON.stringify(offersOf(stage.upstream)),
        CONSENT_REQUIRED_FOR: JSON.stringify(stage.consent?.requiredFor ?? {}),
      },
      memoryMiB: 1024,
      timeout: Duration.seconds(25),
      reservedConcurrency: stage.reservedConcurrency?.initiate,
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Deleting, for an applicant that a slow repetition stored after its report stood (start-verification.ts).
    storage.table.grant(
      initiate,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    grantObjects(initiate, storage.intakeBucket, 'photos/*', 's3:PutObject', 's3:DeleteObject');
    storage.applicantKeys.grantSeal(initiate);
    storage.applicantKeys.grantShred(initiate);
    workflow.stateMachine.grantStartExecution(initiate);
    grantSecretValue(initiate, clients.tokenKeySecret);
    grantKeyThrough(initiate, key, 'dynamodb:write', 's3:write', 'secretsmanager:read', 'states:start');
    acknowledge(initiate, {
      [wildcardFinding(storage.intakeBucket, '/photos/*')]:
        'A photo’s key is its report’s random id: any of them may be the one of the verification at work.',
    });
    return initiate;
  }

  #pollFunction({ stage, key, storage, clients }: ApiProps) {
    const poll = new KycFunction(this, 'Poll', {
      folder: 'poll',
      variables: pollVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        REPORTS_BUCKET: storage.reportsBucket.bucketName,
        TOKEN_KEY_SECRET_ARN: clients.tokenKeySecret.secretArn,
        LINK_SIGNER_SECRET_ARN: storage.linkSignerSecret.secretArn,
      },
      memoryMiB: 512,
      timeout: Duration.seconds(10),
      reservedConcurrency: stage.reservedConcurrency?.poll,
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Updating, for the note of who read what.
    storage.table.grant(poll, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem');
    grantSecretValue(poll, clients.tokenKeySecret);
    grantSecretValue(poll, storage.linkSignerSecret);
    grantKeyThrough(poll, key, 'dynamodb:write', 'secretsmanager:read');
    return poll;
  }

  #reportsFunction({ stage, key, storage }: ApiProps) {
    const reports = new KycFunction(this, 'Reports', {
      folder: 'reports',
      variables: reportsVariables,
      environment: {
        REPORTS_TABLE: storage.table.tableName,
        REPORTS_BUCKET: storage.reportsBucket.bucketName,
        LINK_SIGNER_SECRET_ARN: storage.linkSignerSecret.secretArn,
      },
      memoryMiB: 512,
      timeout: Duration.seconds(10),
      reservedConcurrency: stage.reservedConcurrency?.reports,
      logKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Updating, for the note of who read what.
    storage.table.grant(reports, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem');
    storage.grantList(reports);
    grantSecretValue(reports, storage.linkSignerSecret);
    grantKeyThrough(reports, key, 'dynamodb:write', 'secretsmanager:read');
    return reports;
  }
}

/**
 * Who called what, and how it went: no header, no body, no address, and no path, which the caller chose. The functions' logs
 * name the report of a request by the same requestId. What a call does not have is `-`.
 */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      clientId: AccessLogField.contextAuthorizer('clientId'),
      route: `${AccessLogField.contextHttpMethod()} ${AccessLogField.contextResourcePath()}`,
      status: AccessLogField.contextStatus(),
      latencyMs: AccessLogField.contextResponseLatency(),
      requestedAt: AccessLogField.contextRequestTimeEpoch(),
      keyId: AccessLogField.contextAuthorizer('keyId'),
      traceId: AccessLogField.contextXrayTraceId(),
      // Why: THROTTLED and QUOTA_EXCEEDED are one 429, and a 503 is a function's or the authorizer's.
      responseType: AccessLogField.contextErrorResponseType(),
      functionStatus: AccessLogField.contextIntegrationStatus(),
      functionMs: AccessLogField.contextIntegrationLatency(),
      authorizerStatus: AccessLogField.contextAuthorizerStatus(),
      authorizerMs: AccessLogField.contextAuthorizerLatency(),
      firewallStatus: AccessLogField.contextWafStatus(),
    }),
  );
}
