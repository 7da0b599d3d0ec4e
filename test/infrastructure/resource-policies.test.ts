import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ConsoleStack } from '../../lib/console-stack.ts';
import { KycChinaStack } from '../../lib/kyc-china-stack.ts';
import { projectFile } from '../../lib/project-file.ts';
import { consoleStackNameOf, stackNameOf, stages } from '../../lib/stage-configuration.ts';
import {
  confusedDeputies,
  ownAccount,
  type ResourceStatement,
  resolved,
  resourceStatements,
} from '../support/resource-policies.ts';

const contentDirectory = mkdtempSync(path.join(tmpdir(), 'kyc-china-console-'));
writeFileSync(path.join(contentDirectory, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(contentDirectory, { recursive: true }));

const { context } = JSON.parse(readFileSync(projectFile('cdk.json'), 'utf8'));

/** The templates of every stage, and of every console, by the name of the stack. */
function templates(): Record<string, ReturnType<Template['toJSON']>> {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const stacks = Object.values(stages).flatMap((stage) => {
    const service = new KycChinaStack(app, stackNameOf(stage.name), stage);
    if (!stage.console) return [service];
    const name = consoleStackNameOf(stage.name);
    return [service, new ConsoleStack(app, name, { stage, service, contentDirectory })];
  });
  return Object.fromEntries(stacks.map((stack) => [stack.stackName, Template.fromStack(stack).toJSON()]));
}

const ofRole =
  'A role is passed to the service, which takes iam:PassRole in the account of the role: no other account can.';

/** Services that may act without a condition on their source, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'sts:AssumeRole Service:lambda.amazonaws.com': ofRole,
  'sts:AssumeRole Service:apigateway.amazonaws.com': ofRole,
};

const stacks = Object.entries(templates());

describe.each(stacks)('the resource policies of %s', (stackName, template) => {
  const statements = resourceStatements(template as never);
  const arn = (service: string, rest: string) => `arn:aws:${service}:ap-east-1:${ownAccount}:${rest}`;
  const isConsole = stackName.includes('console');

  it('resource policies let a service act for resources of this account alone, except the listed cases', () => {
    const unbound = new Set(statements.flatMap(confusedDeputies));
    expect([...unbound].filter((grant) => !(grant in exceptions))).toEqual([]);
  });

  it('resource policies are read wherever the template has them', () => {
    const attached = new Set(statements.map(({ resource }) => template.Resources[resource].Type));
    const everywhere = ['AWS::IAM::Role', 'AWS::S3::BucketPolicy'];
    const ofService = ['AWS::KMS::Key', 'AWS::Lambda::Permission', 'AWS::SNS::TopicPolicy'];
    expect([...attached].sort()).toEqual(
      [...everywhere, ...(isConsole ? ['AWS::Logs::ResourcePolicy'] : ofService)].sort(),
    );
    // A statement of a principal is in one of them, whatever the property is called.
    const principals = JSON.stringify(resolved(template.Resources)).match(/\\*"Principal\\*":/g) ?? [];
    expect(statements).toHaveLength(principals.length);
  });

  it('resource policies would be refused without their condition, or with one that any account meets', () => {
    const bound = statements.filter(
      (statement) =>
        statement.allows &&
        statement.principals.some((principal) => principal.startsWith('Service:')) &&
        confusedDeputies(statement).length === 0,
    );
    expect(bound.length).toBeGreaterThan(0);
    const loosened = (conditions: ResourceStatement['conditions']) => (statement: ResourceStatement) =>
      confusedDeputies({ ...statement, conditions });
    for (const conditions of [
      {},
      { 'StringEqualsIfExists aws:SourceAccount': [ownAccount] },
      { 'StringNotEquals aws:SourceAccount': ['444455556666'] },
      { 'ForAllValues:StringEquals aws:SourceAccount': [ownAccount] },
      { 'StringEquals aws:SourceAccount': [ownAccount, '444455556666'] },
      { 'ArnLike aws:SourceArn': ['arn:aws:logs:ap-east-1:*:*'] },
      { 'ArnLike aws:PrincipalArn': [`arn:aws:iam::${ownAccount}:role/x`] },
    ])
      expect(bound.map(loosened(conditions)).filter((found) => found.length === 0)).toEqual([]);
  });

  if (isConsole) return;

  it('resource policies let each service use the key as AWS documents it for that service, and no further', () => {
    const services = statements.filter(
      ({ resource, principals }) => resource.startsWith('DataKey') && principals[0]?.startsWith('Service:'),
    );
    expect(services.map(({ resource: _, ...statement }) => statement)).toEqual([
      {
        allows: true,
        principals: ['Service:logs.ap-east-1.amazonaws.com'],
        actions: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        conditions: {
          'ArnLike kms:EncryptionContext:aws:logs:arn': [
            arn('logs', `log-group:${stackName}-*`),
            arn('logs', `log-group:/aws/vendedlogs/states/${stackName}-*`),
          ],
        },
      },
      {
        allows: true,
        principals: ['Service:delivery.logs.amazonaws.com'],
        actions: ['kms:Decrypt'],
        conditions: { 'StringEquals kms:EncryptionContext:SourceArn': [arn('logs', '*')] },
      },
      {
        allows: true,
        principals: ['Service:cloudwatch.amazonaws.com'],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        conditions: {
          'StringEquals aws:SourceAccount': [ownAccount],
          'ArnLike aws:SourceArn': [arn('cloudwatch', 'alarm:*')],
        },
      },
    ]);
  });

  it('resource policies let the key encrypt every log group of the stack', () => {
    const groups = Object.values<{ Type: string; Properties: { LogGroupName?: string; KmsKeyId?: unknown } }>(
      template.Resources,
    ).filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    for (const { Properties } of groups) {
      expect(Properties.KmsKeyId).toBeDefined();
      // CloudFormation names the others after the stack.
      if (Properties.LogGroupName !== undefined)
        expect(Properties.LogGroupName).toMatch(new RegExp(`^/aws/vendedlogs/states/${stackName}-`));
    }
  });

  it('resource policies let alarms of this account publish to the topic, and no caller without TLS', () => {
    const ofTopic = statements.filter(({ resource }) => resource.startsWith('ObservabilityAlarms'));
    expect(ofTopic.map(({ resource: _, ...statement }) => statement)).toEqual([
      {
        allows: false,
        principals: ['AWS:*'],
        actions: ['sns:Publish'],
        conditions: { 'Bool aws:SecureTransport': ['false'] },
      },
      {
        allows: true,
        principals: ['Service:cloudwatch.amazonaws.com'],
        actions: ['sns:Publish'],
        conditions: {
          'StringEquals aws:SourceAccount': [ownAccount],
          'ArnLike aws:SourceArn': [arn('cloudwatch', 'alarm:*')],
        },
      },
    ]);
  });
});

interface IdentityStatement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, string>>;
}

describe.each(stacks.filter(([name]) => !name.includes('console')))(
  'the identity policies of %s',
  (_, template) => {
    const policies = Object.entries<{ Type: string; Properties: { PolicyDocument: { Statement: unknown } } }>(
      template.Resources,
    ).filter(([, { Type }]) => Type === 'AWS::IAM::Policy');
    const statementsOf = (policy: (typeof policies)[number]) =>
      resolved(policy[1].Properties.PolicyDocument.Statement) as IdentityStatement[];
    const usesKey = ({ Action }: IdentityStatement) => [Action].flat().some((action) => /^kms:/.test(action));

    it('identity policies let a key encrypt only through a service or under an encryption context, and otherwise only sign and derive', () => {
      const uses = policies.flatMap(statementsOf).filter(usesKey);
      expect(uses.length).toBeGreaterThan(0);
      const free = uses.filter(({ Condition = {} }) =>
        Object.values(Condition).every((tests) =>
          Object.keys(tests).every((key) => !/^kms:(ViaService|EncryptionContext.*)$/.test(key)),
        ),
      );
      expect(free.map(({ Action }) => Action).sort()).toEqual([
        'kms:GenerateMac',
        'kms:GetPublicKey',
        'kms:Sign',
      ]);
    });

    it('identity policies let a function use the key through the services whose data it may use, and no other', () => {
      const viaServices = (statements: readonly IdentityStatement[]) =>
        statements.flatMap(({ Condition }) => Condition?.StringEquals?.['kms:ViaService'] ?? []);
      for (const policy of policies) {
        const statements = statementsOf(policy);
        const services = new Set(
          statements
            .flatMap(({ Action }) => Action)
            // Deleting an object decrypts nothing.
            .filter((action) => action !== 's3:DeleteObject')
            .map((action) => action.split(':')[0])
            .filter((service) => ['dynamodb', 's3', 'secretsmanager', 'states'].includes(service ?? '')),
        );
        expect([policy[0], [...new Set(viaServices(statements.filter(usesKey)))].sort()]).toEqual([
          policy[0],
          [...services].map((service) => `${service}.ap-east-1.amazonaws.com`).sort(),
        ]);
      }
    });

    it.each([
      ['dynamodb', /^dynamodb:(Put|Update|Delete)Item$/],
      ['s3', /^s3:PutObject$/],
    ])('identity policies let a function encrypt through %s only if it writes there', (service, write) => {
      const actionsOf = (statements: readonly IdentityStatement[]) =>
        statements.flatMap(({ Action }) => Action);
      const holds = policies.map((policy) => {
        const statements = statementsOf(policy);
        const through = statements.filter(
          ({ Condition }) =>
            Condition?.StringEquals?.['kms:ViaService'] === `${service}.ap-east-1.amazonaws.com`,
        );
        const encrypts = actionsOf(through).some((action) => /GenerateDataKey|Encrypt/.test(action));
        return [policy[0], encrypts === actionsOf(statements).some((action) => write.test(action))];
      });
      expect(holds).toEqual(policies.map(([id]) => [id, true]));
    });
  },
);
