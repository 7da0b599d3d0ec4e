import { beforeAll, describe, expect, it } from '@jest/globals';
import { retentionDays } from '@kyc-china/core/retention';
import { routeScopes } from '@kyc-china/core/route-scopes';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { KycChinaStack } from '../../lib/kyc-china-stack.ts';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';

type Stage = (typeof stages)[keyof typeof stages];

function synthesizedStack(stage: Stage, context: Readonly<Record<string, string>> = {}): KycChinaStack {
  // Bundling is proven by the end-to-end test, which runs the bundles.
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], ...context } });
  return new KycChinaStack(app, stackNameOf(stage.name), stage);
}

function synthesize(stage: Stage): Template {
  return Template.fromStack(synthesizedStack(stage));
}

interface Statement {
  Action: string | string[];
  Effect: string;
  Resource: unknown;
}

describe.each(Object.values(stages))('the stack of stage $name', (stage) => {
  let template: Template;
  beforeAll(() => {
    template = synthesize(stage);
  });

  /** The statements of the policies whose logical id holds this part. */
  function statementsFor(logicalIdPart: string): Statement[] {
    const policies = template.findResources('AWS::IAM::Policy');
    return Object.entries(policies)
      .filter(([id]) => id.includes(logicalIdPart))
      .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as Statement[]);
  }

  it('stack has eleven functions on Node 24, each with its own log group, timeout, tracing and environment', () => {
    const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
    const ours = functions.filter(([id]) => !id.startsWith('CustomS3AutoDeleteObjects'));
    expect(ours).toHaveLength(11);
    for (const [, { Properties }] of ours) {
      expect(Properties.Runtime).toBe('nodejs24.x');
      expect(Properties.Timeout).toBeGreaterThan(0);
      expect(Properties.TracingConfig).toEqual({ Mode: 'Active' });
      expect(Properties.LoggingConfig.LogGroup).toBeDefined();
    }
  });

  it('stack template is ASCII: CloudFormation returns other characters as question marks, which every diff would show', () => {
    expect(JSON.stringify(template.toJSON())).toMatch(/^[ -~]*$/);
  });

  it('stack routes every method through the authorizer', () => {
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method'));
    expect(methods.map(({ Properties }) => Properties.HttpMethod).sort()).toEqual([
      'DELETE',
      'GET',
      'GET',
      'GET',
      'GET',
      'POST',
      'POST',
      'POST',
      'POST',
    ]);
    for (const { Properties } of methods) {
      expect(Properties.AuthorizationType).toBe('CUSTOM');
      expect(Properties.ApiKeyRequired).toBe(true);
    }
    const paths = Object.values(template.findResources('AWS::ApiGateway::Resource')).map(
      ({ Properties }) => Properties.PathPart,
    );
    expect(paths.sort()).toEqual([
      'cn',
      'events',
      'kyc',
      'poll',
      'reports',
      'request',
      'usage',
      'webhook',
      '{reportId}',
    ]);
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      IdentitySource:
        'method.request.header.x-client-id,method.request.header.x-client-secret,context.identity.sourceIp',
      AuthorizerResultTtlInSeconds: 300,
    });
  });

  it('stack has a scope for each of its routes', () => {
    const resources = template.findResources('AWS::ApiGateway::Resource');
    const pathOf = (id: string | undefined): string => {
      const { PathPart, ParentId } = resources[id ?? '']?.Properties ?? {};
      return PathPart === undefined ? '' : `${pathOf(ParentId.Ref)}/${PathPart}`;
    };
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method'));
    const guarded = methods.filter(({ Properties }) => Properties.AuthorizationType === 'CUSTOM');
    const routes = guarded.map(
      ({ Properties }) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId.Ref)}`,
    );
    for (const route of routes) expect(Object.keys(routeScopes)).toContain(route);
  });

  it('stack throttles and counts each client by its tier, with the key that the authorizer names', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { ApiKeySourceType: 'AUTHORIZER' });
    const plans = Object.values(template.findResources('AWS::ApiGateway::UsagePlan'));
    const limits = plans.map(({ Properties: { UsagePlanName, Throttle, Quota, ApiStages } }) => {
      expect(ApiStages).toHaveLength(1);
      expect(ApiStages[0].Stage).toHaveProperty('Ref');
      return [UsagePlanName, Throttle.RateLimit, Throttle.BurstLimit, Quota.Limit, Quota.Period];
    });
    const expected = Object.entries(stage.usagePlans).map(
      ([plan, { ratePerSecond, burst, callsPerMonth }]) => [
        `kyc-china-${stage.name}-${plan}`,
        ratePerSecond,
        burst,
        callsPerMonth,
        'MONTH',
      ],
    );
    expect(limits.sort()).toEqual(expected.sort());
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: stage.throttle.ratePerSecond,
          ThrottlingBurstLimit: stage.throttle.burst,
        }),
      ]),
    });
  });

  it('stack creates no client, and no key of one', () => {
    template.resourceCountIs('AWS::ApiGateway::ApiKey', 0);
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 0);
  });

  it('stack generates the first token key in the form of the key ring', () => {
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: {
        SecretStringTemplate: '{"kid":"1"}',
        GenerateStringKey: 'secret',
        PasswordLength: 64,
        ExcludePunctuation: true,
      },
    });
  });

  it("stack's gateway answers have the shape of every other error", () => {
    const answers = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse'));
    for (const { Properties } of answers) {
      const codes: Record<string, string> = {
        QUOTA_EXCEEDED: 'quota-exceeded',
        ACCESS_DENIED: '$context.authorizer.refusalCode',
      };
      const code = codes[Properties.ResponseType];
      const { 'application/json': body, ...others } = Properties.ResponseTemplates;
      expect(others).toEqual({});
      expect(JSON.parse(body)).toEqual({
        message: expect.any(String),
        requestId: '$context.requestId',
        ...(code !== undefined && { code }),
      });
      expect(Properties.ResponseParameters['gatewayresponse.header.cache-control']).toBe("'no-store'");
    }
    const unsupported = answers.find(
      ({ Properties }) => Properties.ResponseType === 'UNSUPPORTED_MEDIA_TYPE',
    );
    expect(unsupported?.Properties.ResponseParameters).toMatchObject({
      'gatewayresponse.header.accept-encoding': "'gzip, deflate'",
    });
    const statuses = answers.map(({ Properties }) => [Properties.ResponseType, Properties.StatusCode]);
    expect(Object.fromEntries(statuses)).toEqual({
      UNAUTHORIZED: '401',
      ACCESS_DENIED: '403',
      INVALID_API_KEY: '401',
      THROTTLED: '429',
      QUOTA_EXCEEDED: '429',
      REQUEST_TOO_LARGE: '413',
      MISSING_AUTHENTICATION_TOKEN: '404',
      RESOURCE_NOT_FOUND: '404',
      UNSUPPORTED_MEDIA_TYPE: '415',
      BAD_REQUEST_BODY: '400',
      BAD_REQUEST_PARAMETERS: '400',
      WAF_FILTERED: '403',
      DEFAULT_4XX: undefined,
      INTEGRATION_TIMEOUT: '503',
      INTEGRATION_FAILURE: '503',
      AUTHORIZER_FAILURE: '503',
      AUTHORIZER_CONFIGURATION_ERROR: '503',
      API_CONFIGURATION_ERROR: '500',
      DEFAULT_5XX: '500',
    });
  });

  it.each([
    ['THROTTLED', '1'],
    ['QUOTA_EXCEEDED', '3600'],
    ['INTEGRATION_FAILURE', '2'],
    ['INTEGRATION_TIMEOUT', '2'],
    ['AUTHORIZER_FAILURE', '2'],
    ['AUTHORIZER_CONFIGURATION_ERROR', '2'],
  ])("stack's gateway answer %s says when to retry", (ResponseType, seconds) => {
    template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType,
      ResponseParameters: { 'gatewayresponse.header.retry-after': `'${seconds}'` },
    });
  });

  it("stack's gateway answers do not say which credential was wrong", () => {
    const answers = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse'));
    const refusals = answers.filter(({ Properties }) => Properties.StatusCode === '401');
    expect(new Set(refusals.map(({ Properties }) => JSON.stringify(Properties.ResponseTemplates))).size).toBe(
      1,
    );
  });

  it('stack has one Standard machine, encrypted, traced, logging everything but execution data', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY' },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      DefinitionSubstitutions: {
        SubCheckFunctionArn: Match.anyValue(),
        AggregatorFunctionArn: Match.anyValue(),
        WebhookFunctionArn: Match.anyValue(),
        MarkFailedFunctionArn: Match.anyValue(),
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/vendedlogs/states/${stackNameOf(stage.name)}-verification`,
    });
  });

  it('stack lets the machine invoke every version of its four functions, and no other function', () => {
    const invokes = statementsFor('StateMachineRole').filter(
      ({ Action }) => Action === 'lambda:InvokeFunction',
    );
    const versionsOf = (name: string) => ({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringContaining(`Workflow${name}`), 'Arn'] }, ':*']],
    });
    expect(invokes.flatMap(({ Resource }) => Resource)).toEqual(
      ['SubCheck', 'Aggregator', 'Webhook', 'MarkFailed'].map(versionsOf),
    );
  });

  it("stack's machine calls published versions, which later deployments keep", () => {
    const versions = template.findResources('AWS::Lambda::Version');
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const called = Object.values<{ Ref: string }>(machine?.Properties.DefinitionSubstitutions);
    expect(called.map(({ Ref }) => Ref).sort()).toEqual(Object.keys(versions).sort());
    for (const { DeletionPolicy, UpdateReplacePolicy } of Object.values(versions))
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  it('stack lets the machine use the key for itself', () => {
    const conditions = JSON.stringify(statementsFor('StateMachineRole'));
    expect(conditions).toContain(`:stateMachine:${stackNameOf(stage.name)}-verification"`);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: `${stackNameOf(stage.name)}-verification`,
    });
  });

  it.each([
    ['AuthorizerFunctionServiceRole', ['dynamodb:GetItem']],
    [
      'InitiateServiceRole',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        's3:DeleteObject',
        's3:PutObject',
        'secretsmanager:GetSecretValue',
        'states:StartExecution',
      ],
    ],
    [
      'PollServiceRole',
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'secretsmanager:GetSecretValue'],
    ],
    [
      'EraserServiceRole',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:GetBucketVersioning',
        's3:GetObject',
        's3:ListBucketVersions',
        'states:DescribeExecution',
        'states:StartExecution',
        'states:StopExecution',
      ],
    ],
    [
      'ResendServiceRole',
      [
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        'states:DescribeExecution',
        'states:StartExecution',
        'states:StopExecution',
      ],
    ],
    [
      'SubCheckServiceRole',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        's3:GetObject',
        'secretsmanager:GetSecretValue',
      ],
    ],
    [
      'AggregatorServiceRole',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        's3:DeleteObject',
        's3:PutObject',
      ],
    ],
    [
      'WebhookServiceRole',
      ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'secretsmanager:GetSecretValue'],
    ],
    [
      'MarkFailedServiceRole',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        's3:DeleteObject',
        'states:StartExecution',
      ],
    ],
    ['StateMachineRole', ['lambda:InvokeFunction']],
  ])('stack grants %s these actions on data, secrets and functions, and no more', (role, expected) => {
    const actions = statementsFor(role).flatMap(({ Action }) => [Action].flat());
    const granted = new Set(actions.filter((action) => !/^(kms|logs|xray):/.test(action)));
    expect([...granted].sort()).toEqual(expected);
  });

  it('stack grants no function everything', () => {
    for (const policy of Object.values(template.findResources('AWS::IAM::Policy')))
      for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement as Statement[]) {
        const actions = [Action].flat();
        expect(actions).not.toContain('*');
        // X-Ray and the delivery of vended logs know no resources.
        const unscoped = actions.filter((action) => !/^(xray|logs):/.test(action));
        if (Resource === '*') expect(unscoped).toEqual([]);
      }
  });

  it('stack deletes reports and photos when their retention ends', () => {
    const days = Object.values(template.findResources('AWS::S3::Bucket')).map(({ Properties }) => {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties.VersioningConfiguration).toBeUndefined();
      return Properties.LifecycleConfiguration.Rules[0].ExpirationInDays;
    });
    expect(days.sort()).toEqual([retentionDays.applicant, retentionDays.report]);
  });

  /** The resources of a type whose logical ids hold this part, by those ids. */
  function resourcesOf(type: string, logicalIdPart = '') {
    return Object.entries(template.findResources(type)).filter(([id]) => id.includes(logicalIdPart));
  }

  it('stack has three tables, on demand, encrypted under our key; only that of wrapped keys has no backups', () => {
    const tables = resourcesOf('AWS::DynamoDB::Table');
    expect(tables).toHaveLength(3);
    for (const [id, { Properties }] of tables) {
      expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(Properties.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
      // What is deleted of the keys must be gone for good: that is what they are kept apart for.
      expect([id, Properties.PointInTimeRecoverySpecification]).toEqual([
        id,
        { PointInTimeRecoveryEnabled: !id.includes('ApplicantKeys') },
      ]);
      // Nor may a stream, a replica or an import hold a copy of them.
      if (id.includes('ApplicantKeys')) expect(Properties.StreamSpecification).toBeUndefined();
      if (!id.includes('ClientRegistry'))
        expect(Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    }
  });

  it('stack has a key that signs reports, for the aggregator alone', () => {
    const [signing, ...others] = resourcesOf('AWS::KMS::Key', 'ReportSigning');
    expect(others).toEqual([]);
    expect(signing?.[1].Properties).toMatchObject({
      KeySpec: 'RSA_2048',
      KeyUsage: 'SIGN_VERIFY',
      KeyPolicy: {
        Statement: [
          { Action: 'kms:*' },
          {
            Effect: 'Deny',
            Action: 'kms:Sign',
            Principal: { AWS: '*' },
            Condition: {
              ArnNotEquals: {
                'aws:PrincipalArn': [
                  { 'Fn::GetAtt': [expect.stringContaining('AggregatorServiceRole'), 'Arn'] },
                ],
              },
            },
          },
        ],
      },
    });
  });

  it('stack has two keys that encrypt, rotated yearly', () => {
    const keys = resourcesOf('AWS::KMS::Key').filter(([, { Properties }]) => !Properties.KeySpec);
    expect(keys).toHaveLength(2);
    for (const [, { Properties }] of keys) expect(Properties.EnableKeyRotation).toBe(true);
  });

  it("stack's applicant key may be used to unwrap by sub-check alone, by the key's own policy", () => {
    const [wrapping] = resourcesOf('AWS::KMS::Key', 'ApplicantKeys');
    const [administration, refusal, ...more] = wrapping?.[1].Properties.KeyPolicy.Statement ?? [];
    expect(more).toEqual([]);
    expect(JSON.stringify(administration.Principal)).toContain(':root');
    expect(refusal).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      Condition: {
        ArnNotEquals: {
          'aws:PrincipalArn': [{ 'Fn::GetAtt': [expect.stringMatching(/SubCheckServiceRole/), 'Arn'] }],
        },
      },
    });
  });

  it('stack lets initiate seal applicants, sub-check open them, and no other function do either', () => {
    const [wrapping] = resourcesOf('AWS::KMS::Key', 'ApplicantKeys').map(([id]) => id);
    const [table] = resourcesOf('AWS::DynamoDB::Table', 'ApplicantKeys').map(([id]) => id);
    const exactly = { 'kms:EncryptionContextKeys': ['reportId'] };
    const policies = resourcesOf('AWS::IAM::Policy').map(([id, { Properties }]) => {
      const statements: Statement[] = Properties.PolicyDocument.Statement;
      const on = (logicalId: string | undefined) =>
        statements.filter(({ Resource }) => JSON.stringify(Resource).includes(`"${logicalId}"`));
      for (const statement of on(wrapping))
        expect(statement).toMatchObject({
          Condition: { 'ForAllValues:StringEquals': exactly, 'ForAnyValue:StringEquals': exactly },
        });
      const actions = [...on(wrapping), ...on(table)].flatMap(({ Action }) => Action).sort();
      const owner = /Initiate|SubCheck|Aggregator|MarkFailed|Eraser/.exec(id)?.[0] ?? id;
      return [owner, actions] as const;
    });
    expect(Object.fromEntries(policies.filter(([, actions]) => actions.length > 0))).toEqual({
      Initiate: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query', 'kms:GenerateDataKey'],
      SubCheck: ['dynamodb:Query', 'kms:Decrypt'],
      Aggregator: ['dynamodb:DeleteItem', 'dynamodb:Query'],
      MarkFailed: ['dynamodb:DeleteItem', 'dynamodb:Query'],
      Eraser: ['dynamodb:DeleteItem', 'dynamodb:Query'],
    });
  });

  it('stack keeps everything in Hong Kong: one region, without a replica elsewhere', () => {
    expect(stage.region).toBe('ap-east-1');
    expect(synthesizedStack(stage).region).toBe('ap-east-1');
    const found = (type: string, property: string) =>
      resourcesOf(type).filter(([, { Properties }]) => Properties[property] !== undefined);
    expect(found('AWS::KMS::Key', 'MultiRegion')).toEqual([]);
    expect(found('AWS::S3::Bucket', 'ReplicationConfiguration')).toEqual([]);
    expect(found('AWS::SecretsManager::Secret', 'ReplicaRegions')).toEqual([]);
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    template.resourceCountIs('AWS::KMS::ReplicaKey', 0);
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
  });

  it('stack accepts nothing that does not come over TLS', () => {
    const buckets = resourcesOf('AWS::S3::Bucket').map(([id]) => id);
    const policies = resourcesOf('AWS::S3::BucketPolicy').map(([, { Properties }]) => Properties);
    expect(policies.map(({ Bucket }) => Bucket.Ref).sort()).toEqual(buckets.sort());
    for (const { PolicyDocument } of policies)
      for (const Condition of [
        { Bool: { 'aws:SecureTransport': 'false' } },
        { NumericLessThan: { 's3:TlsVersion': 1.2 } },
      ])
        expect(PolicyDocument.Statement).toContainEqual(
          expect.objectContaining({ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' }, Condition }),
        );
  });

  it('stack signs links to PDFs with a user that may only read them', () => {
    const statements = statementsFor('LinkSignerDefaultPolicy');
    expect(statements.map(({ Action }) => Action).sort()).toEqual(['kms:Decrypt', 's3:GetObject']);
    expect(JSON.stringify(statements.find(({ Action }) => Action === 's3:GetObject')?.Resource)).toContain(
      '/reports/*',
    );
  });

  it('stack outputs its addresses, and is tagged', () => {
    expect(Object.keys(template.toJSON().Outputs).sort()).toEqual([
      'AlarmTopicArn',
      'ApiUrl',
      'ApplicantKeysTableName',
      'ClientsTableName',
      'DashboardUrl',
      'IntakeBucketName',
      'ReportSigningKeyArn',
      'ReportsBucketDomainName',
      'ReportsBucketName',
      'ReportsTableName',
      'RestApiId',
      'StateMachineArn',
      'TokenKeySecretArn',
    ]);
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      Tags: Match.arrayWith([{ Key: 'stage', Value: stage.name }]),
    });
  });
});

