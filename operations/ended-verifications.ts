import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ReportStore } from '@kyc-china/core/ports';
import { executionNameOf, runOfExecution } from '@kyc-china/storage/execution-names';
import { CommandError } from './command-line.ts';

type RedrivenReports = Pick<ReportStore, 'find' | 'reopen'>;

/** A run of a verification, under the name of its execution. */
interface Run {
  readonly reportId: string;
  /** 0 for the first run, which has the report's id as its name. Each further run adds 1. */
  readonly serial: number;
  readonly status: ExecutionStatus;
  readonly endedAt?: Date;
}

const unsuccessful = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const satisfies ExecutionStatus[];

/**
 * The executions that ended without success. They are the dead letters of the service. Step Functions keeps each for
 * 90 days with its input, which holds only ids.
 *
 * A verification runs again as a new execution with the same input, not by RedriveExecution. RedriveExecution continues
 * from the state that failed; for a report that was marked as failed, that is the state that marks it. A run from the
 * start finds every settled call in the ledger and does not repeat it.
 */
export class EndedVerifications {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;
  readonly #reports: RedrivenReports;

  /** @param reports executions outlive their reports. A verification without a report is not run again. */
  constructor(client: SFNClient, stateMachineArn: string, reports: RedrivenReports) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
    this.#reports = reports;
  }

  /**
   * Returns the last run of each verification whose last run ended without success, latest first. Leaves out those
   * whose report was erased or has expired.
   */
  async withoutReport(): Promise<Run[]> {
    const last = new Map<string, Run>();
    for (const statusFilter of unsuccessful)
      for await (const { executions = [] } of paginateListExecutions(
        { client: this.#client },
        { stateMachineArn: this.#stateMachineArn, statusFilter },
      ))
        for (const { name = '', status = statusFilter, stopDate } of executions) {
          const named = runOfExecution(name);
          if (!named) continue;
          const run = { ...named, status, ...(stopDate && { endedAt: stopDate }) };
          if (run.serial >= (last.get(run.reportId)?.serial ?? 0)) last.set(run.reportId, run);
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
   * @throws CommandError if the verification or its report does not exist, or its last run still runs or succeeded.
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
      throw new CommandError(`the verification ${reportId} already has its report`);
    const name = executionNameOf(reportId, serial);
    // Before the start: polls must find it processing, not failed or overdue.
    if (!(await this.#reports.reopen(reportId, new Date())))
      throw new CommandError(`the report ${reportId} was completed or erased just now`);
    await this.#client.send(
      new StartExecutionCommand({ stateMachineArn: this.#stateMachineArn, name, input: first.input }),
    );
    return name;
  }

  /**
   * Stops the run of a verification that is stuck. What was settled stays, and the verification can run again.
   * @returns the name of the execution.
   * @throws CommandError if no run of the verification is running.
   */
  async stop(reportId: string): Promise<string> {
    let running: string | undefined;
    let serial = 0;
    for (let run = await this.#find(reportId); run; serial += 1) {
      if (run.status === 'RUNNING') {
        running = executionNameOf(reportId, serial);
        const cause = 'Stopped by an operator.';
        await this.#client.send(
          new StopExecutionCommand({ executionArn: run.executionArn, error: 'Stopped', cause }),
        );
      }
      run = await this.#find(executionNameOf(reportId, serial + 1));
    }
    if (running === undefined) throw new CommandError(`no run of the verification ${reportId} is running`);
    return running;
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
