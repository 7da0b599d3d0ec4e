import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { KycChinaStack } from '../../lib/kyc-china-stack.ts';
import { type StageConfiguration, stackNameOf, stages } from '../../lib/stage-configuration.ts';

const account = '123456789012';

function stackWith(
  settings: Partial<StageConfiguration>,
  context: Readonly<Record<string, string>> = {},
): KycChinaStack {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], ...context } });
  const stage: StageConfiguration = { ...stages.production, ...settings };
  return new KycChinaStack(app, stackNameOf(stage.name), stage);
}

describe('restored tables', () => {
  const own = Template.fromStack(stackWith({}));
  const restored = Template.fromStack(
    stackWith({ restoredTables: { reports: 'reports-restored', clients: 'clients-restored' } }),
  );
  const variablesOf = (template: Template) =>
    Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment.Variables as Record<string, unknown>,
    );
  /** The resources that each policy lets DynamoDB's actions work on, as text. */
  const tablesIn = (template: Template) =>
    ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
      Object.values(template.findResources(type)).flatMap(({ Properties }) =>
        (Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[])
          .filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:'))
          .map(({ Resource }) => JSON.stringify(Resource)),
      ),
    );

  it('restored tables take the place of the own ones in every function and every output', () => {
    const expected: Record<string, string> = {
      REPORTS_TABLE: 'reports-restored',
      CLIENTS_TABLE: 'clients-restored',
    };
    const [before, after] = [variablesOf(own), variablesOf(restored)];
    expect(after.length).toBe(before.length);
    for (const [index, variables] of after.entries())
      for (const [name, value] of Object.entries(expected))
        if (before[index]?.[name] !== undefined) expect(variables[name]).toBe(value);
    expect(after.filter(({ REPORTS_TABLE }) => REPORTS_TABLE === 'reports-restored').length).toBeGreaterThan(
      5,
    );
    const { Outputs } = restored.toJSON();
    expect([Outputs.ReportsTableName.Value, Outputs.ClientsTableName.Value]).toEqual(Object.values(expected));
  });

  it('restored tables and their indexes are what policies allow, and the own ones are not', () => {
    const tables = tablesIn(restored);
    const indexes = tables.filter((resource) => resource.includes('table/reports-restored/index/'));
    expect(indexes.join()).toMatch(/byClient.*/i);
    expect(tables.join()).toContain('table/clients-restored');
    for (const id of ['ReportStorageTable', 'ClientRegistryTable'])
      expect([id, tables.filter((resource) => new RegExp(`"${id}[0-9A-F]{8}"`).test(resource))]).toEqual([
        id,
        [],
      ]);
    // Keys of applicants are never restored: their table stays.
    expect(tables.join()).toContain('ReportStorageApplicantKeysTable');
  });

  it('restored tables change nothing of the own tables, the keys and what may use them', () => {
    const unchanged = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::S3::Bucket'];
    for (const type of unchanged) expect(restored.findResources(type)).toEqual(own.findResources(type));
    const kms = (template: Template) =>
      Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) =>
        (Properties.PolicyDocument.Statement as { Action: unknown }[]).filter(({ Action }) =>
          JSON.stringify(Action).includes('kms:'),
        ),
      );
    expect(kms(restored)).toEqual(kms(own));
  });
});

describe('the account of a stage', () => {
  it('stack names the account, so that the CDK refuses the credentials of another', () => {
    expect(stackWith({ account }).environment).toBe(`aws://${account}/ap-east-1`);
    expect(stackWith({}).environment).toBe('aws://unknown-account/ap-east-1');
  });

  it('stack names no account for the local run, which pretends to be one of its own', () => {
    expect(stackWith({ account }, { anyAccount: 'true' }).environment).toBe(
      'aws://unknown-account/ap-east-1',
    );
  });

  it('stack leaves the role of API Gateway for the logs of a shared account alone', () => {
    Template.fromStack(stackWith({})).resourceCountIs('AWS::ApiGateway::Account', 1);
    Template.fromStack(stackWith({ keepsAccountLogRole: true })).resourceCountIs(
      'AWS::ApiGateway::Account',
      0,
    );
  });
});
