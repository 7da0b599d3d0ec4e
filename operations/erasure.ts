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
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { photoObjectOf } from '@kyc-china/storage/applicant-store';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { pdfObjectOf } from '@kyc-china/storage/pdf-store';
import { sortKeys } from '@kyc-china/storage/reports-table';
import { WrappedKeysTable } from '@kyc-china/storage/wrapped-keys-table';
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
  /** Who erases, as the receipt names them. */
  readonly by: string;
  /** Whether reports that are still processing are stopped and erased too. */
  readonly force: boolean;
}

/** An erasure that has stored its tombstone and deleted what existed. */
interface StartedErasure {
  readonly tombstone: Tombstone;
  readonly erased: ErasedCounts;
  /** Whether functions that can write something back may still run. */
  readonly mustSettle: boolean;
}

/** Erases reports of one stage and everything that belongs to them. */
export class Erasure {
  readonly #dynamo: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #s3: S3Client;
  readonly #workflow: SFNClient;
  readonly #table: string;
  readonly #usage: DynamoClientUsage;
  readonly #keys: WrappedKeysTable;
  readonly #buckets: { readonly reports: string; readonly intake: string };
  readonly #stateMachineArn: string;
  readonly #untilSettled: () => Promise<void>;

  /**
   * @param untilSettled waits until every function that ran when its execution was stopped has ended.
   */
  constructor(stage: StageConnection, untilSettled: () => Promise<void>) {
    this.#dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
    this.#documents = DynamoDBDocumentClient.from(this.#dynamo, {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.#s3 = new S3Client(stage.settingsFor('S3'));
    this.#workflow = new SFNClient(stage.settingsFor('SFN'));
    this.#table = stage.output('ReportsTableName');
    this.#usage = new DynamoClientUsage(this.#documents, this.#table);
    this.#keys = new WrappedKeysTable(this.#documents, stage.output('ApplicantKeysTableName'));
    this.#buckets = {
      reports: stage.output('ReportsBucketName'),
      intake: stage.output('IntakeBucketName'),
    };
    this.#stateMachineArn = stage.output('StateMachineArn');
    this.#untilSettled = untilSettled;
  }

  /**
   * Erases a report. After an interruption, call it again: it continues. For a report that is already erased, it deletes
   * what has come back and returns the same receipt.
   * @throws CommandError if nothing of the report exists, or if it is processing and `force` is not set.
   */
  async report(reportId: string, options: ErasureOptions): Promise<ErasureReceipt> {
    const row = (await this.#row(reportId)) ?? (await recordNaming(this.#documents, this.#table, reportId));
    const started = await this.#start(reportId, row, options);
    if (started.mustSettle) await this.#untilSettled();
    return this.#finish(started, options);
  }

  /**
   * Erases every report of a client, and its requests that never became a report. The client itself is not changed.
   * All erasures start before the first one finishes, so that the wait for running functions happens once. Then it
   * searches again: a running request without an idempotency key names its client only when it stores its row.
   * @returns each receipt as soon as it exists, because the next report may fail.
   * @throws CommandError if the client has no report. Also if some are processing and `force` is not set: then no report
   * is erased.
   */
  async *client(clientId: string, options: ErasureOptions): AsyncGenerator<ErasureReceipt> {
    const started = await this.#startAll(clientId, options, new Set());
    await this.#untilSettled();
    for (const one of started) yield await this.#finish(one, options);
    const late = await this.#startAll(
      clientId,
      options,
      new Set(started.map(({ tombstone }) => tombstone.pk)),
    );
    if (late.some(({ mustSettle }) => mustSettle)) await this.#untilSettled();
    for (const one of late) yield await this.#finish(one, options);
    if (started.length + late.length === 0)
      throw new CommandError(`there is no report of a client ${clientId}`);
  }

  /**
   * Erases from a restored table what was erased since the backup. The receipts in the stage's own table say what that
   * is. Objects and keys have no backups, so nothing else has to be erased again.
   * @returns how many receipts exist, and how many of their reports had come back.
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

  /** Starts the erasure of every report of a client, except those whose erasure has already started. */
  async #startAll(
    clientId: string,
    options: ErasureOptions,
    alreadyStarted: ReadonlySet<string>,
  ): Promise<StartedErasure[]> {
    const all = await reportsOfClient(this.#documents, this.#table, clientId);
    const found = [...all].filter(([reportId]) => !alreadyStarted.has(reportId));
    const now = new Date();
    const running = found.filter(([, row]) => isRunning(row, now)).length;
    if (running > 0 && !options.force)
      throw new CommandError(
        `${running} of the ${found.length} ${alreadyStarted.size > 0 ? 'further ' : ''}reports of ${clientId} are still processing, and none of these ${found.length} was erased. Disable the client and wait until they have ended, or stop them with --force`,
      );
    const erasures: StartedErasure[] = [];
    for (const [reportId, row] of found)
      erasures.push(await this.#start(reportId, { ...row, ...(await this.#row(reportId)) }, options));
    return erasures;
  }

  /**
   * Stores the tombstone, deletes what exists and stops the executions. The tombstone prevents further calls and writes
   * for the report.
   */
  async #start(
    reportId: string,
    row: ReportRow | undefined,
    { force }: ErasureOptions,
  ): Promise<StartedErasure> {
    if (isRunning(row, new Date()) && !force)
      throw new CommandError(
        `the report ${reportId} is still processing. Wait until it has ended, within ${longestProcessingMs / 60_000} minutes, or stop it with --force: calls to providers stay billed, and the client will find its token invalid`,
      );
    if (!row && (await this.#isUnknown(reportId)))
      throw new CommandError(`there is no report ${reportId}: it never existed, or has expired`);

    const isReport = row?.status !== undefined && row.status !== 'erased';
    const erased = { ...nothing, ...row?.erased, ...(isReport && { reports: 1 }) };
    const tombstone: Tombstone = {
      pk: reportId,
      sk: sortKeys.report,
      status: 'erased',
      ...kept(
        row,
        'clientId',
        'requestedAt',
        'idempotencyPartition',
        'webhookResends',
        'consentGiven',
        'receipt',
      ),
    };
    // Comes first, so that nothing is written back while the rest runs.
    const replaced = await this.#put({ ...tombstone, erased });
    // A webhook may have been resent since the row was read. After this point, no resend is counted.
    Object.assign(tombstone, kept(replaced, 'webhookResends'));
    const swept = sumOf(erased, await this.#sweep(tombstone));
    await this.#put({ ...tombstone, erased: swept });
    const wasCutShort = row?.status === 'erased' && !row.receipt;
    const stopped = await this.#stop(tombstone);
    const mustSettle = stopped || wasCutShort || (!row?.receipt && isYoung(row, new Date()));
    return { tombstone, erased: swept, mustSettle };
  }

  /** Deletes what came back while the erasure waited. Replaces the tombstone with the receipt. */
  async #finish(
    { tombstone, erased, mustSettle }: StartedErasure,
    { by }: ErasureOptions,
  ): Promise<ErasureReceipt> {
    const { pk, sk, status, clientId, requestedAt, consentGiven } = tombstone;
    if (clientId !== undefined && requestedAt !== undefined)
      await this.#usage.forget({ reportId: pk, clientId, requestedAt: new Date(requestedAt) });
    const client = clientId === undefined ? {} : { clientId };
    const receipt: ErasureReceipt = tombstone.receipt ?? {
      reportId: pk,
      ...client,
      erasedAt: new Date().toISOString(),
      erasedBy: by,
      erased: mustSettle ? sumOf(erased, await this.#sweep(tombstone)) : erased,
      ...(consentGiven && { consentGiven }),
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

  /** Returns whether nothing is left of a request that never stored its report's row. */
  async #isUnknown(reportId: string): Promise<boolean> {
    return (await keysOfPartition(this.#documents, this.#table, reportId)).length === 0;
  }

  /** @returns the row that was replaced. */
  async #put(Item: Tombstone): Promise<ReportRow | undefined> {
    const { Attributes } = await this.#documents.send(
      new PutCommand({ TableName: this.#table, Item, ReturnValues: 'ALL_OLD' }),
    );
    return Attributes as ReportRow | undefined;
  }

  /** Deletes everything of a report except its tombstone. The keys go first: the rest is unreadable without them. */
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
            // The client may have reused its key in the meantime.
            { reportId },
          ),
      ...rows.map((key) => deleteItem(this.#documents, this.#table, key)),
    ]);
    return { ...nothing, otherRows: rows.length, dataKeys, photos, pdfs, idempotencyRecords };
  }

  /**
   * Stops the report's executions. The first one and its repetitions may run sub-checks. All of them, and those that
   * resend the webhook, may wait to post.
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
    return stopped;
  }

  /** Stops an execution if it runs. @returns its status before; undefined if it does not exist. */
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
