import { createHmac, randomBytes } from 'node:crypto';
import { EncryptedFile } from './encrypted-file.ts';
import { ServiceError } from './json-service.ts';

const algorithm = 'HMAC_SHA_256';

export interface MacInput {
  readonly KeyId?: string;
  /** base64. */
  readonly Message?: string;
  readonly MacAlgorithm?: string;
}

/** The stack's HMAC keys of KMS. */
export class MacKeys {
  /** Key material by the key's ARN, base64. */
  readonly #materials: Readonly<Record<string, string>>;

  /** @param directory where the material is kept, encrypted. */
  constructor(arns: readonly string[], directory: string) {
    const file = new EncryptedFile<Record<string, string>>(directory, 'mac-keys');
    const known = arns.length === 0 ? {} : (file.read() ?? {});
    this.#materials = Object.fromEntries(
      arns.map((arn) => [arn, known[arn] ?? randomBytes(32).toString('base64')]),
    );
    if (arns.length > 0) file.write(this.#materials);
  }

  /** @throws ServiceError ValidationException for another algorithm, and for a message that is empty or over 4,096 bytes. */
  generate(arn: string, { Message = '', MacAlgorithm }: MacInput) {
    const message = Buffer.from(Message, 'base64');
    if (MacAlgorithm !== algorithm)
      throw new ServiceError('ValidationException', `The emulator authenticates with ${algorithm} alone.`);
    if (message.length === 0 || message.length > 4096)
      throw new ServiceError(
        'ValidationException',
        "1 validation error detected: Value at 'message' failed to satisfy constraint",
      );
    const material = this.#materials[arn];
    if (material === undefined)
      throw new ServiceError(
        'InvalidKeyUsageException',
        `${arn} key usage is ENCRYPT_DECRYPT which is not valid for this operation.`,
      );
    const mac = createHmac('sha256', Buffer.from(material, 'base64')).update(message).digest('base64');
    return { KeyId: arn, Mac: mac, MacAlgorithm: algorithm };
  }
}
