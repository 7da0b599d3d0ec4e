import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';

/** An access key of IAM. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a link leads to, and how it is answered. */
export interface LinkTarget {
  readonly key: string;
  readonly contentType: string;
  readonly contentDisposition: string;
  readonly cacheControl: string;
}

/**
 * Signs links to the objects of a bucket. The SDK's `getSignedUrl` runs a client's whole middleware for each link,
 * which takes longer than all else that a poll computes: here it runs once, to tell where the bucket is, and after
 * that the SDK's signer alone.
 */
export class LinkSigner {
  readonly #bucket: string;
  readonly #client: S3Client;
  readonly #presigner: S3RequestPresigner;
  #location: URL | undefined;

  constructor(bucket: string, credentials: SigningKey) {
    this.#bucket = bucket;
    this.#client = new S3Client({ credentials });
    const { region, sha256 } = this.#client.config;
    this.#presigner = new S3RequestPresigner({ credentials, region, sha256 });
  }

  /** @param expiresIn how long the link is valid from `signedAt`, in seconds: 604,800 at most */
  async link(target: LinkTarget, signedAt: Date, expiresIn: number): Promise<string> {
    this.#location ??= await this.#locate();
    const { protocol, hostname, port, host, pathname } = this.#location;
    const { query = {} } = await this.#presigner.presign(
      {
        method: 'GET',
        protocol,
        hostname,
        ...(port && { port: Number(port) }),
        path: pathname + target.key,
        query: {
          'response-cache-control': target.cacheControl,
          'response-content-disposition': target.contentDisposition,
          'response-content-type': target.contentType,
        },
        headers: { host },
      },
      { signingDate: signedAt, expiresIn },
    );
    const parameters = Object.entries(query).map((parameter) => parameter.map(encoded).join('='));
    return `${protocol}//${host}${pathname}${target.key}?${parameters.join('&')}`;
  }

  /** The bucket's address, which ends in a slash: of the region's endpoint, or of the one that is configured. */
  async #locate(): Promise<URL> {
    const probe = new GetObjectCommand({ Bucket: this.#bucket, Key: 'k' });
    return new URL('.', await getSignedUrl(this.#client, probe));
  }
}

function encoded(text: unknown): string {
  return encodeURIComponent(String(text));
}
