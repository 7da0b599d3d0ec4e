import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type PdfFiles, type PdfLinks, pdfFileNameOf } from '@kyc-china/core/ports';
import { retentionSeconds } from '@kyc-china/core/retention';
import { LinkSigner, type SigningKey } from './link-signer.ts';
import { linkSignerKey } from './secrets.ts';

/** The object that a report's PDF is kept in. */
export function pdfObjectOf(reportId: string): string {
  return `reports/${reportId}.pdf`;
}

/**
 * Links to PDFs in the reports bucket. They are signed with the long-lived key of a user that may only read them: one
 * that is signed with a function's temporary credentials would die with those, in hours.
 */
export class S3PdfLinks implements PdfLinks {
  readonly #bucket: string;
  readonly #signerSecretArn: string;
  #signing: { readonly key: SigningKey; readonly signer: LinkSigner } | undefined;

  constructor(names: { bucket: string; signerSecretArn: string }) {
    this.#bucket = names.bucket;
    this.#signerSecretArn = names.signerSecretArn;
  }

  async link(reportId: string, signedAt: Date): Promise<string> {
    const target = {
      key: pdfObjectOf(reportId),
      contentType: 'application/pdf',
      // `inline` shows the PDF in a frame of the client's page; the file name is used when it is saved.
      contentDisposition: `inline; filename="${pdfFileNameOf(reportId)}"`,
      // No browser or proxy may show a report after its link has expired or the report was erased.
      cacheControl: 'private, no-store',
    };
    return (await this.#signer()).link(target, signedAt, retentionSeconds('pdfLink'));
  }

  /** Kept as long as its key is: making one costs more than a signature. */
  async #signer(): Promise<LinkSigner> {
    const key = await linkSignerKey(this.#signerSecretArn);
    if (this.#signing?.key !== key) this.#signing = { key, signer: new LinkSigner(this.#bucket, key) };
    return this.#signing.signer;
  }
}

/** The PDFs themselves, in the reports bucket. */
export class S3PdfFiles implements PdfFiles {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  async put(reportId: string, pdf: Uint8Array): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({ ...this.#object(reportId), Body: pdf, ContentType: 'application/pdf' }),
    );
  }

  async delete(reportId: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand(this.#object(reportId)));
  }

  #object(reportId: string) {
    return { Bucket: this.#bucket, Key: pdfObjectOf(reportId) };
  }
}
