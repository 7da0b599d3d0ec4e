import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge-wildcards.ts';
import type { ClientRegistry } from './client-registry.ts';
import { grantKeyThrough, keyActions } from './grants.ts';
import type { IssuedHashTable } from './issued-hash-table.ts';
import type { ReportStorage } from './report-storage.ts';
import {
  operatorPolicyNameOf,
  type StageConfiguration,
  upstreamSecretNameOf,
} from './stage-configuration.ts';

export interface OperatorPoliciesProps {
  readonly stage: StageConfiguration;
  readonly key: IKey;
  readonly storage: ReportStorage;
  readonly issuedHashes: IssuedHashTable;
  readonly clients: ClientRegistry;
  readonly stateMachine: StateMachine;
  readonly topic: ITopic;
}

/** A use of the stage's key through another service. */
type KeyUse = Parameters<typeof grantKeyThrough>[2];

/** One policy: what it allows beyond finding the stage's stack. */
interface OperatorPolicy {
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
  readonly keyUses?: readonly KeyUse[];
}

/** Why a policy names more than one resource or action by a wildcard, by service. */
const wildcards = {
  '*': 'What is allowed on all resources here cannot be allowed on fewer.',
  apigateway: 'An API key has an id that API Gateway makes up, and no name in its ARN.',
  cloudformation: 'A stack’s ARN ends with an id that the stack itself cannot know.',
  kms: 'AWS documents these actions as families, for what DynamoDB asks of a table’s key.',
  logs: 'The log groups of the stack, whose names CloudFormation makes up after the stack’s.',
  s3: 'An object’s key is its report’s random id: any of them may be the one that is erased.',
  secretsmanager: 'A secret’s ARN ends with characters that Secrets Manager makes up.',
  states: 'An execution’s name is its report’s random id.',
};

function allow(resource: string | readonly string[], ...actions: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource].flat() });
}

/**
 * A managed policy for each of the operators' commands, and one for readers of the AWS console. Each allows the calls of its
 * command, and no other. They are attached to no person: the account's administrator attaches them to the roles or permission
 * sets of people (docs/guides/operators.md).
 */
export class OperatorPolicies extends Construct {
  readonly #props: OperatorPoliciesProps;

  constructor(scope: Construct, id: string, props: OperatorPoliciesProps) {
    super(scope, id);
    this.#props = props;
    this.#policy('Erase', 'erase', this.#erase());
    this.#policy('Redrive', 'redrive', this.#redrive());
    this.#policy('Webhooks', 'webhooks', this.#webhooks());
    this.#policy('Clients', 'clients', this.#clients());
    this.#policy('DecisionPolicy', 'policy', this.#decisionPolicy());
    this.#policy('TokenKey', 'token-key', this.#tokenKey());
    this.#policy('Check', 'check', this.#check());
    this.#policy('ProviderCredentials', 'provider-credentials', this.#providerCredentials());
    this.#policy('VerifyReport', 'verify-report', this.#verifyReport());
    this.#policy('Reader', 'reader', this.#reader());
  }

