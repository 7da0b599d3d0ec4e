import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { Gate } from '@kyc-china/emulator/iam/gate';
import { generateCredentials } from '../../packages/emulator/credentials.ts';
import { EncryptionKeys } from '../../packages/emulator/iam/encryption-keys.ts';
import { registerKeyPair, startS3 } from '../../packages/emulator/s3.ts';

let directory: string;
let s3: S3Client;
let Bucket: string;
let stop: () => Promise<void>;
/** What a put left whose process was killed. */
let unfinished: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-s3-'));
  const template = { Resources: { Intake: { Type: 'AWS::S3::Bucket', Properties: {} } } };
  await writeFile(path.join(directory, 'Stack.template.json'), JSON.stringify(template));
  const assembly = new CloudAssembly(directory, 'Stack');
  Bucket = assembly.nameOf(assembly.resource('Intake'));
  const gate = new Gate(assembly);
  const credentials = generateCredentials();
  registerKeyPair(credentials);
  gate.register(credentials.accessKeyId);
  const bucket = path.join(directory, 's3', Bucket, 'photos');
  unfinished = path.join(bucket, `one._S3rver_object.${randomUUID()}`);
  await mkdir(bucket, { recursive: true });
  await writeFile(unfinished, 'half');
  const running = await startS3(assembly, path.join(directory, 's3'), gate, new EncryptionKeys(assembly));
  s3 = new S3Client({ region: 'ap-east-1', endpoint: running.url, credentials, forcePathStyle: true });
  stop = () => running.stop();
});
afterAll(async () => {
  s3.destroy();
  await stop();
  await rm(directory, { recursive: true, force: true });
});

const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
const remove = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));
const read = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

it("embedded S3 keeps what is written beside an object during the object's deletion", async () => {
  for (let turn = 0; turn < 30; turn += 1) {
    const [leaving, coming] = [`photos/${turn}-leaving`, `photos/${turn}-coming`];
    await put(leaving);
    await Promise.all([remove(leaving), put(coming)]);
    await expect(read(leaving)).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await read(coming)).toBe(coming);
    await remove(coming);
    await expect(read(coming)).rejects.toMatchObject({ name: 'NoSuchKey' });
  }
});

it('embedded S3 returns a whole object while it is written again', async () => {
  const Key = 'reports/again.pdf';
  const write = (letter: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: letter.repeat(4 * 1024 * 1024) }));
  await write('a');
  for (const letter of 'bcdefgh') {
    const [, ...found] = await Promise.all([write(letter), ...Array.from({ length: 6 }, () => read(Key))]);
    for (const text of found) {
      expect(text?.length).toBe(4 * 1024 * 1024);
      expect(text).toBe(text?.charAt(0).repeat(4 * 1024 * 1024));
    }
  }
  await remove(Key);
});

it('embedded S3 deletes at its start the rest of a put whose process was killed', () => {
  expect(existsSync(unfinished)).toBe(false);
});
