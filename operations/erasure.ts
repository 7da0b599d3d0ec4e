import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { longestProcessingMs } from '../lambdas/domain/read-report.ts';
import { photoObjectOf } from '../lambdas/storage/applicant-store.ts';
import { pdfObjectOf } from '../lambdas/storage/pdf-store.ts';
import { sortKeys } from '../lambdas/storage/reports-table.ts';
import { WrappedKeysTable } from '../lambdas/storage/wrapped-keys-table.ts';
import { CommandError } from './command-line.ts';
import { executionNameOf } from './ended-verifications.ts';
import { deleteItem, deleteObject, keysOfPartition, receiptRows, reportsOfClient } from './erasure-places.ts';
import {
  type ErasedCounts,
  type ErasureReceipt,
  isRunning,
  nothing,
  type ReportRow,
  sumOf,
  type Tombstone,
} from './erasure-receipt.ts';
import type { StageConnection } from './stage-connection.ts';

export interface ErasureOptions {
  /** Whose doing it is, as the receipt says. */
  readonly by: string;
  /** Whether reports that are still processing are stopped and erased too. */
  readonly force: boolean;
}

/** Erases reports of one stage, and all that belongs to them. */
export class Erasure {
  readonly #dynamo: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #s3: S3Client;
  readonly #workflow: SFNClient;
  readonly #table: string;
  readonly #keys: WrappedKeysTable;
  readonly #buckets: { readonly reports: string; readonly intake: string };
  readonly #stateMachineArn: string;
  readonly #untilSettled: () => Promise<void>;

