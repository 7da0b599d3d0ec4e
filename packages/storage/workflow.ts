import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { VerificationWorkflow } from '@kyc-china/core/ports';
import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';

/** The workflow on Step Functions. The execution's name is the report's id, so that it starts once. */
export class StepFunctionsWorkflow implements VerificationWorkflow {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
  }

  async start(reportId: string, tasks: readonly SubCheckTask[]): Promise<boolean> {
    try {
      await this.#client.send(
        new StartExecutionCommand({
          stateMachineArn: this.#stateMachineArn,
          name: reportId,
          input: JSON.stringify({ reportId, tasks }),
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
