import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { VerificationWorkflow } from '../domain/ports.ts';
import type { SubCheckTask } from '../domain/sub-checks/eligibility.ts';

/** The workflow on Step Functions. The execution's name is the report's id, so that it starts once. */
export class StepFunctionsWorkflow implements VerificationWorkflow {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
  }

  async start(reportId: string, tasks: readonly SubCheckTask[]): Promise<void> {
    try {
      await this.#client.send(
        new StartExecutionCommand({
          stateMachineArn: this.#stateMachineArn,
          name: reportId,
          input: JSON.stringify({ reportId, tasks }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }
}
