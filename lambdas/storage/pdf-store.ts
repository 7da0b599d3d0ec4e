import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type PdfStore, pdfFileNameOf } from '../domain/ports.ts';
import { linkSignerKey } from './secrets.ts';

/** The object that a report's PDF is kept in. */
export function pdfObjectOf(reportId: string): string {
  return `reports/${reportId}.pdf`;
}

type SignerKey = Awaited<ReturnType<typeof linkSignerKey>>;

/** How long a link to a PDF is valid, in seconds: 7 days, the most that a presigned URL can be. */
const linkLifetimeSeconds = 7 * 24 * 60 * 60;

/**
 * PDFs in the reports bucket. Links are signed with the long-lived key of a user that may only read them: one
 * that is signed with a function's temporary credentials would die with those, in hours.
 */
export class S3PdfStore implements PdfStore {
  readonly #s3: S3Client;
  readonly #bucket: string;
  readonly #signerSecretArn: string;
  #signer: { readonly key: SignerKey; readonly client: S3Client } | undefined;

  constructor(s3: S3Client, names: { bucket: string; signerSecretArn: string }) {
    this.#s3 = s3;
    this.#bucket = names.bucket;
    this.#signerSecretArn = names.signerSecretArn;
  }

  async put(reportId: string, pdf: Uint8Array): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({ ...this.#object(reportId), Body: pdf, ContentType: 'application/pdf' }),
    );
  }

  async delete(reportId: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand(this.#object(reportId)));
  }

  async link(reportId: string, signedAt: Date): Promise<string> {
    const signer = this.#signerOf(await linkSignerKey(this.#signerSecretArn));
    const get = new GetObjectCommand({
      ...this.#object(reportId),
      ResponseContentDisposition: `attachment; filename="${pdfFileNameOf(reportId)}"`,
      ResponseContentType: 'application/pdf',
    });
    return getSignedUrl(signer, get, { expiresIn: linkLifetimeSeconds, signingDate: signedAt });
  }

  /** The key's client, kept as long as the key is: making one costs more than the signature. */
  #signerOf(key: SignerKey): S3Client {
    if (this.#signer?.key !== key) this.#signer = { key, client: new S3Client({ credentials: key }) };
    return this.#signer.client;
  }

  #object(reportId: string) {
    return { Bucket: this.#bucket, Key: pdfObjectOf(reportId) };
  }
}
