import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { Gate } from '@kyc-china/emulator/iam/gate';
import { type Credentials, generateCredentials } from '../../packages/emulator/credentials.ts';
import { startDynamoDb } from '../../packages/emulator/dynamodb.ts';
import { EncryptionKeys } from '../../packages/emulator/iam/encryption-keys.ts';
import { startKms } from '../../packages/emulator/kms.ts';
import { registerKeyPair, startS3 } from '../../packages/emulator/s3.ts';
import { SecretsManager } from '../../packages/emulator/secrets-manager.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const accountRoot = { AWS: 'arn:aws:iam::000000000000:root' };
const tableOf = (more = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ...more,
  },
});
const policyOf = (role: string, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { Roles: [{ Ref: role }], PolicyDocument: { Statement } },
});
const allow = (Action: string | string[], Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const onlyReportId = {
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['reportId'] },
  'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': ['reportId'] },
};

const throughDynamoDb = { StringEquals: { 'kms:ViaService': 'dynamodb.ap-east-1.amazonaws.com' } };

/** Two principals: a worker with few rights, and a reader that may read but not use the key at rest. */
const template = {
  Resources: {
    Worker: { Type: 'AWS::IAM::Role' },
    Reader: { Type: 'AWS::IAM::Role' },
    Open: tableOf(),
    Sealed: tableOf({ SSESpecification: { SSEEnabled: true, KMSMasterKeyId: arnOf('AtRest') } }),
    Bucket: { Type: 'AWS::S3::Bucket' },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: {
          Statement: {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: { 'Fn::Join': ['', [arnOf('Bucket'), '/vault/*']] },
          },
        },
      },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'hidden' } },
    SealedSecret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { SecretString: 'sealed', KmsKeyId: arnOf('AtRest') },
    },
    AtRest: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: { Statement: { Effect: 'Allow', Principal: accountRoot, Action: 'kms:*', Resource: '*' } },
      },
    },
    Wrapping: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: {
          Statement: [
            { Effect: 'Allow', Principal: accountRoot, Action: 'kms:*', Resource: '*' },
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: 'kms:Decrypt',
              Resource: '*',
              Condition: { ArnNotEquals: { 'aws:PrincipalArn': arnOf('Worker') } },
            },
          ],
        },
      },
    },
    Closed: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'logs.amazonaws.com' },
            Action: 'kms:*',
            Resource: '*',
          },
        },
      },
    },
    WorkerPolicy: policyOf(
      'Worker',
      allow(['dynamodb:GetItem', 'dynamodb:PutItem'], arnOf('Open')),
      allow('dynamodb:GetItem', arnOf('Sealed')),
      allow('kms:Decrypt', arnOf('AtRest'), throughDynamoDb),
      allow(['s3:GetObject', 's3:PutObject'], { 'Fn::Join': ['', [arnOf('Bucket'), '/photos/*']] }),
      allow('s3:PutObject', { 'Fn::Join': ['', [arnOf('Bucket'), '/vault/*']] }),
      allow(['kms:GenerateDataKey', 'kms:Decrypt'], arnOf('Wrapping'), onlyReportId),
      allow('kms:GenerateDataKey', arnOf('Closed')),
      allow('secretsmanager:GetSecretValue', [{ Ref: 'Secret' }, { Ref: 'SealedSecret' }]),
    ),
    ReaderPolicy: policyOf('Reader', allow(['dynamodb:*', 'kms:*'], arnOf('Sealed'))),
  },
};

let directory: string;
let assembly: CloudAssembly;
let gate: Gate;
const stops: (() => Promise<void> | void)[] = [];

/** The clients of one caller. */
interface Clients {
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly secrets: SecretsManagerClient;
}
let worker: Clients;
let reader: Clients;
let operator: Clients;
let stranger: Clients;

