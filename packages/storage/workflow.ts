import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { FailureAnnouncement, VerificationWorkflow } from '@kyc-china/core/ports';
import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import { erasureNameOf, failureNoticeNameOf } from './execution-names.ts';

/** The workflow on Step Functions. The name of an execution is made of the report's id, so that each starts once. */
export class StepFunctionsWorkflow implements VerificationWorkflow, FailureAnnouncement {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
  }

  start(reportId: string, tasks: readonly SubCheckTask[]): Promise<boolean> {
    return this.#start(reportId, { reportId, tasks });
  }

  async announceFailure(reportId: string): Promise<void> {
    const webhook = { resend: 0, attempt: 1, ofFailure: true };
    await this.#start(failureNoticeNameOf(reportId), { reportId, tasks: [], webhook });
  }

  /**
   * Starts to delete what functions that are still running write of an erased report, when they have all ended; done
   * again, it does nothing.
   */
  async settleErasure(reportId: string): Promise<void> {
    await this.#start(erasureNameOf(reportId), { reportId, tasks: [], erasure: {} });
  }

  /** @returns false when an execution of this name has ended. */
  async #start(name: string, input: object): Promise<boolean> {
    try {
      await this.#client.send(
        new StartExecutionCommand({
          stateMachineArn: this.#stateMachineArn,
          name,
          input: JSON.stringify(input),
        }),
      );
      return true;
    } catch (error) {
      // AWS answers a repetition with the same input as the first while that runs, and with this once it has ended.
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }
}
