import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, expect, it, jest } from '@jest/globals';
import { mockAws } from '../support/mocked-aws.ts';

const mocks = mockAws();
const { S3PdfLinks } = await import('@kyc-china/storage/pdf-store');
const { LinkSigner } = await import('../../packages/storage/link-signer.ts');
const { freshForMs } = await import('@kyc-china/storage/cached-secret');

let now = Date.now();
const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
afterAll(() => clock.mockRestore());

const keyIdOf = (link: string) => new URL(link).searchParams.get('X-Amz-Credential')?.split('/')[0];

const replaceKeyBy = (accessKeyId: string) =>
  mocks.secrets
    .on(GetSecretValueCommand, { SecretId: 'link-signer' })
    .resolves({ SecretString: JSON.stringify({ accessKeyId, secretAccessKey: 's' }) });

it("PDF links are signed with the secret's key within five minutes of its replacement", async () => {
  const pdfs = new S3PdfLinks({ bucket: 'pdfs', signerSecretArn: 'link-signer' });
  const signedAt = new Date();
  replaceKeyBy('AKIAFIRST');
  expect(keyIdOf(await pdfs.link('r1', signedAt))).toBe('AKIAFIRST');
  replaceKeyBy('AKIASECOND');
  now += freshForMs - 1;
  expect(keyIdOf(await pdfs.link('r2', signedAt))).toBe('AKIAFIRST');
  now += 1;
  expect(keyIdOf(await pdfs.link('r3', signedAt))).toBe('AKIASECOND');
});

it("PDF link's signature covers inline display, the file name and no caching", async () => {
  const pdfs = new S3PdfLinks({ bucket: 'pdfs', signerSecretArn: 'link-signer' });
  replaceKeyBy('AKIAFIRST');
  const { searchParams } = new URL(await pdfs.link('r1', new Date()));
  expect(Object.fromEntries(searchParams)).toMatchObject({
    'response-cache-control': 'private, no-store',
    'response-content-disposition': 'inline; filename="kyc-cn-r1.pdf"',
    'response-content-type': 'application/pdf',
  });
});

it.each([
  ['the region’s endpoint', undefined],
  ['a configured endpoint', 'http://127.0.0.1:4568'],
])("PDF link equals the SDK's own link, at %s", async (_, endpoint) => {
  const before = process.env.AWS_ENDPOINT_URL_S3;
  if (endpoint) process.env.AWS_ENDPOINT_URL_S3 = endpoint;
  try {
    const key = { accessKeyId: 'AKIAFIRST', secretAccessKey: 's' };
    const signedAt = new Date('2026-01-02T03:04:05Z');
    const target = {
      key: 'reports/r1.pdf',
      contentType: 'application/pdf',
      contentDisposition: 'inline; filename="张 (1).pdf"',
      cacheControl: 'private, no-store',
    };
    const get = new GetObjectCommand({
      Bucket: 'pdfs',
      Key: target.key,
      ResponseContentType: target.contentType,
      ResponseContentDisposition: target.contentDisposition,
      ResponseCacheControl: target.cacheControl,
    });
    const options = { signingDate: signedAt, expiresIn: 604_800 };
    const [ours, sdks] = await Promise.all([
      new LinkSigner('pdfs', key).link(target, signedAt, options.expiresIn),
      getSignedUrl(new S3Client({ credentials: key }), get, options),
    ]);
    const partsOf = (link: string) => {
      const { origin, pathname, searchParams } = new URL(link);
      // The SDK adds what its own client would send; the signature is over them too.
      for (const name of ['x-id', 'x-amz-checksum-mode', 'X-Amz-Signature']) searchParams.delete(name);
      return { origin, pathname, parameters: Object.fromEntries(searchParams) };
    };
    expect(partsOf(ours)).toEqual(partsOf(sdks));
  } finally {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_S3;
    else process.env.AWS_ENDPOINT_URL_S3 = before;
  }
});