const key = { pk: { S: '1' } };
const keyId = (logicalId: string) => assembly.attributeOf(assembly.resource(logicalId), 'Arn');

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-gate-'));
  await writeFile(path.join(directory, 'Stack.template.json'), JSON.stringify(template));
  assembly = new CloudAssembly(directory, 'Stack');
  gate = new Gate(assembly);
  const keys = new EncryptionKeys(assembly);
  const caller = (role?: string): Credentials => {
    const pair = generateCredentials();
    registerKeyPair(pair);
    if (role) gate.register(pair.accessKeyId, gate.role(keyId(role), 'session'));
    else gate.register(pair.accessKeyId);
    return pair;
  };
  const pairs = { operator: caller(), worker: caller('Worker'), reader: caller('Reader') };
  const folder = (name: string) => path.join(directory, name);
  await mkdir(folder('secrets'));
  const dynamoDb = await startDynamoDb(assembly, folder('dynamodb'), pairs.operator, gate, keys);
  const s3 = await startS3(assembly, folder('s3'), gate, keys);
  const kms = await startKms(assembly, folder('kms'), gate);
  const secrets = await new SecretsManager(assembly, folder('secrets')).serve(gate, keys);
  const clientsOf = (credentials: Credentials): Clients => {
    const common = { region: 'ap-east-1', credentials, maxAttempts: 1 };
    const clients = {
      dynamo: new DynamoDBClient({ ...common, endpoint: dynamoDb.url }),
      s3: new S3Client({ ...common, endpoint: s3.url, forcePathStyle: true }),
      kms: new KMSClient({ ...common, endpoint: kms.url }),
      secrets: new SecretsManagerClient({ ...common, endpoint: secrets.url }),
    };
    for (const client of Object.values(clients)) stops.push(() => client.destroy());
    return clients;
  };
  worker = clientsOf(pairs.worker);
  reader = clientsOf(pairs.reader);
  operator = clientsOf(pairs.operator);
  stranger = clientsOf(generateCredentials());
  for (const service of [dynamoDb, s3, kms, secrets]) stops.push(() => service.stop());
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await rm(directory, { recursive: true });
});

const denied = (action: string) => ({
  name: expect.stringMatching(/^AccessDenied(Exception)?$/),
  message: expect.stringMatching(
    new RegExp(
      `^User: arn:aws:sts::000000000000:assumed-role/Stack-Worker/session is not authorized to perform: ${action} on resource: arn:`,
    ),
  ),
});

describe('the gate before DynamoDB', () => {
  const TableName = 'Stack-Open';

  it('IAM gate of DynamoDB allows a granted call, and no other operation or table', async () => {
    await worker.dynamo.send(new PutItemCommand({ TableName, Item: key }));
    const { Item } = await worker.dynamo.send(new GetItemCommand({ TableName, Key: key }));
    expect(Item).toEqual(key);
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: '1' } },
    });
    await expect(worker.dynamo.send(query)).rejects.toMatchObject(denied('dynamodb:Query'));
    const put = new PutItemCommand({ TableName: 'Stack-Sealed', Item: key });
    await expect(worker.dynamo.send(put)).rejects.toMatchObject(denied('dynamodb:PutItem'));
  });

  it('IAM gate of DynamoDB checks every table of a batch', async () => {
    const RequestItems = { [TableName]: [{ DeleteRequest: { Key: key } }] };
    const batch = new BatchWriteItemCommand({ RequestItems });
    await expect(worker.dynamo.send(batch)).rejects.toMatchObject(denied('dynamodb:BatchWriteItem'));
  });

  it('IAM gate of DynamoDB requires the right to use the key that encrypts the table', async () => {
    const get = new GetItemCommand({ TableName: 'Stack-Sealed', Key: key });
    expect((await worker.dynamo.send(get)).Item).toBeUndefined();
    await expect(reader.dynamo.send(get)).rejects.toThrow('is not authorized to perform: kms:Decrypt');
  });

  it('IAM gate of DynamoDB refuses an access key that it did not issue', async () => {
    const get = new GetItemCommand({ TableName, Key: key });
    await expect(stranger.dynamo.send(get)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });
});

describe('the gate before S3', () => {
  const object = (Key: string) => ({ Bucket: 'stack-bucket', Key });

  it('IAM gate of S3 allows a granted call, and no other action or key', async () => {
    await worker.s3.send(new PutObjectCommand({ ...object('photos/1'), Body: 'x'.repeat(100_000) }));
    const { Body } = await worker.s3.send(new GetObjectCommand(object('photos/1')));
    expect(await Body?.transformToString()).toHaveLength(100_000);
    const put = new PutObjectCommand({ ...object('reports/1'), Body: 'x'.repeat(1_000_000) });
    await expect(worker.s3.send(put)).rejects.toMatchObject(denied('s3:PutObject'));
    const remove = new DeleteObjectCommand(object('photos/1'));
    await expect(worker.s3.send(remove)).rejects.toMatchObject(denied('s3:DeleteObject'));
    const list = new ListObjectsV2Command({ Bucket: 'stack-bucket' });
    await expect(worker.s3.send(list)).rejects.toMatchObject(denied('s3:ListBucket'));
    const version = new GetObjectCommand({ ...object('photos/1'), VersionId: 'v' });
    await expect(worker.s3.send(version)).rejects.toMatchObject(denied('s3:GetObjectVersion'));
  });

  it("IAM gate of S3 applies the bucket's policy to every caller", async () => {
    const put = new PutObjectCommand({ ...object('vault/1'), Body: 'x' });
    await expect(worker.s3.send(put)).rejects.toMatchObject(denied('s3:PutObject'));
    await expect(operator.s3.send(put)).rejects.toThrow('explicit deny in a resource-based policy');
  });

  it('IAM gate of S3 judges a presigned link by its signer', async () => {
    const link = (Key: string) => getSignedUrl(worker.s3, new GetObjectCommand(object(Key)));
    expect((await fetch(await link('photos/1'))).status).toBe(200);
    const other = await fetch(await link('reports/1'));
    expect(other.status).toBe(403);
    expect(await other.text()).toContain('<Code>AccessDenied</Code>');
    expect((await fetch(`${(await link('photos/1')).split('?')[0]}`)).status).toBe(403);
  });
});

