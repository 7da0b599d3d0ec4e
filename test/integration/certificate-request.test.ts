import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { certificateRequest, toPem } from '@kyc-china/pdf/signature/certificate-request';
import { KmsSigningKey } from '@kyc-china/storage/kms-signing-key';
import { certificateRequest as command } from '../../operations/certificate-request.ts';
import { serveKms } from '../../packages/emulator/kms.ts';
import { elementsOf } from '../../packages/pdf/signature/der-reader.ts';

const arn = 'arn:aws:kms:ap-east-1:000000000000:key/signing';

let directory: string;
let kms: KMSClient;
let key: KmsSigningKey;
let stop: () => Promise<void>;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certificate-request-'));
  const running = await serveKms([{ arn, spec: 'RSA_2048' }], directory);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  kms = new KMSClient({ region: 'ap-east-1', endpoint: running.url, credentials, maxAttempts: 1 });
  key = new KmsSigningKey(kms, arn);
  stop = () => running.stop();
});
afterAll(async () => {
  kms.destroy();
  await stop();
  await rm(directory, { recursive: true, force: true });
});

const subject = { commonName: '报告 reports', organization: 'An Operator Limited', country: 'HK' };

it('certificate request is signed by the key of KMS, and holds its public key and the subject', async () => {
  const request = await certificateRequest(key, subject);
  const [whole] = [...elementsOf(request)];
  const [signed, algorithm, signature] = [...elementsOf(whole?.content ?? Buffer.of())];
  const [version, name, publicKey, attributes, ...rest] = [...elementsOf(signed?.content ?? Buffer.of())];
  const spki = Buffer.from(await key.publicKey());
  expect(publicKey?.whole).toEqual(spki);
  expect([version?.content, attributes?.whole, rest]).toEqual([Buffer.of(0), Buffer.of(0xa0, 0), []]);
  for (const value of Object.values(subject)) expect(name?.content.includes(Buffer.from(value))).toBe(true);
  // sha256WithRSAEncryption with its null (RFC 8017, A.2.4).
  expect(algorithm?.content.toString('hex')).toBe('06092a864886f70d01010b0500');
  const value = signature?.content.subarray(1) ?? Buffer.of();
  const trusted = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  expect(verify('sha256', signed?.whole ?? Buffer.of(), trusted, value)).toBe(true);
});

it('certificate request in PEM form has lines of 64 characters between its labels', () => {
  const pem = toPem('CERTIFICATE REQUEST', Buffer.alloc(60));
  expect(pem.split('\n').map((line) => line.length)).toEqual([35, 64, 16, 33, 0]);
  expect(pem).toMatch(
    /^-----BEGIN CERTIFICATE REQUEST-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE REQUEST-----\n$/,
  );
});

it.each([
  [[], 'npm run certificate-request'],
  [['--name', 'a'], 'npm run certificate-request'],
  [['--name', 'a'.repeat(65), '--out', 'f'], '--name has at most 64 characters'],
  [['--name', 'a\u0000b', '--out', 'f'], 'no control characters'],
  [['--name', 'a', '--organization', 'b'.repeat(65), '--out', 'f'], '--organization has at most 64'],
  [['--name', 'a', '--country', 'hk', '--out', 'f'], '--country is a code of ISO 3166-1'],
  [['--name', 'a', '--country', 'HKG', '--out', 'f'], '--country is a code of ISO 3166-1'],
])('certificate-request %j is refused before a stage is called', async (args, message) => {
  const context = { print: () => undefined, dataDirectory: directory };
  await expect(command(args, context)).rejects.toThrow(message);
});
