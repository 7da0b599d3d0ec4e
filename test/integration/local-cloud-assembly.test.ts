import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { type Endpoints, functionDefinitions } from '@kyc-china/emulator/function-definitions';
import { Gate } from '@kyc-china/emulator/iam/gate';
import { generateSecret } from '../../packages/emulator/secret-generator.ts';
import { SecretsManager } from '../../packages/emulator/secrets-manager.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

const template = {
  Parameters: { Version: { Default: '7' } },
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table' },
    Named: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'clients' } },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Work: { Type: 'AWS::Lambda::Function' },
    Machine: { Type: 'AWS::StepFunctions::StateMachine' },
    Key: { Type: 'AWS::IAM::AccessKey' },
    Signer: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        SecretString: { 'Fn::Join': ['/', [{ Ref: 'Key' }, { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] }]] },
      },
    },
    Odd: { Type: 'AWS::Odd::Thing', Properties: { Fallback: { 'Fn::ImportValue': 'x' } } },
  },
  Outputs: { Good: { Value: { Ref: 'Table' } }, Bad: { Value: { 'Fn::ImportValue': 'x' } } },
};

let directory: string;
let assembly: CloudAssembly;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-assembly-'));
  await writeFile(path.join(directory, 'Stack.template.json'), JSON.stringify(template));
  assembly = new CloudAssembly(directory, 'Stack');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it.each([
  [{ Ref: 'Table' }, 'Stack-Table'],
  [{ Ref: 'Named' }, 'clients'],
  [{ Ref: 'Bucket' }, 'stack-bucket'],
  [{ Ref: 'Version' }, '7'],
  [{ Ref: 'Machine' }, 'arn:aws:states:ap-east-1:000000000000:stateMachine:Stack-Machine'],
  [{ 'Fn::GetAtt': ['Work', 'Arn'] }, 'arn:aws:lambda:ap-east-1:000000000000:function:Stack-Work'],
  [{ 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::stack-bucket'],
  [
    { 'Fn::Sub': `\${AWS::Region}/\${Table}/\${Bucket.Arn}/\${!Kept}` },
    `ap-east-1/Stack-Table/arn:aws:s3:::stack-bucket/\${Kept}`,
  ],
  [{ 'Fn::Sub': [`\${a}-\${AWS::StackName}`, { a: { Ref: 'Named' } }] }, 'clients-Stack'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Work', 'Arn'] }] }] }, 'aws'],
])('cloud assembly resolves %j', (value, expected) => {
  expect(assembly.resolve(value)).toBe(expected);
});

it('cloud assembly reports what it cannot resolve only when that is needed', () => {
  expect(assembly.outputs()).toEqual({ Good: 'Stack-Table' });
  expect(() => assembly.resolve(assembly.resource('Odd').properties)).toThrow(/Fn::ImportValue/);
  expect(() => assembly.resolve({ 'Fn::GetAtt': ['Odd', 'Arn'] })).toThrow(/no Arn of AWS::Odd::Thing/);
});

it('cloud assembly stores an access key and the secret built from it, and neither in clear text', async () => {
  const first = new SecretsManager(assembly, path.join(directory, 'secrets')).accessKeys();
  const again = new SecretsManager(new CloudAssembly(directory, 'Stack'), path.join(directory, 'secrets'));
  expect(again.accessKeys()).toEqual(first);
  expect(assembly.text({ Ref: 'Key' })).toMatch(/^AKIA[A-Z2-7]{16}$/);
  const stored = await readFile(path.join(directory, 'secrets', 'secrets'), 'latin1');
  for (const { accessKeyId, secretAccessKey } of Object.values(first)) {
    expect(stored).not.toContain(accessKeyId);
    expect(stored).not.toContain(secretAccessKey);
  }
  expect((await stat(path.join(directory, 'secrets', 'key'))).mode & 0o777).toBe(0o600);
});

it('cloud assembly generates secrets as the template asks', () => {
  const secret = JSON.parse(
    generateSecret({
      SecretStringTemplate: '{"kid":"1"}',
      GenerateStringKey: 'secret',
      PasswordLength: 64,
      ExcludePunctuation: true,
      ExcludeCharacters: 'abc',
    }),
  );
  expect(secret).toEqual({ kid: '1', secret: expect.stringMatching(/^[A-Zd-z0-9]{64}$/) });
  expect(generateSecret({})).toHaveLength(32);
});

it('cloud assembly runs no function that only CloudFormation calls', async () => {
  const sandbox = new CloudAssembly(await synthesizedStacks(), 'KycChina-sandbox');
  const url = 'http://127.0.0.1:9';
  const services = ['S3', 'DYNAMODB', 'SFN', 'SECRETS_MANAGER', 'KMS', 'API_GATEWAY', 'STS'] as const;
  const endpoints = Object.fromEntries(services.map((service) => [service, url])) as unknown as Endpoints;
  const names = functionDefinitions(sandbox, endpoints, {}, new Gate(sandbox)).map(({ name }) => name);
  const declared = sandbox.resourcesOf('AWS::Lambda::Function').map((resource) => sandbox.nameOf(resource));
  expect(declared.filter((name) => !names.includes(name))).toEqual([
    expect.stringContaining('CustomS3AutoDeleteObjects'),
  ]);
});
