import type { S3Client } from '@aws-sdk/client-s3';
import type { ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type ErasedCounts, type ErasureReceipt, nothing, sumOf } from '@kyc-china/core/erasure-receipt';
import { photoObjectOf } from './applicant-store.ts';
import { DynamoClientUsage } from './client-usage.ts';
import { deleteItem, deleteObject, keysOfPartition } from './erasure-places.ts';
import { isYoung, kept, type ReportRow, type Tombstone } from './erasure-rows.ts';
import { executionNameOf, failureNoticeNameOf, resendNameOf } from './execution-names.ts';
import { Executions } from './executions.ts';
import { pdfObjectOf } from './pdf-store.ts';
import { conditionHolds, sortKeys } from './reports-table.ts';
import { WrappedKeysTable } from './wrapped-keys-table.ts';

/** The attributes of a report's row that its tombstone keeps. */
const lasting = [
  'clientId',
  'requestedAt',
  'charges',
  'idempotencyPartition',
  'webhookResends',
  'consentGiven',
  'receipt',
] as const;

/** Where everything of a report is. */
export interface ErasurePlaces {
  readonly table: string;
  readonly keysTable: string;
  readonly reportsBucket: string;
  readonly intakeBucket: string;
  readonly stateMachineArn: string;
}

/** An erasure that has stored its tombstone and deleted what existed. */
export interface StartedErasure {
  readonly tombstone: Tombstone;
  readonly erased: ErasedCounts;
  /** Whether functions that can write something back may still run. */
  readonly mustSettle: boolean;
}

/** Erases single reports, in two steps. Whether a report may be erased is for the caller to decide. */
export class ReportErasure {
  readonly #documents: DynamoDBDocumentClient;
  readonly #s3: S3Client;
  readonly #executions: Executions;
  readonly #places: ErasurePlaces;
  readonly #usage: DynamoClientUsage;
  readonly #keys: WrappedKeysTable;

  constructor(
    clients: { documents: DynamoDBDocumentClient; s3: S3Client; workflow: SFNClient },
    places: ErasurePlaces,
  ) {
    this.#documents = clients.documents;
    this.#s3 = clients.s3;
    this.#executions = new Executions(clients.workflow, places.stateMachineArn);
    this.#places = places;
    this.#usage = new DynamoClientUsage(this.#documents, places.table);
    this.#keys = new WrappedKeysTable(this.#documents, places.keysTable);
  }

