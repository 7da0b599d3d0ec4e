import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
} from 'node:crypto';
import { EncryptedFile } from './encrypted-file.ts';
import { ServiceError } from './json-service.ts';

const algorithm = 'RSASSA_PKCS1_V1_5_SHA_256';

/** DigestInfo of SHA-256 without its digest (RFC 8017, 9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

export interface SignInput {
  readonly KeyId?: string;
  /** base64. */
  readonly Message?: string;
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
}

/** The stack's asymmetric keys of KMS: RSA-2048, which sign digests. */
export class SigningKeys {
  readonly #keys: ReadonlyMap<string, KeyObject>;

  /** @param directory where the private keys are kept, encrypted. */
  constructor(arns: readonly string[], directory: string) {
    const file = new EncryptedFile<Record<string, string>>(directory, 'signing-keys');
    const known = arns.length === 0 ? {} : (file.read() ?? {});
    const pems = Object.fromEntries(arns.map((arn) => [arn, known[arn] ?? newPrivateKey()]));
    if (arns.length > 0) file.write(pems);
    this.#keys = new Map(Object.entries(pems).map(([arn, pem]) => [arn, createPrivateKey(pem)]));
  }

  /** @throws ServiceError ValidationException for what is not a SHA-256 digest to be signed with PKCS #1 v1.5. */
  sign(arn: string, { Message = '', MessageType, SigningAlgorithm }: SignInput) {
    const digest = Buffer.from(Message, 'base64');
    if (SigningAlgorithm !== algorithm)
      throw new ServiceError('ValidationException', `The emulator signs with ${algorithm} alone.`);
    if (MessageType !== 'DIGEST' || digest.length !== 32)
      throw new ServiceError('ValidationException', 'Digest is invalid length for algorithm SHA_256.');
    const signature = privateEncrypt(
      { key: this.#key(arn), padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([digestInfo, digest]),
    );
    return { KeyId: arn, Signature: signature.toString('base64'), SigningAlgorithm: algorithm };
  }

  publicKey(arn: string) {
    const spki = createPublicKey(this.#key(arn)).export({ type: 'spki', format: 'der' });
    return {
      KeyId: arn,
      KeySpec: 'RSA_2048',
      KeyUsage: 'SIGN_VERIFY',
      PublicKey: spki.toString('base64'),
      SigningAlgorithms: [algorithm],
    };
  }

  #key(arn: string): KeyObject {
    const key = this.#keys.get(arn);
    if (!key)
      throw new ServiceError(
        'InvalidKeyUsageException',
        `${arn} key usage is ENCRYPT_DECRYPT which is not valid for this operation.`,
      );
    return key;
  }
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}
