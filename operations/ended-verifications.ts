import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ReportStore } from '../lambdas/domain/ports.ts';
import { CommandError } from './command-line.ts';

type RedrivenReports = Pick<ReportStore, 'find' | 'reopen'>;

/** A run of a verification, under the name of its execution. */
interface Run {
  readonly reportId: string;
  /** 0 for the first, which bears the report's id; one more for each time that it was run again. */
  readonly serial: number;
  readonly status: ExecutionStatus;
  readonly endedAt?: Date;
}

const separator = '-redrive-';

const nameForm = new RegExp(`^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:${separator}(\\d+))?$`);

/** The name of the execution that sends a report's webhook again. */
export function resendNameOf(reportId: string, resend: number): string {
  return `${reportId}-resend-${resend}`;
}

/** The name of the execution that runs a verification for the first time, or again. */
export function executionNameOf(reportId: string, serial: number): string {
  return serial === 0 ? reportId : `${reportId}${separator}${serial}`;
}

const unsuccessful = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const satisfies ExecutionStatus[];

/**
 * The executions that ended without success. They are the service's dead letters: Step Functions keeps each for 90
 * days, with its input, which holds ids alone.
 *
 * One is run again by a new execution with the same input, not by RedriveExecution: that goes on from the state that
 * failed, which for a report that was marked as failed is the state that says so. From the start it finds every call
 * that was settled in the ledger, and makes none again.
 */
export class EndedVerifications {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;
  readonly #reports: RedrivenReports;

  /** @param reports an execution is remembered for longer than its report: one that was erased or has expired is over. */
  constructor(client: SFNClient, stateMachineArn: string, reports: RedrivenReports) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
    this.#reports = reports;
  }

  /**
   * The last run of each verification whose last run ended without success; the latest first. Without those whose
   * report was erased or has expired.
   */
  async withoutReport(): Promise<Run[]> {
    const last = new Map<string, Run>();
    for (const statusFilter of unsuccessful)
      for await (const { executions = [] } of paginateListExecutions(
        { client: this.#client },
        { stateMachineArn: this.#stateMachineArn, statusFilter },
      ))
        for (const { name = '', status = statusFilter, stopDate } of executions) {
          // Others carry webhooks that were sent again (webhook-deliveries.ts).
          const [, reportId, serial = '0'] = nameForm.exec(name) ?? [];
          if (reportId === undefined) continue;
          const run = { reportId, serial: Number(serial), status, ...(stopDate && { endedAt: stopDate }) };
          if (run.serial >= (last.get(reportId)?.serial ?? 0)) last.set(reportId, run);
        }
    const ended: Run[] = [];
    for (const run of last.values()) {
      if ((await this.#find(executionNameOf(run.reportId, run.serial + 1))) !== undefined) continue;
      if (await this.#reports.find(run.reportId)) ended.push(run);
    }
    return ended.sort((one, other) => Number(other.endedAt) - Number(one.endedAt));
  }

  /**
   * Starts a verification again.
   * @returns the name of the new execution.
   * @throws CommandError when there was none, its report is gone, or its last run still runs or succeeded.
   */
  async runAgain(reportId: string): Promise<string> {
    const first = await this.#find(reportId);
    if (!first) throw new CommandError(`there was no verification ${reportId} in the last 90 days`);
    if (!(await this.#reports.find(reportId)))
      throw new CommandError(`there is no report ${reportId}: it has expired or was erased`);
    let last = first;
    let serial = 1;
    for (let later = await this.#find(executionNameOf(reportId, serial)); later; ) {
      last = later;
      serial += 1;
      later = await this.#find(executionNameOf(reportId, serial));
    }
    if (last.status === 'RUNNING') throw new CommandError(`the verification ${reportId} is still running`);
    if (last.status === 'SUCCEEDED')
      throw new CommandError(`the verification ${reportId} came to its report`);
    const name = executionNameOf(reportId, serial);
    // Before the start: polls must find it processing, not failed or overdue.
    if (!(await this.#reports.reopen(reportId, new Date())))
      throw new CommandError(`the report ${reportId} was completed or erased just now`);
    await this.#client.send(
      new StartExecutionCommand({ stateMachineArn: this.#stateMachineArn, name, input: first.input }),
    );
    return name;
  }

  async #find(name: string) {
    const executionArn = `${this.#stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      return await this.#client.send(new DescribeExecutionCommand({ executionArn }));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }
}
