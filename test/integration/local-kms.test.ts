import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serveKms } from '../../packages/emulator/kms.ts';

const arn = (id: string) => `arn:aws:kms:ap-east-1:000000000000:key/${id}`;
const [first, second] = [arn('first'), arn('second')];
const [signing, mac] = [arn('signing'), arn('mac')];

let directory: string;
let kms: KMSClient;
let stop: () => Promise<void>;

async function start(arns = [first, second]): Promise<void> {
  const running = await serveKms(
    [
      ...arns.map((one) => ({ arn: one, spec: 'SYMMETRIC_DEFAULT' })),
      { arn: signing, spec: 'RSA_2048' },
      { arn: mac, spec: 'HMAC_256' },
    ],
    directory,
  );
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  kms = new KMSClient({ region: 'ap-east-1', endpoint: running.url, credentials, maxAttempts: 1 });
  stop = async () => {
    kms.destroy();
    await running.stop();
  };
}

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-kms-'));
  await start();
});
afterEach(async () => {
  await stop();
  await rm(directory, { recursive: true, force: true });
});

const EncryptionContext = { report: 'r', stage: 's' };
const makeKey = (more = {}) =>
  kms.send(new GenerateDataKeyCommand({ KeyId: first, KeySpec: 'AES_256', EncryptionContext, ...more }));
const decrypt = (CiphertextBlob: Uint8Array | undefined, more = {}) =>
  kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, ...more }));

describe('the KMS of the embedded cloud', () => {
  it('embedded KMS unwraps its own data key, and names the key that wrapped it', async () => {
    const made = await makeKey();
    expect(made.Plaintext).toHaveLength(32);
    expect(made.KeyId).toBe(first);
    const opened = await decrypt(made.CiphertextBlob);
    expect(opened).toMatchObject({ Plaintext: made.Plaintext, KeyId: first });
    const reordered = { EncryptionContext: { stage: 's', report: 'r' }, KeyId: 'first' };
    expect((await decrypt(made.CiphertextBlob, reordered)).Plaintext).toEqual(made.Plaintext);
  });

  it('embedded KMS encrypts the same input differently each time', async () => {
    const encrypt = () => kms.send(new EncryptCommand({ KeyId: second, Plaintext: Buffer.from('text') }));
    const [one, other] = [await encrypt(), await encrypt()];
    expect(one.CiphertextBlob).not.toEqual(other.CiphertextBlob);
    const { Plaintext } = await decrypt(one.CiphertextBlob, { EncryptionContext: undefined });
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('text');
  });

  it('embedded KMS refuses as KMS does: another context or key, changed or foreign bytes, no such key', async () => {
    const { CiphertextBlob = new Uint8Array() } = await makeKey();
    const invalid = { name: 'InvalidCiphertextException' };
    for (const context of [undefined, {}, { report: 'r' }, { ...EncryptionContext, more: 'x' }])
      await expect(decrypt(CiphertextBlob, { EncryptionContext: context })).rejects.toMatchObject(invalid);
    const changed = Uint8Array.from(CiphertextBlob, (byte, index) =>
      index === CiphertextBlob.length - 20 ? byte ^ 1 : byte,
    );
    for (const bytes of [changed, CiphertextBlob.slice(0, -1), new Uint8Array([0]), Buffer.alloc(100, 9)])
      await expect(decrypt(bytes)).rejects.toMatchObject(invalid);
    await expect(decrypt(CiphertextBlob, { KeyId: second })).rejects.toMatchObject({
      name: 'IncorrectKeyException',
    });
    await expect(makeKey({ KeyId: arn('third') })).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(makeKey({ KeySpec: undefined })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('embedded KMS keeps its keys across a restart, in no readable file', async () => {
    const { CiphertextBlob, Plaintext } = await makeKey();
    await stop();
    await start();
    expect((await decrypt(CiphertextBlob)).Plaintext).toEqual(Plaintext);
    for (const name of (await readdir(directory)).filter((file) => file !== 'key'))
      expect((await readFile(path.join(directory, name))).includes('first')).toBe(false);
  });

  it('embedded KMS deletes a key that the stack no longer has, and all that it wrapped', async () => {
    const { CiphertextBlob } = await makeKey();
    await stop();
    await start([second]);
    await expect(decrypt(CiphertextBlob)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    await stop();
    await start();
    await expect(decrypt(CiphertextBlob)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('embedded KMS signs digests with a key that outlives a restart, and the signature verifies', async () => {
    const content = Buffer.from('a report');
    const digest = createHash('sha256').update(content).digest();
    const sign = () =>
      kms.send(
        new SignCommand({
          KeyId: signing,
          Message: digest,
          MessageType: 'DIGEST',
          SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
        }),
      );
    const { Signature = new Uint8Array() } = await sign();
    const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId: signing }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    expect(verify('sha256', content, key, Signature)).toBe(true);
    await stop();
    await start();
    expect((await sign()).Signature).toEqual(Signature);
  });

  it('embedded KMS computes the same MAC for the same message, also after a restart', async () => {
    const macOf = async (text: string) =>
      (
        await kms.send(
          new GenerateMacCommand({ KeyId: mac, Message: Buffer.from(text), MacAlgorithm: 'HMAC_SHA_256' }),
        )
      ).Mac;
    const first = await macOf('one');
    expect(first).toHaveLength(32);
    expect(await macOf('other')).not.toEqual(first);
    await stop();
    await start();
    expect(await macOf('one')).toEqual(first);
  });

  it('embedded KMS refuses to use a key for what it is not for', async () => {
    const refused = (sending: Promise<unknown>) =>
      expect(sending).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
    await refused(makeKey({ KeyId: signing }));
    await refused(kms.send(new GetPublicKeyCommand({ KeyId: mac })));
    await refused(
      kms.send(
        new GenerateMacCommand({ KeyId: first, Message: Buffer.from('m'), MacAlgorithm: 'HMAC_SHA_256' }),
      ),
    );
  });
});
