import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

/** The executions of one state machine, by their names. */
export class Executions {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
  }

  /** Stops an execution if it runs. @returns its status before; undefined if it does not exist. */
  async stop(name: string, error: string, cause: string): Promise<ExecutionStatus | undefined> {
    const executionArn = `${this.#stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const status = await this.#statusOf(executionArn);
    if (status === 'RUNNING')
      await this.#client.send(new StopExecutionCommand({ executionArn, error, cause }));
    return status;
  }

  async #statusOf(executionArn: string): Promise<ExecutionStatus | undefined> {
    try {
      return (await this.#client.send(new DescribeExecutionCommand({ executionArn }))).status;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }
}
