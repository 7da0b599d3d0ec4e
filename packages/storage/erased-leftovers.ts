import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ApplicantRemoval, PdfFiles } from '@kyc-china/core/ports';
import type { ErasedLeftovers } from '@kyc-china/core/settle-erasure';
import { deleteItem, keysOfPartition } from './erasure-places.ts';
import { isErasedReport, sortKeys } from './reports-table.ts';

/** What is left of erased reports, in all places where a function may have written. */
export class StoredLeftovers implements ErasedLeftovers {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #applicants: ApplicantRemoval;
  readonly #pdfs: Pick<PdfFiles, 'delete'>;

  constructor(
    client: DynamoDBDocumentClient,
    table: string,
    objects: { applicants: ApplicantRemoval; pdfs: Pick<PdfFiles, 'delete'> },
  ) {
    this.#client = client;
    this.#table = table;
    this.#applicants = objects.applicants;
    this.#pdfs = objects.pdfs;
  }

  async delete(reportId: string): Promise<void> {
    if (!(await isErasedReport(this.#client, this.#table, reportId))) return;
    await Promise.all([this.#applicants.delete(reportId), this.#pdfs.delete(reportId)]);
    const keys = await keysOfPartition(this.#client, this.#table, reportId);
    const left = keys.filter(({ sk }) => sk !== sortKeys.report);
    await Promise.all(left.map((key) => deleteItem(this.#client, this.#table, key)));
  }
}