  /**
   * @param untilSettled waits until no function runs any more that was running when its execution was stopped.
   */
  constructor(stage: StageConnection, untilSettled: () => Promise<void>) {
    this.#dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
    this.#documents = DynamoDBDocumentClient.from(this.#dynamo, {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.#s3 = new S3Client(stage.settingsFor('S3'));
    this.#workflow = new SFNClient(stage.settingsFor('SFN'));
    this.#table = stage.output('ReportsTableName');
    this.#keys = new WrappedKeysTable(this.#documents, stage.output('ApplicantKeysTableName'));
    this.#buckets = {
      reports: stage.output('ReportsBucketName'),
      intake: stage.output('IntakeBucketName'),
    };
    this.#stateMachineArn = stage.output('StateMachineArn');
    this.#untilSettled = untilSettled;
  }

  /**
   * Erases a report. Cut short, it is to be called again, and goes on; called again for a report that is erased, it
   * looks whether anything has come back, and gives the same receipt.
   * @throws CommandError when there is nothing of such a report, or it is processing and `force` is not set.
   */
  async report(reportId: string, options: ErasureOptions): Promise<ErasureReceipt> {
    return this.#erase(reportId, await this.#row(reportId), options);
  }

  /**
   * Erases every report of a client, and requests of it that never became one. The client itself stays as it is.
   * @returns each receipt as soon as there is one: the next report may fail.
   * @throws CommandError when there is none, or some are processing and `force` is not set: then none is erased.
   */
  async *client(clientId: string, options: ErasureOptions): AsyncGenerator<ErasureReceipt> {
    const found = await reportsOfClient(this.#documents, this.#table, clientId);
    if (found.size === 0) throw new CommandError(`there is no report of a client ${clientId}`);
    const now = new Date();
    const running = [...found.values()].filter((row) => isRunning(row, now)).length;
    if (running > 0 && !options.force)
      throw new CommandError(
        `${running} of the ${found.size} reports of ${clientId} are still processing, and nothing was erased. Disable the client and wait until they have ended, or have them stopped with --force`,
      );
    for (const [reportId, row] of found)
      yield await this.#erase(reportId, { ...row, ...(await this.#row(reportId)) }, options);
  }

  /**
   * Erases in a table that was restored from a backup what was erased since the backup's time, by the receipts of the
   * stage's own table. Objects and keys have no backups, so there is nothing else to erase again.
   * @returns how many receipts there are, and how many reports of theirs had come back.
   */
  async replay(restoredTable: string): Promise<{ receipts: number; cameBack: number }> {
    if (restoredTable === this.#table)
      throw new CommandError(`${restoredTable} is the table that the stage uses: name the restored one`);
    let [receipts, cameBack] = [0, 0];
    for await (const row of receiptRows(this.#documents, this.#table)) {
      receipts += 1;
      const keys = await keysOfPartition(this.#documents, restoredTable, row.pk);
      await this.#documents.send(new PutCommand({ TableName: restoredTable, Item: row }));
      const rest = keys.filter(({ sk }) => sk !== sortKeys.report);
      await Promise.all(rest.map((key) => deleteItem(this.#documents, restoredTable, key)));
      if (keys.length > 0) cameBack += 1;
    }
    return { receipts, cameBack };
  }

  close(): void {
    this.#dynamo.destroy();
    this.#s3.destroy();
    this.#workflow.destroy();
  }

  async #erase(
    reportId: string,
    row: ReportRow | undefined,
    { by, force }: ErasureOptions,
  ): Promise<ErasureReceipt> {
    if (isRunning(row, new Date()) && !force)
      throw new CommandError(
        `the report ${reportId} is still processing. Wait until it has ended, which is within ${longestProcessingMs / 60_000} minutes, or have it stopped with --force: calls that were made to sources stay billed, and its client will find the token invalid`,
      );
    if (!row && (await this.#isUnknown(reportId)))
      throw new CommandError(`there is nothing of a report ${reportId}: it never was, or has expired`);

    const clientId = row?.clientId;
    const isReport = row?.status !== undefined && row.status !== 'erased';
    let erased = { ...nothing, ...row?.erased, ...(isReport && { reports: 1 }) };
    const tombstone: Tombstone = {
      pk: reportId,
      sk: sortKeys.report,
      status: 'erased',
      ...(clientId !== undefined && { clientId }),
      ...(row?.idempotencyPartition !== undefined && { idempotencyPartition: row.idempotencyPartition }),
      ...(row?.receipt && { receipt: row.receipt }),
    };
    // First, so that from now on nothing is written back, however long the rest takes.
    await this.#put({ ...tombstone, erased });
    erased = sumOf(erased, await this.#sweep(tombstone));
    await this.#put({ ...tombstone, erased });
    const wasCutShort = row?.status === 'erased' && !row.receipt;
    if ((await this.#stop(reportId)) || wasCutShort) {
      await this.#untilSettled();
      erased = sumOf(erased, await this.#sweep(tombstone));
    }
    const receipt: ErasureReceipt = row?.receipt ?? {
      reportId,
      ...(clientId !== undefined && { clientId }),
      erasedAt: new Date().toISOString(),
      erasedBy: by,
      erased,
    };
    await this.#put({
      pk: reportId,
      sk: sortKeys.report,
      status: 'erased',
      ...(clientId !== undefined && { clientId }),
      receipt,
    });
    return receipt;
  }

  async #row(reportId: string): Promise<ReportRow | undefined> {
    const Key = { pk: reportId, sk: sortKeys.report };
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    return Item as ReportRow | undefined;
  }

  /** Whether nothing is left of a request that never got its report's row. */
  async #isUnknown(reportId: string): Promise<boolean> {
    return (await keysOfPartition(this.#documents, this.#table, reportId)).length === 0;
  }

  async #put(Item: Tombstone): Promise<void> {
    await this.#documents.send(new PutCommand({ TableName: this.#table, Item }));
  }

  /** Deletes all that there is of a report now, but its tombstone: the keys first, which the rest is nothing without. */
  async #sweep({ pk: reportId, idempotencyPartition }: Tombstone): Promise<ErasedCounts> {
    const dataKeys = await this.#keys.deleteAll(reportId);
    const rows = (await keysOfPartition(this.#documents, this.#table, reportId)).filter(
      ({ sk }) => sk !== sortKeys.report,
    );
    const [photos, pdfs, idempotencyRecords] = await Promise.all([
      deleteObject(this.#s3, this.#buckets.intake, photoObjectOf(reportId)),
      deleteObject(this.#s3, this.#buckets.reports, pdfObjectOf(reportId)),
      idempotencyPartition === undefined
        ? 0
        : deleteItem(
            this.#documents,
            this.#table,
            { pk: idempotencyPartition, sk: sortKeys.idempotency },
            // The client may have used its key again since.
            { reportId },
          ),
      ...rows.map((key) => deleteItem(this.#documents, this.#table, key)),
    ]);
    return { ...nothing, otherRows: rows.length, dataKeys, photos, pdfs, idempotencyRecords };
  }

  /**
   * Ends the report's executions, the first and those that ran it again: one may be running sub-checks, or waiting to
   * post a webhook again.
   * @returns whether there was something to end: then its functions may be running still.
   */
  async #stop(reportId: string): Promise<boolean> {
    const prefix = this.#stateMachineArn.replace(':stateMachine:', ':execution:');
    let stopped = false;
    for (let serial = 0; ; serial += 1) {
      const executionArn = `${prefix}:${executionNameOf(reportId, serial)}`;
      const status = await this.#statusOf(executionArn);
      // The request was cut short before it was started, or so long ago that its history is gone; or it was the last.
      if (status === undefined) return stopped;
      if (status !== 'RUNNING') continue;
      const cause = 'The report is being erased.';
      await this.#workflow.send(new StopExecutionCommand({ executionArn, error: 'ReportErased', cause }));
      stopped = true;
    }
  }

  async #statusOf(executionArn: string): Promise<ExecutionStatus | undefined> {
    try {
      return (await this.#workflow.send(new DescribeExecutionCommand({ executionArn }))).status;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }
}