  /** Returns the report's row, or the tombstone or receipt in its place. */
  async row(reportId: string): Promise<ReportRow | undefined> {
    const Key = { pk: reportId, sk: sortKeys.report };
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#places.table, Key, ConsistentRead: true }),
    );
    return Item as ReportRow | undefined;
  }

  /**
   * Stores the tombstone, deletes what exists and stops the executions. The tombstone prevents further calls and writes
   * for the report. After an interruption, call it again with the row that is stored then.
   */
  async start(reportId: string, row: ReportRow | undefined): Promise<StartedErasure> {
    const isReport = row?.status !== undefined && row.status !== 'erased';
    const erased = { ...nothing, ...row?.erased, ...(isReport && { reports: 1 }) };
    const tombstone: Tombstone = {
      pk: reportId,
      sk: sortKeys.report,
      status: 'erased',
      ...kept(row, ...lasting),
    };
    // Comes first, so that nothing is written back while the rest runs.
    const replaced = await this.#put({ ...tombstone, erased });
    // Since the row was read, the report may have been completed, a webhook resent, or another erasure may have ended. No resend
    // is counted from now on.
    Object.assign(tombstone, kept(replaced, 'charges', 'webhookResends', 'receipt'));
    const swept = sumOf(erased, await this.#sweep(tombstone));
    Object.assign(tombstone, kept(await this.#put({ ...tombstone, erased: swept }), 'receipt'));
    const wasCutShort = row?.status === 'erased' && !row.receipt;
    const stopped = await this.#stop(tombstone);
    const mustSettle = stopped || wasCutShort || (!row?.receipt && isYoung(row, new Date()));
    return { tombstone, erased: swept, mustSettle };
  }

  /** Deletes what came back while the erasure waited. Replaces the tombstone with the receipt. */
  async finish({ tombstone, erased, mustSettle }: StartedErasure, by: string): Promise<ErasureReceipt> {
    const { pk, sk, status, clientId, requestedAt, charges, consentGiven } = tombstone;
    if (clientId !== undefined && requestedAt !== undefined)
      await this.#usage.forget(
        { reportId: pk, clientId, requestedAt: new Date(requestedAt) },
        charges === undefined ? undefined : JSON.parse(charges),
      );
    const client = clientId === undefined ? {} : { clientId };
    const receipt: ErasureReceipt = tombstone.receipt ?? {
      reportId: pk,
      ...client,
      erasedAt: new Date().toISOString(),
      erasedBy: by,
      erased: mustSettle ? sumOf(erased, await this.#sweep(tombstone)) : erased,
      ...(consentGiven && { consentGiven }),
    };
    const row = { pk, sk, status, ...client, receipt };
    if (tombstone.receipt) await this.#put(row);
    else if (!(await this.#putFirst(row))) return (await this.row(pk))?.receipt ?? receipt;
    return receipt;
  }

  /** @returns false when another erasure of the report has stored its receipt: that one stays. */
  #putFirst(Item: Tombstone): Promise<boolean> {
    const TableName = this.#places.table;
    return conditionHolds(
      this.#documents.send(
        new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(receipt)' }),
      ),
    );
  }

  /** @returns the row that was replaced. */
  async #put(Item: Tombstone): Promise<ReportRow | undefined> {
    const { Attributes } = await this.#documents.send(
      new PutCommand({ TableName: this.#places.table, Item, ReturnValues: 'ALL_OLD' }),
    );
    return Attributes as ReportRow | undefined;
  }

  /** Deletes everything of a report except its tombstone. The keys go first: the rest is unreadable without them. */
  async #sweep({ pk: reportId, idempotencyPartition }: Tombstone): Promise<ErasedCounts> {
    const dataKeys = await this.#keys.deleteAll(reportId);
    const rows = (await keysOfPartition(this.#documents, this.#places.table, reportId)).filter(
      ({ sk }) => sk !== sortKeys.report,
    );
    const [photos, pdfs, idempotencyRecords] = await Promise.all([
      deleteObject(this.#s3, this.#places.intakeBucket, photoObjectOf(reportId)),
      deleteObject(this.#s3, this.#places.reportsBucket, pdfObjectOf(reportId)),
      idempotencyPartition === undefined
        ? 0
        : deleteItem(
            this.#documents,
            this.#places.table,
            { pk: idempotencyPartition, sk: sortKeys.idempotency },
            // The client may have reused its key in the meantime.
            { reportId },
          ),
      ...rows.map((key) => deleteItem(this.#documents, this.#places.table, key)),
    ]);
    return { ...nothing, otherRows: rows.length, dataKeys, photos, pdfs, idempotencyRecords };
  }

  /**
   * Stops the report's executions. The first one and its repetitions may run sub-checks. All of them, and those that
   * resend the webhook or announce a failure, may wait to post.
   * @returns whether an execution was running: then its functions may still run.
   */
  async #stop({ pk: reportId, webhookResends = 0 }: Tombstone): Promise<boolean> {
    let stopped = false;
    // An interrupted request never started an execution. Step Functions forgets executions after 90 days.
    for (let serial = 0, known = true; known; serial += 1) {
      const status = await this.#stopOne(executionNameOf(reportId, serial));
      known = status !== undefined;
      stopped ||= status === 'RUNNING';
    }
    for (let resend = 1; resend <= webhookResends; resend += 1)
      if ((await this.#stopOne(resendNameOf(reportId, resend))) === 'RUNNING') stopped = true;
    if ((await this.#stopOne(failureNoticeNameOf(reportId))) === 'RUNNING') stopped = true;
    return stopped;
  }

  #stopOne(name: string): Promise<ExecutionStatus | undefined> {
    return this.#executions.stop(name, 'ReportErased', 'The report is being erased.');
  }
}
