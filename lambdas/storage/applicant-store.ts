import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Applicant } from '../domain/applicant.ts';
import type { ApplicantStore } from '../domain/ports.ts';
import { expiryAfter, heldCondition, isLive, retention, sortKeys } from './reports-table.ts';

/**
 * Applicants: the fields in the reports table, the photo in the intake bucket, since a photo is larger than an
 * item (400 KB) and than a state's input (256 KiB).
 */
export class AwsApplicantStore implements ApplicantStore {
  readonly #dynamo: DynamoDBDocumentClient;
  readonly #s3: S3Client;
  readonly #table: string;
  readonly #bucket: string;

  constructor(dynamo: DynamoDBDocumentClient, s3: S3Client, names: { table: string; bucket: string }) {
    this.#dynamo = dynamo;
    this.#s3 = s3;
    this.#table = names.table;
    this.#bucket = names.bucket;
  }

  async save(reportId: string, applicant: Applicant, photo: Uint8Array | undefined): Promise<void> {
    await Promise.all([this.#saveFields(reportId, applicant), photo && this.#savePhoto(reportId, photo)]);
  }

  async find(reportId: string): Promise<Applicant | undefined> {
    const { Item } = await this.#dynamo.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(reportId), ConsistentRead: true }),
    );
    return isLive(Item, new Date()) ? (Item.applicant as Applicant) : undefined;
  }

  async photo(reportId: string): Promise<Uint8Array> {
    const { Body } = await this.#s3.send(new GetObjectCommand(this.#photo(reportId)));
    if (!Body) throw new Error('the photo has no content');
    return Body.transformToByteArray();
  }

  async delete(reportId: string): Promise<void> {
    await Promise.all([
      this.#s3.send(new DeleteObjectCommand(this.#photo(reportId))),
      this.#dynamo.send(new DeleteCommand({ TableName: this.#table, Key: this.#key(reportId) })),
    ]);
  }

  async #saveFields(reportId: string, applicant: Applicant): Promise<void> {
    const Item = {
      ...this.#key(reportId),
      applicant,
      expiresAt: expiryAfter(retention.applicant, new Date()),
    };
    await heldCondition(
      this.#dynamo.send(
        new PutCommand({ TableName: this.#table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );
  }

  async #savePhoto(reportId: string, photo: Uint8Array): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({
        ...this.#photo(reportId),
        Body: photo,
        ContentType: 'application/octet-stream',
      }),
    );
  }

  #key(reportId: string) {
    return { pk: reportId, sk: sortKeys.applicant };
  }

  #photo(reportId: string) {
    return { Bucket: this.#bucket, Key: `photos/${reportId}` };
  }
}
