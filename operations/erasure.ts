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
import { executionNameOf, resendNameOf } from './ended-verifications.ts';
import {
  deleteItem,
  deleteObject,
  keysOfPartition,
  receiptRows,
  recordNaming,
  reportsOfClient,
} from './erasure-places.ts';
import {
  type ErasedCounts,
  type ErasureReceipt,
  isRunning,
  isYoung,
  kept,
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

/** An erasure that has put its tombstone and deleted what there was. */
interface BegunErasure {
  readonly tombstone: Tombstone;
  readonly erased: ErasedCounts;
  /** Whether functions may still be at work that can write something back. */
  readonly mustSettle: boolean;
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
    const row = (await this.#row(reportId)) ?? (await recordNaming(this.#documents, this.#table, reportId));
    const begun = await this.#begin(reportId, row, options);
    if (begun.mustSettle) await this.#untilSettled();
    return this.#end(begun, options);
  }

  /**
   * Erases every report of a client, and requests of it that never became one. The client itself stays as it is.
   * All are begun before the first is ended, so that what may still run is waited for once. Then it looks again: a request
   * without an idempotency key that was under way has named its client only now.
   * @returns each receipt as soon as there is one: the next report may fail.
   * @throws CommandError when there is none, or some are processing and `force` is not set: then none of them is erased.
   */
  async *client(clientId: string, options: ErasureOptions): AsyncGenerator<ErasureReceipt> {
    const begun = await this.#beginAll(clientId, options, new Set());
    await this.#untilSettled();
    for (const one of begun) yield await this.#end(one, options);
    const late = await this.#beginAll(clientId, options, new Set(begun.map(({ tombstone }) => tombstone.pk)));
    if (late.some(({ mustSettle }) => mustSettle)) await this.#untilSettled();
    for (const one of late) yield await this.#end(one, options);
    if (begun.length + late.length === 0)
      throw new CommandError(`there is no report of a client ${clientId}`);
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

  /** Begins the erasure of every report of a client except those that are begun. */
  async #beginAll(
    clientId: string,
    options: ErasureOptions,
    begun: ReadonlySet<string>,
  ): Promise<BegunErasure[]> {
    const all = await reportsOfClient(this.#documents, this.#table, clientId);
    const found = [...all].filter(([reportId]) => !begun.has(reportId));
    const now = new Date();
    const running = found.filter(([, row]) => isRunning(row, now)).length;
    if (running > 0 && !options.force)
      throw new CommandError(
        `${running} of the ${found.length} ${begun.size > 0 ? 'further ' : ''}reports of ${clientId} are still processing, and none of these ${found.length} was erased. Disable the client and wait until they have ended, or have them stopped with --force`,
      );
    const erasures: BegunErasure[] = [];
    for (const [reportId, row] of found)
      erasures.push(await this.#begin(reportId, { ...row, ...(await this.#row(reportId)) }, options));
    return erasures;
  }

  /**
   * Puts the tombstone, from which on nothing is called or written back for the report, deletes what there is, and stops
   * its executions.
   */
  async #begin(
    reportId: string,
    row: ReportRow | undefined,
    { force }: ErasureOptions,
  ): Promise<BegunErasure> {
    if (isRunning(row, new Date()) && !force)
      throw new CommandError(
        `the report ${reportId} is still processing. Wait until it has ended, which is within ${longestProcessingMs / 60_000} minutes, or have it stopped with --force: calls that were made to sources stay billed, and its client will find the token invalid`,
      );
    if (!row && (await this.#isUnknown(reportId)))
      throw new CommandError(`there is nothing of a report ${reportId}: it never was, or has expired`);

    const isReport = row?.status !== undefined && row.status !== 'erased';
    const erased = { ...nothing, ...row?.erased, ...(isReport && { reports: 1 }) };
    const tombstone: Tombstone = {
      pk: reportId,
      sk: sortKeys.report,
      status: 'erased',
      ...kept(row, 'clientId', 'idempotencyPartition', 'webhookResends', 'receipt'),
    };
    // First, so that from now on nothing is written back, however long the rest takes.
    const replaced = await this.#put({ ...tombstone, erased });
    // Another webhook may have been sent again since the row was read. From now on none is counted.
    Object.assign(tombstone, kept(replaced, 'webhookResends'));
    const swept = sumOf(erased, await this.#sweep(tombstone));
    await this.#put({ ...tombstone, erased: swept });
    const wasCutShort = row?.status === 'erased' && !row.receipt;
    const stopped = await this.#stop(tombstone);
    const mustSettle = stopped || wasCutShort || (!row?.receipt && isYoung(row, new Date()));
    return { tombstone, erased: swept, mustSettle };
  }

  /** Deletes what came back while the erasure waited, and turns the tombstone into the receipt. */
  async #end(
    { tombstone, erased, mustSettle }: BegunErasure,
    { by }: ErasureOptions,
  ): Promise<ErasureReceipt> {
    const { pk, sk, status, clientId } = tombstone;
    const client = clientId === undefined ? {} : { clientId };
    const receipt: ErasureReceipt = tombstone.receipt ?? {
      reportId: pk,
      ...client,
      erasedAt: new Date().toISOString(),
      erasedBy: by,
      erased: mustSettle ? sumOf(erased, await this.#sweep(tombstone)) : erased,
    };
    await this.#put({ pk, sk, status, ...client, receipt });
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

  /** @returns the row that was there. */
  async #put(Item: Tombstone): Promise<ReportRow | undefined> {
    const { Attributes } = await this.#documents.send(
      new PutCommand({ TableName: this.#table, Item, ReturnValues: 'ALL_OLD' }),
    );
    return Attributes as ReportRow | undefined;
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
   * Stops the report's executions: the first and those that ran it again may be running sub-checks, and all of them, with
   * those that sent its webhook again, may be waiting to post.
   * @returns whether there was something to stop: then its functions may be running still.
   */
  async #stop({ pk: reportId, webhookResends = 0 }: Tombstone): Promise<boolean> {
    let stopped = false;
    // A request that was cut short was never started; of an execution that is older than 90 days nothing is known.
    for (let serial = 0, known = true; known; serial += 1) {
      const status = await this.#stopOne(executionNameOf(reportId, serial));
      known = status !== undefined;
      stopped ||= status === 'RUNNING';
    }
    for (let resend = 1; resend <= webhookResends; resend += 1)
      if ((await this.#stopOne(resendNameOf(reportId, resend))) === 'RUNNING') stopped = true;
    return stopped;
  }

  /** Stops an execution if it runs. @returns what it was found as; undefined when there is none. */
  async #stopOne(name: string): Promise<ExecutionStatus | undefined> {
    const executionArn = `${this.#stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const status = await this.#statusOf(executionArn);
    const cause = 'The report is being erased.';
    if (status === 'RUNNING')
      await this.#workflow.send(new StopExecutionCommand({ executionArn, error: 'ReportErased', cause }));
    return status;
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
