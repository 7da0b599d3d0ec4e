import { describe, expect, it } from '@jest/globals';
import { consoleStackNameOf, stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { templateOf } from '../support/synthesized-template.ts';

describe.each([
  ['the sandbox', templateOf(stackNameOf(stages.sandbox.name))],
  ['its console', templateOf(consoleStackNameOf(stages.sandbox.name))],
])('cdk destroy of %s', (_what, template) => {
  const entries = (type: string) => Object.entries(template.findResources(type));

  it('cdk destroy empties every bucket before it deletes it', () => {
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

  it('cdk destroy deletes every log group, including those of the functions that it runs itself', () => {
    const groups = entries('AWS::Logs::LogGroup');
    for (const [id, { DeletionPolicy }] of groups) expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
    const declared = groups.map(([id]) => id);
    for (const [id, { Properties }] of entries('AWS::Lambda::Function'))
      expect([id, declared.includes(Properties.LoggingConfig?.LogGroup?.Ref)]).toEqual([id, true]);
  });

  it('cdk destroy leaves no function a right to create a log group again', () => {
    const roles = JSON.stringify([entries('AWS::IAM::Role'), entries('AWS::IAM::Policy')]);
    expect(roles).not.toMatch(/AWSLambdaBasicExecutionRole|logs:CreateLogGroup|"logs:\*"/);
  });

  it('cdk destroy deletes every table and secret', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'])
      for (const [id, { DeletionPolicy }] of entries(type))
        expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
  });
});

it('cdk destroy of production empties no bucket', () => {
  const template = templateOf(stackNameOf(stages.production.name));
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  expect(JSON.stringify(template.toJSON())).not.toContain('aws-cdk:auto-delete-objects');
});
