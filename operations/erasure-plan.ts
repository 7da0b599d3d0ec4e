import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  keysOfPartition,
  receiptRows,
  recordNaming,
  reportsOfClient,
} from '@kyc-china/storage/erasure-places';
import { isRunning, type ReportRow } from '@kyc-china/storage/erasure-rows';
import { sortKeys } from '@kyc-china/storage/reports-table';
import { CommandError } from './command-line.ts';
import type { StageConnection } from './stage-connection.ts';

/** What an erasure would erase. It contains nothing about a person. */
export interface ErasurePlan {
  /** How many reports, including requests that never became one. */
  readonly reports: number;
  /** How many of them are still processing: they are erased with `--force` alone. */
  readonly processing: number;
}

/** Counts what an erasure would erase, and changes nothing. */
export class ErasurePlanner {
  readonly #dynamo: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(stage: StageConnection) {
    this.#dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
    this.#documents = DynamoDBDocumentClient.from(this.#dynamo);
    this.#table = stage.output('ReportsTableName');
  }

  /** @throws CommandError if nothing of the report exists. */
  async report(reportId: string): Promise<ErasurePlan> {
    const Key = { pk: reportId, sk: sortKeys.report };
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    const row =
      (Item as ReportRow | undefined) ?? (await recordNaming(this.#documents, this.#table, reportId));
    if (!row && (await keysOfPartition(this.#documents, this.#table, reportId)).length === 0)
      throw new CommandError(`there is no report ${reportId}: it never existed, or has expired`);
    return row?.receipt ? { reports: 0, processing: 0 } : this.#planOf([row]);
  }

  /** @throws CommandError if the client has no report. */
  async client(clientId: string): Promise<ErasurePlan> {
    const rows = await reportsOfClient(this.#documents, this.#table, clientId);
    if (rows.size === 0) throw new CommandError(`there is no report of a client ${clientId}`);
    return this.#planOf([...rows.values()]);
  }

  /** Counts the receipts, and how many of their reports a restored table still holds. */
  async replay(restoredTable: string): Promise<{ receipts: number; cameBack: number }> {
    let [receipts, cameBack] = [0, 0];
    for await (const { pk } of receiptRows(this.#documents, this.#table)) {
      receipts += 1;
      if ((await keysOfPartition(this.#documents, restoredTable, pk)).length > 0) cameBack += 1;
    }
    return { receipts, cameBack };
  }

  close(): void {
    this.#dynamo.destroy();
  }

  #planOf(rows: readonly (ReportRow | undefined)[]): ErasurePlan {
    const now = new Date();
    return { reports: rows.length, processing: rows.filter((row) => isRunning(row, now)).length };
  }
}
