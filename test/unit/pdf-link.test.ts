import { S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, expect, it, jest } from '@jest/globals';
import { mockAws } from '../support/mocked-aws.ts';

const mocks = mockAws();
const { S3PdfStore } = await import('../../lambdas/storage/pdf-store.ts');
const { freshForMs } = await import('../../lambdas/storage/cached-secret.ts');

let now = Date.now();
const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
afterAll(() => clock.mockRestore());

const keyIdOf = (link: string) => new URL(link).searchParams.get('X-Amz-Credential')?.split('/')[0];

const replaceKeyBy = (accessKeyId: string) =>
  mocks.secrets
    .on(GetSecretValueCommand, { SecretId: 'link-signer' })
    .resolves({ SecretString: JSON.stringify({ accessKeyId, secretAccessKey: 's' }) });

it('signs links with the key that the secret holds, within five minutes of its replacement', async () => {
  const pdfs = new S3PdfStore(new S3Client({}), { bucket: 'pdfs', signerSecretArn: 'link-signer' });
  const signedAt = new Date();
  replaceKeyBy('AKIAFIRST');
  expect(keyIdOf(await pdfs.link('r1', signedAt))).toBe('AKIAFIRST');
  replaceKeyBy('AKIASECOND');
  now += freshForMs - 1;
  expect(keyIdOf(await pdfs.link('r2', signedAt))).toBe('AKIAFIRST');
  now += 1;
  expect(keyIdOf(await pdfs.link('r3', signedAt))).toBe('AKIASECOND');
});
