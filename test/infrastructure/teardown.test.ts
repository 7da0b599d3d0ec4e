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

const contentDirectory = mkdtempSync(path.join(tmpdir(), 'kyc-china-console-'));
writeFileSync(path.join(contentDirectory, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(contentDirectory, { recursive: true }));

// What the CDK reads it from: which functions it adds for references between stacks depends on it.
const { context } = JSON.parse(readFileSync(projectFile('cdk.json'), 'utf8'));
const newApp = () => new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });

function stackOf(stage: (typeof stages)[keyof typeof stages], app = newApp()): KycChinaStack {
  return new KycChinaStack(app, stackNameOf(stage.name), stage);
}

function consoleStack(): ConsoleStack {
  const app = newApp();
  const service = stackOf(stages.sandbox, app);
  const name = consoleStackNameOf(stages.sandbox.name);
  return new ConsoleStack(app, name, { stage: stages.sandbox, service, contentDirectory });
}

describe.each([
  ['the sandbox', Template.fromStack(stackOf(stages.sandbox))],
  ['its console', Template.fromStack(consoleStack())],
])('cdk destroy of %s', (_what, template) => {
  const entries = (type: string) => Object.entries(template.findResources(type));

  it('empties every bucket before it deletes it', () => {
    const emptied = entries('Custom::S3AutoDeleteObjects').map(([, { Properties }]) => Properties.BucketName);
    const buckets = entries('AWS::S3::Bucket');
    expect(buckets.length).toBeGreaterThan(0);
    for (const [id, { Properties, DeletionPolicy }] of buckets) {
      expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
      expect(emptied).toContainEqual({ Ref: id });
      // The function leaves a bucket alone that does not have it.
      expect(Properties.Tags).toContainEqual({ Key: 'aws-cdk:auto-delete-objects', Value: 'true' });
    }
  });

  it('deletes every log group, those of the functions that it runs itself included', () => {
    const groups = entries('AWS::Logs::LogGroup');
    for (const [id, { DeletionPolicy }] of groups) expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
    const declared = groups.map(([id]) => id);
    for (const [id, { Properties }] of entries('AWS::Lambda::Function'))
      expect([id, declared.includes(Properties.LoggingConfig?.LogGroup?.Ref)]).toEqual([id, true]);
  });

  it('leaves no function a right to create a log group again', () => {
    const roles = JSON.stringify([entries('AWS::IAM::Role'), entries('AWS::IAM::Policy')]);
    expect(roles).not.toMatch(/AWSLambdaBasicExecutionRole|logs:CreateLogGroup|"logs:\*"/);
  });

  it('deletes every table and secret', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'])
      for (const [id, { DeletionPolicy }] of entries(type))
        expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
  });
});

it('cdk destroy of production empties no bucket', () => {
  const template = Template.fromStack(stackOf(stages.production));
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  expect(JSON.stringify(template.toJSON())).not.toContain('aws-cdk:auto-delete-objects');
});
