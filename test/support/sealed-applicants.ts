import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  AwsApplicantIntake,
  AwsApplicantReader,
  AwsApplicantRemoval,
} from '@kyc-china/storage/applicant-store';
import { KmsDataKeyWrapping } from '@kyc-china/storage/data-key-wrapping';
import { serveKms } from '../../packages/emulator/kms.ts';
import type { ReportsTable } from './reports-table.ts';

export const wrappingKeyArn = 'arn:aws:kms:ap-east-1:000000000000:key/applicants';
export const otherKeyArn = 'arn:aws:kms:ap-east-1:000000000000:key/other';

/** Wraps what a client sends: what it throws, the client's caller sees. */
export type AroundSend = (send: () => Promise<unknown>, command: string) => Promise<unknown>;

/** The same client, with every call of `send` going through `around`. */
function through<T extends object>(client: T, around: AroundSend): T {
  return new Proxy(client, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'send' || typeof value !== 'function') return value;
      return (...args: object[]) => around(() => value.apply(target, args), args[0]?.constructor.name ?? '');
    },
  });
}

/** A bucket in memory. */
function bucketInMemory(): { s3: S3Client; objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  const send = async (command: { input: { Key?: string; Body?: Uint8Array } }) => {
    const { Key = '', Body } = command.input;
    if (command instanceof PutObjectCommand) objects.set(Key, Body as Uint8Array);
    if (command instanceof DeleteObjectCommand) objects.delete(Key);
    if (!(command instanceof GetObjectCommand)) return {};
    const held = objects.get(Key);
    if (!held) throw new NoSuchKey({ message: 'no such key', $metadata: {} });
    return { Body: { transformToByteArray: async () => held } };
  };
  return { s3: { send } as unknown as S3Client, objects };
}

/** The stores of applicants on the emulated tables and KMS, with a bucket in memory. */
export async function startSealedApplicants(table: ReportsTable) {
  const directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-kms-'));
  const running = await serveKms(
    [wrappingKeyArn, otherKeyArn].map((arn) => ({ arn, spec: 'SYMMETRIC_DEFAULT' })),
    directory,
  );
  const kms = new KMSClient({
    region: 'ap-east-1',
    endpoint: running.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { s3, objects } = bucketInMemory();
  const places = { table: table.name, bucket: 'intake', keysTable: table.keysName };
  const intakeThrough = (around: AroundSend) =>
    new AwsApplicantIntake(
      through(table.client, around),
      through(s3, around),
      places,
      new KmsDataKeyWrapping(through(kms, around), wrappingKeyArn),
    );
  const readerThrough = (around: AroundSend) =>
    new AwsApplicantReader(
      through(table.client, around),
      through(s3, around),
      places,
      new KmsDataKeyWrapping(through(kms, around), wrappingKeyArn),
    );
  const rowsOf = async (TableName: string, attribute: string, reportId: string) => {
    const answer = await table.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#partition = :id',
        ExpressionAttributeNames: { '#partition': attribute },
        ExpressionAttributeValues: { ':id': reportId },
      }),
    );
    return answer.Items ?? [];
  };
  return {
    kms,
    objects,
    places,
    intakeThrough,
    intake: intakeThrough((send) => send()),
    readerThrough,
    reader: readerThrough((send) => send()),
    removal: new AwsApplicantRemoval(table.client, s3, places),
    wrappedKeysOf: (reportId: string) => rowsOf(table.keysName, 'reportId', reportId),
    itemsOf: (reportId: string) => rowsOf(table.name, 'pk', reportId),
    close: async () => {
      kms.destroy();
      await running.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type SealedApplicants = Awaited<ReturnType<typeof startSealedApplicants>>;
