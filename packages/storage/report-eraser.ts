import type { ErasableReport, ReportEraser } from '@kyc-china/core/erase-report';
import type { ErasureReceipt } from '@kyc-china/core/erasure-receipt';
import { isRunning } from './erasure-rows.ts';
import type { ReportErasure } from './report-erasure.ts';
import { isLive } from './reports-table.ts';
import type { StepFunctionsWorkflow } from './workflow.ts';

/** Erases reports for their clients. It does not wait for functions that still run: an execution deletes what they write back. */
export class StoredReportEraser implements ReportEraser {
  readonly #erasure: ReportErasure;
  readonly #workflow: Pick<StepFunctionsWorkflow, 'settleErasure'>;

  constructor(erasure: ReportErasure, workflow: Pick<StepFunctionsWorkflow, 'settleErasure'>) {
    this.#erasure = erasure;
    this.#workflow = workflow;
  }

  async find(reportId: string): Promise<ErasableReport | undefined> {
    const row = await this.#erasure.row(reportId);
    const now = new Date();
    if (row?.clientId === undefined || row.receipt) return undefined;
    // A tombstone never expires.
    if (row.status !== 'erased' && !isLive({ ...row }, now)) return undefined;
    return { clientId: row.clientId, isRunning: isRunning(row, now) };
  }

  async erase(reportId: string, by: string): Promise<ErasureReceipt> {
    const started = await this.#erasure.start(reportId, await this.#erasure.row(reportId));
    // Before the receipt: an erasure that is cut short here is repeated, and one with a receipt is not.
    await this.#workflow.settleErasure(reportId);
    return this.#erasure.finish({ ...started, mustSettle: false }, by);
  }
}
