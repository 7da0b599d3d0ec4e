import { readFileSync } from 'node:fs';
import { ExecutionAlreadyExists, ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { projectFile } from '../../../lib/project-file.ts';
import { FailedExecutionError, Interpreter, type Machine, type Surroundings } from './machine.ts';

type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

interface Execution {
  readonly name: string;
  readonly input: string;
  status: Status;
}

class StoppedError extends Error {}

const machine: Machine = JSON.parse(
  readFileSync(projectFile('statemachine', 'verification.asl.json'), 'utf8'),
);

/** Step Functions, running the project's own definition. */
export class StepFunctions {
  readonly executions = new Map<string, Execution>();
  readonly #surroundings: Omit<Surroundings, 'goOn'>;
  readonly #apart: (work: () => Promise<void>) => Promise<void>;

  /** @param apart runs an execution so that it does not die with the process that started it. */
  constructor(surroundings: Omit<Surroundings, 'goOn'>, apart: (work: () => Promise<void>) => Promise<void>) {
    this.#surroundings = surroundings;
    this.#apart = apart;
  }

  /** Carries out a command of the client, by the name of its class. */
  send(
    command: string,
    input: { name?: string; input?: string; executionArn?: string; statusFilter?: string },
  ): object {
    const { name = input.executionArn?.split(':').at(-1) ?? '' } = input;
    const found = this.executions.get(name);
    if (command === 'StartExecutionCommand') {
      if (!found) this.#start(name, input.input ?? '');
      // With the same input as one that runs, it is answered as the first was.
      else if (found.status !== 'RUNNING' || found.input !== input.input)
        throw new ExecutionAlreadyExists({ message: '', $metadata: {} });
      return {};
    }
    if (command === 'ListExecutionsCommand')
      return {
        executions: [...this.executions.values()].filter(({ status }) => status === input.statusFilter),
      };
    if (!found) throw new ExecutionDoesNotExist({ message: '', $metadata: {} });
    if (command === 'DescribeExecutionCommand') return { ...found };
    if (command !== 'StopExecutionCommand') throw new RangeError(`the simulation has no ${command}`);
    if (found.status === 'RUNNING') found.status = 'ABORTED';
    return {};
  }

  #start(name: string, input: string): void {
    const execution: Execution = { name, input, status: 'RUNNING' };
    this.executions.set(name, execution);
    const goOn = () => {
      if (execution.status !== 'RUNNING') throw new StoppedError();
    };
    const end = (status: Status) => {
      if (execution.status === 'RUNNING') execution.status = status;
    };
    void this.#apart(async () => {
      try {
        await new Interpreter({ ...this.#surroundings, goOn }).run(machine, JSON.parse(input));
        end('SUCCEEDED');
      } catch (error) {
        if (error instanceof StoppedError) return;
        end('FAILED');
        if (!(error instanceof FailedExecutionError)) throw error;
      }
    });
  }
}
