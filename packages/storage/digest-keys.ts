import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { DigestKeys } from '@kyc-china/core/rerun-ports';

/**
 * The keys of digests, derived by an HMAC key of KMS from a report's id. The HMAC key never leaves KMS, so that digests in a
 * copy of the table cannot be compared with guessed values.
 */
export class KmsDigestKeys implements DigestKeys {
  readonly #kms: KMSClient;
  readonly #keyArn: string;
  #prepared: { readonly reportId: string; readonly key: Promise<Uint8Array> } | undefined;

  constructor(kms: KMSClient, keyArn: string) {
    this.#kms = kms;
    this.#keyArn = keyArn;
  }

  prepare(reportId: string): void {
    void this.#takePrepared(undefined);
    const key = this.#derive(reportId);
    // The call that uses the key gets the error.
    key.catch(() => undefined);
    this.#prepared = { reportId, key };
  }

  async keyOf(reportId: string): Promise<Uint8Array> {
    return this.#takePrepared(reportId) ?? this.#derive(reportId);
  }

  /** Returns the prepared key if it is the one of this report. Any other is overwritten. */
  #takePrepared(reportId: string | undefined): Promise<Uint8Array> | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared?.reportId === reportId) return prepared?.key;
    prepared?.key.then(
      (key) => key.fill(0),
      () => undefined,
    );
    return undefined;
  }

  async #derive(reportId: string): Promise<Uint8Array> {
    const { Mac } = await this.#kms.send(
      new GenerateMacCommand({
        KeyId: this.#keyArn,
        Message: Buffer.from(reportId),
        MacAlgorithm: 'HMAC_SHA_256',
      }),
    );
    if (!Mac) throw new Error('KMS derived no key');
    return Mac;
  }
}
