import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Applicant } from '@kyc-china/core/applicant';
import type { ApplicantIntake, ApplicantReader, ApplicantRemoval } from '@kyc-china/core/ports';
import type { KmsDataKeyWrapping } from './data-key-wrapping.ts';
import { type DataKey, keyIdOf, newKeyId, open, type SealedPart, seal } from './envelope.ts';
import { expiryOf, isLive, sortKeys } from './reports-table.ts';
import { WrappedKeysTable } from './wrapped-keys-table.ts';

/** Where applicants are: the sealed fields, the sealed photo, and the wrapped keys that open them. */
export interface ApplicantPlaces {
  readonly table: string;
  readonly bucket: string;
  readonly keysTable: string;
}

/** The object that a report's photo is kept in. */
export function photoObjectOf(reportId: string): string {
  return `photos/${reportId}`;
}

/**
 * Applicants, sealed under a data key of their report's own: the fields in the reports table, the photo in the
 * intake bucket, since a photo is larger than an item (400 KB) and than a state's input (256 KiB). The wrapped data
 * key is in a third place (docs/adr/0008). This part deletes; those that write and read are below.
 */
export class AwsApplicantRemoval implements ApplicantRemoval {
  protected readonly dynamo: DynamoDBDocumentClient;
  protected readonly s3: S3Client;
  protected readonly places: ApplicantPlaces;
  protected readonly keys: WrappedKeysTable;

  constructor(dynamo: DynamoDBDocumentClient, s3: S3Client, places: ApplicantPlaces) {
    this.dynamo = dynamo;
    this.s3 = s3;
    this.places = places;
    this.keys = new WrappedKeysTable(dynamo, places.keysTable);
  }

  async delete(reportId: string): Promise<void> {
    // The keys before all else: from then on nothing opens, whatever becomes of the rest.
    await this.keys.deleteAll(reportId);
    await Promise.all([
      this.s3.send(new DeleteObjectCommand(this.photoPlace(reportId))),
      this.dynamo.send(new DeleteCommand(this.fieldsPlace(reportId))),
    ]);
  }

  protected fieldsPlace(reportId: string) {
    return { TableName: this.places.table, Key: { pk: reportId, sk: sortKeys.applicant } };
  }

  protected photoPlace(reportId: string) {
    return { Bucket: this.places.bucket, Key: photoObjectOf(reportId) };
  }
}

/** Seals and stores applicants, and deletes them. It cannot open what it has sealed. */
export class AwsApplicantIntake extends AwsApplicantRemoval implements ApplicantIntake {
  readonly #wrapping: KmsDataKeyWrapping;

  constructor(
    dynamo: DynamoDBDocumentClient,
    s3: S3Client,
    places: ApplicantPlaces,
    wrapping: KmsDataKeyWrapping,
  ) {
    super(dynamo, s3, places);
    this.#wrapping = wrapping;
  }

  /**
   * Every call brings a data key of its own, stored before anything that is sealed under it; what is sealed names
   * its key. So the fields of one call and the photo of another, of requests that came at once, open all the same; and
   * what a call that was cut short has left is replaced by the next.
   */
  async save(reportId: string, applicant: Applicant, photo: Uint8Array | undefined): Promise<void> {
    const { bytes, wrapped } = await this.#wrapping.generate(reportId);
    const key: DataKey = { keyId: newKeyId(), bytes };
    try {
      await this.keys.put(reportId, key.keyId, wrapped);
      const fields = Buffer.from(JSON.stringify(applicant));
      await Promise.all([
        this.#saveFields(reportId, seal(key, reportId, 'fields', fields)),
        photo && this.#savePhoto(reportId, seal(key, reportId, 'photo', photo)),
      ]);
    } finally {
      bytes.fill(0);
    }
  }

  async #saveFields(reportId: string, sealed: Uint8Array): Promise<void> {
    const { TableName, Key } = this.fieldsPlace(reportId);
    const Item = { ...Key, sealed, expiresAt: expiryOf('applicant', new Date()) };
    await this.dynamo.send(new PutCommand({ TableName, Item }));
  }

  async #savePhoto(reportId: string, sealed: Uint8Array): Promise<void> {
    const Body = sealed;
    await this.s3.send(
      new PutObjectCommand({ ...this.photoPlace(reportId), Body, ContentType: 'application/octet-stream' }),
    );
  }
}

/** Opens applicants. */
export class AwsApplicantReader implements ApplicantReader {
  readonly #dynamo: DynamoDBDocumentClient;
  readonly #s3: S3Client;
  readonly #places: ApplicantPlaces;
  readonly #keys: WrappedKeysTable;
  readonly #wrapping: KmsDataKeyWrapping;

  constructor(
    dynamo: DynamoDBDocumentClient,
    s3: S3Client,
    places: ApplicantPlaces,
    wrapping: KmsDataKeyWrapping,
  ) {
    this.#dynamo = dynamo;
    this.#s3 = s3;
    this.#places = places;
    this.#keys = new WrappedKeysTable(dynamo, places.keysTable);
    this.#wrapping = wrapping;
  }

  async find(reportId: string): Promise<Applicant | undefined> {
    const { Item } = await this.#dynamo.send(
      new GetCommand({
        TableName: this.#places.table,
        Key: { pk: reportId, sk: sortKeys.applicant },
        ConsistentRead: true,
      }),
    );
    if (!isLive(Item, new Date())) return undefined;
    const fields = await this.#open(reportId, 'fields', Item.sealed as Uint8Array);
    return fields && (JSON.parse(fields.toString()) as Applicant);
  }

  async photo(reportId: string): Promise<Uint8Array | undefined> {
    const object = { Bucket: this.#places.bucket, Key: photoObjectOf(reportId) };
    const { Body } = await this.#s3.send(new GetObjectCommand(object));
    if (!Body) throw new Error('the photo has no content');
    return this.#open(reportId, 'photo', await Body.transformToByteArray());
  }

  /** undefined: its key is deleted, and with it the data. */
  async #open(reportId: string, part: SealedPart, sealed: Uint8Array): Promise<Buffer | undefined> {
    const keyId = keyIdOf(sealed);
    const wrapped = await this.#keys.find(reportId, keyId);
    if (!wrapped) return undefined;
    const bytes = await this.#wrapping.unwrap(reportId, wrapped);
    try {
      return open({ keyId, bytes }, reportId, part, sealed);
    } finally {
      bytes.fill(0);
    }
  }
}