  #policy(id: string, name: string, { description, statements, keyUses = [] }: OperatorPolicy): void {
    const { stage, key } = this.#props;
    // How a command finds the stage.
    const stack = this.#arn('cloudformation', `stack/${Stack.of(this).stackName}/*`);
    const policy = new ManagedPolicy(this, id, {
      managedPolicyName: operatorPolicyNameOf(stage.name, name),
      description: `KYC China (${stage.name}): ${description}`,
      statements: [allow(stack, 'cloudformation:DescribeStacks'), ...statements],
    });
    grantKeyThrough(policy, key, ...keyUses);
    const actions = keyUses.flatMap((use) => keyActions[use]);
    acknowledgeWildcards(policy, [allow(stack), allow(key.keyArn, ...actions), ...statements], wildcards);
  }

  #erase(): OperatorPolicy {
    const { issuedHashes, storage } = this.#props;
    const { table, applicantKeys, reportsBucket, intakeBucket } = storage;
    const objects = [reportsBucket.arnForObjects('reports/*'), intakeBucket.arnForObjects('photos/*')];
    return {
      description: 'npm run erase',
      statements: [
        allow(
          table.tableArn,
          ...rowActions('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'),
        ),
        allow(applicantKeys.table.tableArn, ...rowActions('Query', 'DeleteItem')),
        allow(issuedHashes.table.tableArn, ...rowActions('UpdateItem')),
        allow(
          [reportsBucket.bucketArn, intakeBucket.bucketArn],
          's3:GetBucketVersioning',
          's3:ListBucket',
          's3:ListBucketVersions',
        ),
        // GetObject is what HeadObject needs. Without the key through S3, no object can be read.
        allow(objects, 's3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion'),
        allow(this.#executions(), 'states:DescribeExecution', 'states:StopExecution'),
      ],
      keyUses: ['dynamodb:write', 'states:start'],
    };
  }

  #redrive(): OperatorPolicy {
    const { storage, stateMachine } = this.#props;
    return {
      description: 'npm run redrive, and stopping an execution that is stuck',
      statements: [
        allow(storage.table.tableArn, ...rowActions('GetItem', 'UpdateItem')),
        allow(stateMachine.stateMachineArn, 'states:ListExecutions', 'states:StartExecution'),
        allow(this.#executions(), 'states:DescribeExecution', 'states:StopExecution'),
      ],
      keyUses: ['dynamodb:write', 'states:start'],
    };
  }

  #webhooks(): OperatorPolicy {
    const { storage, stateMachine } = this.#props;
    return {
      description: 'npm run webhooks',
      statements: [
        allow(storage.table.tableArn, ...rowActions('GetItem', 'PutItem', 'UpdateItem', 'Query', 'Scan')),
        allow(stateMachine.stateMachineArn, 'states:StartExecution'),
        allow(this.#executions(), 'states:DescribeExecution', 'states:StopExecution'),
      ],
      keyUses: ['dynamodb:write', 'states:start'],
    };
  }

  #clients(): OperatorPolicy {
    const apiKeys = this.#apiGateway('apikeys');
    return {
      description: 'npm run clients',
      statements: [
        allow(this.#props.clients.table.tableArn, ...rowActions('GetItem', 'PutItem', 'UpdateItem', 'Scan')),
        // The subcommand usage.
        allow(this.#props.storage.table.tableArn, ...rowActions('GetItem')),
        allow(this.#apiGateway('usageplans'), 'apigateway:GET'),
        allow([apiKeys, this.#apiGateway('usageplans/*/keys')], 'apigateway:POST'),
        // An API key has no name in its ARN: those of the account's other APIs cannot be left out.
        allow(`${apiKeys}/*`, 'apigateway:PATCH', 'apigateway:DELETE'),
      ],
      keyUses: ['dynamodb:write'],
    };
  }

  #decisionPolicy(): OperatorPolicy {
    const { tableArn } = this.#props.clients.table;
    return {
      description: 'npm run clients -- policy',
      statements: [
        allow(tableArn, 'dynamodb:GetItem'),
        new PolicyStatement({
          actions: ['dynamodb:UpdateItem'],
          resources: [tableArn],
          conditions: {
            'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['clientId', 'policy', 'policyDigests'] },
          },
        }),
      ],
      keyUses: ['dynamodb:write'],
    };
  }

  #tokenKey(): OperatorPolicy {
    const { secretArn } = this.#props.clients.tokenKeySecret;
    return {
      description: 'npm run token-key',
      statements: [allow(secretArn, ...secretActions)],
      keyUses: ['secretsmanager:write'],
    };
  }

  #check(): OperatorPolicy {
    const { storage, clients, stateMachine, topic } = this.#props;
    const expiring = [storage.table.tableArn, storage.applicantKeys.table.tableArn];
    return {
      description: 'npm run check; with the policy provider-credentials it checks those too',
      statements: [
        allow(stateMachine.stateMachineArn, 'states:ListExecutions'),
        allow(storage.table.tableArn, 'dynamodb:GetItem'),
        allow(topic.topicArn, 'sns:ListSubscriptionsByTopic'),
        allow(expiring, 'dynamodb:DescribeTimeToLive'),
        allow([...expiring, clients.table.tableArn], 'dynamodb:DescribeContinuousBackups'),
      ],
      keyUses: ['dynamodb:read'],
    };
  }

  #providerCredentials(): OperatorPolicy {
    const { stage } = this.#props;
    // Secrets Manager adds a hyphen and six characters to a secret's name.
    const secrets = this.#arn('secretsmanager', `secret:${upstreamSecretNameOf(stage.name, '*')}`);
    return {
      description: 'put and check the credentials of the upstream providers',
      statements: [allow(secrets, ...secretActions)],
      keyUses: ['secretsmanager:write'],
    };
  }

  #verifyReport(): OperatorPolicy {
    return {
      description: 'npm run verify-report',
      statements: [allow(this.#props.storage.table.tableArn, 'dynamodb:GetItem')],
      keyUses: ['dynamodb:read'],
    };
  }

  /** Executions, logs, alarms, the dashboard and traces: ids and outcomes, and nothing about a person. */
  #reader(): OperatorPolicy {
    const { stackName } = Stack.of(this);
    const { stateMachineArn } = this.#props.stateMachine;
    return {
      description: 'read executions, logs, alarms, the dashboard and traces in the AWS console',
      statements: [
        allow(stateMachineArn, 'states:DescribeStateMachine', 'states:ListExecutions'),
        allow(
          this.#executions(),
          'states:DescribeExecution',
          'states:DescribeStateMachineForExecution',
          'states:GetExecutionHistory',
        ),
        allow(
          [
            this.#arn('logs', `log-group:${stackName}-*`),
            this.#arn('logs', `log-group:/aws/vendedlogs/states/${stackName}-*`),
          ],
          'logs:StartQuery',
          'logs:FilterLogEvents',
          'logs:GetLogEvents',
          'logs:DescribeLogStreams',
        ),
        allow(
          '*',
          'states:ListStateMachines',
          'logs:DescribeLogGroups',
          'logs:DescribeQueryDefinitions',
          'logs:GetQueryResults',
          'logs:StopQuery',
          'cloudwatch:DescribeAlarms',
          'cloudwatch:GetDashboard',
          'cloudwatch:ListDashboards',
          'cloudwatch:GetMetricData',
          'cloudwatch:ListMetrics',
          'xray:BatchGetTraces',
          'xray:GetTraceSummaries',
        ),
      ],
      keyUses: ['states:read'],
    };
  }

  #executions(): string {
    const { stateMachineName } = this.#props.stateMachine;
    return this.#arn('states', `execution:${stateMachineName}:*`);
  }

  #apiGateway(path: string): string {
    const { partition, region } = Stack.of(this);
    return `arn:${partition}:apigateway:${region}::/${path}`;
  }

  #arn(service: string, resource: string): string {
    return Stack.of(this).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }
}

const secretActions = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'];

function rowActions(...operations: string[]): string[] {
  return operations.map((operation) => `dynamodb:${operation}`);
}
