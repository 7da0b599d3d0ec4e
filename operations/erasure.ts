import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ErasureReceipt } from '@kyc-china/core/erasure-receipt';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import {
  deleteItem,
  keysOfPartition,
  receiptRows,
  recordNaming,
  reportsOfClient,
} from '@kyc-china/storage/erasure-places';
import { isRunning, type ReportRow } from '@kyc-china/storage/erasure-rows';
import { ReportErasure, type StartedErasure } from '@kyc-china/storage/report-erasure';
import { sortKeys } from '@kyc-china/storage/reports-table';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import { CommandError } from './command-line.ts';
import type { StageConnection } from './stage-connection.ts';

export interface ErasureOptions {
  /** Who erases, as the receipt names them. */
  readonly by: string;
  /** Whether reports that are still processing are stopped and erased too. */
  readonly force: boolean;
}

/** Erases reports of one stage and everything that belongs to them. */
export class Erasure {
  readonly #dynamo: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #s3: S3Client;
  readonly #workflow: SFNClient;
  readonly #table: string;
  readonly #erasure: ReportErasure;
  readonly #settling: StepFunctionsWorkflow;
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
    const clients = { documents: this.#documents, s3: this.#s3, workflow: this.#workflow };
    const stateMachineArn = stage.output('StateMachineArn');
    this.#settling = new StepFunctionsWorkflow(this.#workflow, stateMachineArn);
    this.#erasure = new ReportErasure(clients, {
      table: this.#table,
      keysTable: stage.output('ApplicantKeysTableName'),
      reportsBucket: stage.output('ReportsBucketName'),
      intakeBucket: stage.output('IntakeBucketName'),
      stateMachineArn,
    });
    this.#untilSettled = untilSettled;
  }

  /**
   * Erases a report. After an interruption, call it again: it continues. For a report that is already erased, it deletes
   * what has come back and returns the same receipt.
   * @throws CommandError if nothing of the report exists, or if it is processing and `force` is not set.
   */
  async report(reportId: string, options: ErasureOptions): Promise<ErasureReceipt> {
    const row =
      (await this.#erasure.row(reportId)) ?? (await recordNaming(this.#documents, this.#table, reportId));
    const started = await this.#start(reportId, row, options);
    if (started.mustSettle) await this.#untilSettled();
    return this.#erasure.finish(started, options.by);
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
    for (const one of started) yield await this.#erasure.finish(one, options.by);
    const late = await this.#startAll(
      clientId,
      options,
      new Set(started.map(({ tombstone }) => tombstone.pk)),
    );
    if (late.some(({ mustSettle }) => mustSettle)) await this.#untilSettled();
    for (const one of late) yield await this.#erasure.finish(one, options.by);
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
      erasures.push(await this.#start(reportId, { ...row, ...(await this.#erasure.row(reportId)) }, options));
    return erasures;
  }

  /** @throws CommandError if nothing of the report exists, or if it is processing and `force` is not set. */
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
    const started = await this.#erasure.start(reportId, row);
    // A read that is under way may still note itself. That is not worth a wait: an execution deletes the note.
    if (!started.mustSettle && !row?.receipt) await this.#settling.settleErasure(reportId);
    return started;
  }

  /** Returns whether nothing is left of a request that never stored its report's row. */
  async #isUnknown(reportId: string): Promise<boolean> {
    return (await keysOfPartition(this.#documents, this.#table, reportId)).length === 0;
  }
}
