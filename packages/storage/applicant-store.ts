import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Applicant } from '@kyc-china/core/applicant';
import type {
  ApplicantIntake,
  ApplicantReader,
  ApplicantRemoval,
  StoredApplicant,
} from '@kyc-china/core/ports';
import type { FreshDataKey, KmsDataKeyWrapping } from './data-key-wrapping.ts';
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
  #prepared: { readonly reportId: string; readonly key: Promise<FreshDataKey> } | undefined;

  constructor(
    dynamo: DynamoDBDocumentClient,
    s3: S3Client,
    places: ApplicantPlaces,
    wrapping: KmsDataKeyWrapping,
  ) {
    super(dynamo, s3, places);
    this.#wrapping = wrapping;
  }

  prepare(reportId: string): void {
    void this.#takePrepared(undefined);
    const key = this.#wrapping.generate(reportId);
    // The call that saves the applicant gets the error.
    key.catch(() => undefined);
    this.#prepared = { reportId, key };
  }

  /**
   * Every call brings a data key of its own, stored before anything that is sealed under it; what is sealed names
   * its key. So the fields of one call and the photo of another, of requests that came at once, open all the same; and
   * what a call that was cut short has left is replaced by the next.
   */
  async save(reportId: string, applicant: Applicant, photo: Uint8Array | undefined): Promise<void> {
    const { bytes, wrapped } = await (this.#takePrepared(reportId) ?? this.#wrapping.generate(reportId));
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

  /** Returns the prepared key if it is the one of this report. Any other is overwritten: nothing will be sealed under it. */
  #takePrepared(reportId: string | undefined): Promise<FreshDataKey> | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared?.reportId === reportId) return prepared?.key;
    prepared?.key.then(
      ({ bytes }) => bytes.fill(0),
      () => undefined,
    );
    return undefined;
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

  /** Reads all places at the same time, and unwraps a key that several parts share once. */
  async find(reportId: string, wanted: { photo: boolean }): Promise<StoredApplicant | undefined> {
    const keys = new OpenedKeys(reportId, this.#keys, this.#wrapping);
    const photo = wanted.photo ? this.#sealedPhoto(reportId) : undefined;
    // Of a deleted applicant, the photo is not expected: then its error says nothing.
    photo?.catch(() => undefined);
    try {
      const fields = await this.#sealedFields(reportId);
      const opened = fields && (await keys.open('fields', fields));
      if (!opened) return undefined;
      const applicant: Applicant = JSON.parse(opened.toString());
      if (!photo || !applicant.facePhoto) return { applicant };
      const openedPhoto = await keys.open('photo', await photo);
      return openedPhoto && { applicant, photo: openedPhoto };
    } finally {
      await keys.wipe();
    }
  }

  /** One query for the fields and the report's row, which precedes every other row of the partition but the fields. */
  async #sealedFields(reportId: string): Promise<Uint8Array | undefined> {
    const { Items = [] } = await this.#dynamo.send(
      new QueryCommand({
        TableName: this.#places.table,
        KeyConditionExpression: 'pk = :pk AND sk <= :report',
        ProjectionExpression: 'sk, sealed, expiresAt, #status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':pk': reportId, ':report': sortKeys.report },
        ConsistentRead: true,
      }),
    );
    const item = (sk: string) => Items.find((candidate) => candidate.sk === sk);
    if (item(sortKeys.report)?.status === 'erased') return undefined;
    const fields = item(sortKeys.applicant);
    return isLive(fields, new Date()) ? (fields.sealed as Uint8Array) : undefined;
  }

  async #sealedPhoto(reportId: string): Promise<Uint8Array> {
    const object = { Bucket: this.#places.bucket, Key: photoObjectOf(reportId) };
    const { Body } = await this.#s3.send(new GetObjectCommand(object));
    if (!Body) throw new Error('the photo has no content');
    return Body.transformToByteArray();
  }
}

/** The data keys of one report, for as long as one reading takes. */
class OpenedKeys {
  readonly #reportId: string;
  readonly #table: WrappedKeysTable;
  readonly #wrapping: KmsDataKeyWrapping;
  readonly #listed: ReturnType<WrappedKeysTable['all']>;
  readonly #unwrapped = new Map<string, Promise<Uint8Array>>();

  constructor(reportId: string, table: WrappedKeysTable, wrapping: KmsDataKeyWrapping) {
    this.#reportId = reportId;
    this.#table = table;
    this.#wrapping = wrapping;
    this.#listed = table.all(reportId);
    this.#listed.catch(() => undefined);
  }

  /** @returns undefined when the key is deleted, and the data with it. */
  async open(part: SealedPart, sealed: Uint8Array): Promise<Buffer | undefined> {
    const keyId = keyIdOf(sealed);
    // A key that another request stored since the listing is found by a second one.
    const wrapped = (await this.#listed).get(keyId) ?? (await this.#table.all(this.#reportId)).get(keyId);
    if (!wrapped) return undefined;
    const known = this.#unwrapped.get(keyId) ?? this.#wrapping.unwrap(this.#reportId, wrapped);
    this.#unwrapped.set(keyId, known);
    return open({ keyId, bytes: await known }, this.#reportId, part, sealed);
  }

  /** Overwrites the keys in memory. */
  async wipe(): Promise<void> {
    for (const key of await Promise.allSettled(this.#unwrapped.values()))
      if (key.status === 'fulfilled') key.value.fill(0);
  }
}