it('stack with reportIndexes=1 differs from the one without by the second index alone', () => {
  const reportsTable = (context?: Readonly<Record<string, string>>) => {
    const { Resources } = Template.fromStack(synthesizedStack(stages.sandbox, context)).toJSON();
    const [id = ''] = Object.keys(Resources).filter((name) => /^ReportStorageTable/.test(name));
    const { AttributeDefinitions, GlobalSecondaryIndexes, ...rest } = Resources[id].Properties;
    const names = AttributeDefinitions.map(({ AttributeName }: { AttributeName: string }) => AttributeName);
    return { names, indexes: GlobalSecondaryIndexes, rest, others: { ...Resources, [id]: undefined } };
  };
  // CloudFormation adds one index to a table that exists for each update, and refuses definitions that no key uses.
  const first = reportsTable({ reportIndexes: '1' });
  const second = reportsTable();
  expect(first.indexes).toEqual([second.indexes[0]]);
  expect(second.indexes).toHaveLength(2);
  expect(first.names).toEqual(['pk', 'sk', 'requestedAt', 'clientId']);
  expect(second.names).toEqual([...first.names, 'referenceKey']);
  expect([first.rest, first.others]).toEqual([second.rest, second.others]);
  for (const reportIndexes of ['0', '3', 'one', '-1', '1.5'])
    expect(() => reportsTable({ reportIndexes })).toThrow(
      'the context reportIndexes is a number from 1 to 2',
    );
});

it('stack of production keeps its data when it is deleted', () => {
  const template = synthesize(stages.production);
  for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key'])
    for (const resource of Object.values(template.findResources(type)))
      expect(resource.DeletionPolicy).toBe('Retain');
});

it('stack of production never calls the simulator about real people', () => {
  expect(JSON.stringify(stages.production.upstream)).not.toContain('simulator');
});

it('stack is not synthesized with a route that can outlast its function: a paid answer would be lost', () => {
  const { providers } = stages.sandbox.upstream;
  const upstream = { providers, routes: { default: ['tencent', 'alibaba', 'simulator'] as const } };
  expect(() => synthesizedStack({ ...stages.sandbox, upstream })).toThrow(
    'one sub-check on the stage sandbox may take 31 s together',
  );
});
