import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NotFound,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import type { ReportRow, Tombstone } from './erasure-rows.ts';
import { conditionHolds, sortKeys } from './reports-table.ts';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Returns the keys of all items of a partition of the reports table. */
export async function keysOfPartition(
  client: DynamoDBDocumentClient,
  TableName: string,
  pk: string,
): Promise<ItemKey[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
    },
  );
  const keys: ItemKey[] = [];
  for await (const { Items = [] } of pages) keys.push(...(Items as ItemKey[]));
  return keys;
}

/**
 * Returns the reports of a client that are not completely erased, by their ids, and those without a row that its
 * idempotency records name. It scans the whole table once: a thousand calls and some cents for each GB. An index by
 * client would hold a second copy of the rows and cost a write for every change, all for a rare command.
 */
export async function reportsOfClient(
  client: DynamoDBDocumentClient,
  TableName: string,
  clientId: string,
): Promise<Map<string, ReportRow | undefined>> {
  const pages = paginateScan(
    { client },
    {
      TableName,
      FilterExpression:
        '(sk = :report AND clientId = :client AND (#status <> :erased OR attribute_not_exists(receipt))) OR (sk = :idempotency AND begins_with(pk, :own))',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':report': sortKeys.report,
        ':client': clientId,
        ':erased': 'erased',
        ':idempotency': sortKeys.idempotency,
        ':own': `IDEMPOTENCY#${clientId}#`,
      },
      ConsistentRead: true,
    },
  );
  const rows = new Map<string, ReportRow | undefined>();
  const named: { readonly reportId: string; readonly partition: string }[] = [];
  for await (const { Items = [] } of pages)
    for (const item of Items)
      if (item.sk === sortKeys.report) rows.set(item.pk, item);
      else named.push({ reportId: item.reportId, partition: item.pk });
  for (const { reportId, partition } of named)
    if (!rows.has(reportId)) rows.set(reportId, { clientId, idempotencyPartition: partition });
  return rows;
}

/**
 * Finds the idempotency record of a request without a row. It scans the whole table, as above, because only the row
 * contains the record's key.
 * @returns the record as a row with its client; undefined if no record exists.
 */
export async function recordNaming(
  client: DynamoDBDocumentClient,
  TableName: string,
  reportId: string,
): Promise<ReportRow | undefined> {
  const pages = paginateScan(
    { client },
    {
      TableName,
      FilterExpression: 'sk = :idempotency AND reportId = :report',
      ExpressionAttributeValues: { ':idempotency': sortKeys.idempotency, ':report': reportId },
      ConsistentRead: true,
    },
  );
  // IDEMPOTENCY#<client>#<digest>
  for await (const { Items: [record] = [] } of pages)
    if (record) return { clientId: record.pk.split('#')[1], idempotencyPartition: record.pk };
  return undefined;
}

/** Returns the rows of erased reports: the receipts, each in the place of its report. */
export async function* receiptRows(
  client: DynamoDBDocumentClient,
  TableName: string,
): AsyncGenerator<Tombstone> {
  const pages = paginateScan(
    { client },
    {
      TableName,
      FilterExpression: 'sk = :report AND #status = :erased',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':report': sortKeys.report, ':erased': 'erased' },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items as Tombstone[];
}

/**
 * Deletes an item.
 * @param only attributes that the item must have; otherwise it is kept.
 * @returns how many items were deleted: 1 or 0.
 */
export async function deleteItem(
  client: DynamoDBDocumentClient,
  TableName: string,
  Key: ItemKey,
  only: Readonly<Record<string, string>> = {},
): Promise<number> {
  const conditions = Object.keys(only).map((name) => `#${name} = :${name}`);
  const named = Object.entries(only);
  const held = await conditionHolds(
    client.send(
      new DeleteCommand({
        TableName,
        Key,
        ConditionExpression: ['attribute_exists(pk)', ...conditions].join(' AND '),
        ...(named.length > 0 && {
          ExpressionAttributeNames: Object.fromEntries(named.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(named.map(([name, value]) => [`:${name}`, value])),
        }),
      }),
    ),
  );
  return Number(held);
}

async function exists(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/**
 * Returns the ids of an object's versions and delete markers. The stack's buckets keep no versions; if an operator
 * has enabled versioning, they are found.
 */
async function versionsOf(s3: S3Client, Bucket: string, Key: string): Promise<(string | undefined)[]> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  if (Status === undefined) return (await exists(s3, Bucket, Key)) ? [undefined] : [];
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
  );
  const own = [...Versions, ...DeleteMarkers].filter((version) => version.Key === Key);
  return own.map(({ VersionId }) => VersionId);
}

/** Deletes an object with every version and delete marker of it. @returns how many there were. */
export async function deleteObject(s3: S3Client, Bucket: string, Key: string): Promise<number> {
  const versions = await versionsOf(s3, Bucket, Key);
  await Promise.all(
    versions.map((VersionId) =>
      s3.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId !== undefined && { VersionId }) })),
    ),
  );
  return versions.length;
}
