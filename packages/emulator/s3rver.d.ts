declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http';

  interface Options {
    silent?: boolean;
    directory?: string;
    vhostBuckets?: boolean;
    /** `configs` are XML documents, as S3's calls take them. */
    configureBuckets?: { name: string; configs?: string[] }[];
  }
  interface Store {
    /** The file that holds a part of an object. */
    getResourcePath(bucket: string, key: string, part: string): string;
    deleteObject(bucket: string, key: string): Promise<void>;
    /** @returns how many bytes it wrote to the file, and their MD5. */
    putContent(file: string, content: unknown): Promise<[size: number, md5: string]>;
  }
  export default class S3rver {
    constructor(options: Options);
    readonly store: Store;
    /** Makes the buckets that are not there yet. */
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
  }
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  interface Account {
    createKeyPair(accessKeyId: string, secretAccessKey: string): void;
  }
  const account: { readonly DUMMY_ACCOUNT: Account };
  export default account;
}