describe('the gate before KMS', () => {
  const generate = (KeyId: string, EncryptionContext?: Record<string, string>) =>
    new GenerateDataKeyCommand({ KeyId: keyId(KeyId), KeySpec: 'AES_256', EncryptionContext });

  it('IAM gate of KMS applies the condition on the encryption context', async () => {
    await worker.kms.send(generate('Wrapping', { reportId: 'r' }));
    for (const context of [undefined, {}, { reportId: 'r', more: 'x' }, { clientId: 'c' }])
      await expect(worker.kms.send(generate('Wrapping', context))).rejects.toMatchObject(
        denied('kms:GenerateDataKey'),
      );
  });

  it("IAM gate of KMS applies the key's explicit deny, also to the operator", async () => {
    const context = { EncryptionContext: { reportId: 'r' } };
    const { CiphertextBlob } = await operator.kms.send(generate('Wrapping', context.EncryptionContext));
    const decrypt = new DecryptCommand({ CiphertextBlob, ...context });
    expect((await worker.kms.send(decrypt)).Plaintext).toHaveLength(32);
    await expect(operator.kms.send(decrypt)).rejects.toThrow('explicit deny in a resource-based policy');
  });

  it('IAM gate of KMS refuses a key directly and through another service if the grant names one service', async () => {
    const { CiphertextBlob } = await operator.kms.send(generate('AtRest'));
    const decrypt = new DecryptCommand({ CiphertextBlob });
    expect((await operator.kms.send(decrypt)).Plaintext).toHaveLength(32);
    await expect(worker.kms.send(decrypt)).rejects.toMatchObject(denied('kms:Decrypt'));
    const get = new GetSecretValueCommand({ SecretId: 'Stack-SealedSecret' });
    expect((await operator.secrets.send(get)).SecretString).toBe('sealed');
    await expect(worker.secrets.send(get)).rejects.toMatchObject(denied('kms:Decrypt'));
    const item = new GetItemCommand({ TableName: 'Stack-Sealed', Key: key });
    expect((await worker.dynamo.send(item)).Item).toBeUndefined();
  });

  it('IAM gate of KMS requires a key policy that lets the account decide', async () => {
    await expect(worker.kms.send(generate('Closed'))).rejects.toMatchObject(denied('kms:GenerateDataKey'));
    await expect(operator.kms.send(generate('Closed'))).rejects.toThrow('no resource-based policy allows');
  });
});

it('IAM gate returns a secret to a caller that may read it', async () => {
  const get = new GetSecretValueCommand({ SecretId: 'Stack-Secret' });
  expect((await worker.secrets.send(get)).SecretString).toBe('hidden');
  await expect(reader.secrets.send(get)).rejects.toThrow(
    'is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:',
  );
});

it('IAM gate records what was allowed, and what is granted but unused', () => {
  const [principal, open] = [keyId('Worker'), keyId('Open')];
  expect(gate.used()).toContainEqual({ principal, action: 'dynamodb:GetItem', resource: open });
  expect(gate.used().map(({ action }) => action)).not.toContain('dynamodb:Query');
  expect(gate.unused().filter((grant) => grant.principal === principal)).toEqual(
    expect.arrayContaining([
      { principal, action: 's3:PutObject', resource: 'arn:aws:s3:::stack-bucket/vault/*' },
      { principal, action: 'kms:GenerateDataKey', resource: keyId('Closed') },
    ]),
  );
  expect(gate.unused().map(({ action }) => action)).not.toContain('s3:GetObject');
});
