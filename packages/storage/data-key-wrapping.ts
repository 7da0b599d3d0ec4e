import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';

/** A data key, and the same wrapped: the latter is worth nothing without the wrapping key and the context. */
export interface FreshDataKey {
  readonly bytes: Uint8Array;
  readonly wrapped: Uint8Array;
}

/**
 * Makes and unwraps data keys with the key of applicants in KMS. The encryption context is the report's id: KMS
 * unwraps nothing for another report, and CloudTrail's entry of each call says which report it was for.
 */
export class KmsDataKeyWrapping {
  readonly #kms: KMSClient;
  readonly #keyArn: string;

  constructor(kms: KMSClient, keyArn: string) {
    this.#kms = kms;
    this.#keyArn = keyArn;
  }

  async generate(reportId: string): Promise<FreshDataKey> {
    const { Plaintext, CiphertextBlob } = await this.#kms.send(
      new GenerateDataKeyCommand({
        KeyId: this.#keyArn,
        KeySpec: 'AES_256',
        EncryptionContext: { reportId },
      }),
    );
    if (!Plaintext || !CiphertextBlob) throw new Error('KMS made no data key');
    return { bytes: Plaintext, wrapped: CiphertextBlob };
  }

  /** @throws InvalidCiphertextException for a key of another report. */
  async unwrap(reportId: string, wrapped: Uint8Array): Promise<Uint8Array> {
    const { Plaintext } = await this.#kms.send(
      new DecryptCommand({
        KeyId: this.#keyArn,
        CiphertextBlob: wrapped,
        EncryptionContext: { reportId },
      }),
    );
    if (!Plaintext) throw new Error('KMS unwrapped no data key');
    return Plaintext;
  }
}
