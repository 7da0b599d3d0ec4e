import { EventEmitter } from 'node:events';
import { type ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import { type HistoryEvent, HistoryWriter, type InterpreterEvent } from './execution-history.ts';
import type { ExecutionRecord, ExecutionStatus, ExecutionStore } from './execution-store.ts';
import type { Invoke } from './lambda.ts';
import { LambdaError } from './lambda-error.ts';
import { StateDetails } from './state-details.ts';
import type { Definition, TaskState } from './state-machine-definition.ts';

type Run = ReturnType<StateMachine['run']>;
type Input = Parameters<StateMachine['run']>[0];
type TaskHandlers = Record<string, (input: Input) => Promise<Input>>;

/**
 * Returns the error as Step Functions passes it on: the cause of a function's error is the JSON that Lambda returns of it.
 * What Lambda itself refuses, such as a call above the concurrency limit, has a text.
 */
function withCause(error: Error): Error {
  const { name, message } = error;
  if (name.startsWith('Lambda.')) return error;
  const trace = error instanceof LambdaError ? error.trace : [];
  const cause = JSON.stringify({ errorType: name, errorMessage: message, trace });
  return Object.assign(new Error(cause), { name });
}

/** The event of an execution that runs again: what it was started with is in the history already. */
function asRedriven({ id, previousEventId, timestamp }: HistoryEvent): HistoryEvent {
  const executionRedrivenEventDetails = { redriveCount: 1 };
  return { id, previousEventId, timestamp, type: 'ExecutionRedriven', executionRedrivenEventDetails };
}

/** Runs the executions of one state machine and stores their results. */
export class Executions {
  readonly stateMachineArn: string;
  readonly definition: Definition;
  readonly #machine: StateMachine;
  readonly #tasks: readonly TaskState[];
  readonly #invoke: Invoke;
  readonly #roleArn: string | undefined;
  readonly #store: ExecutionStore;
  readonly #events = new EventEmitter();
  readonly #running = new Map<string, { readonly run: Run; readonly done: Promise<void> }>();
  #stopping = false;

  /**
   * @param machine its ARN, its definition, its task states and its role.
   */
  constructor(
    machine: { arn: string; definition: Definition; tasks: readonly TaskState[]; roleArn?: string },
    store: ExecutionStore,
    invoke: Invoke,
  ) {
    this.stateMachineArn = machine.arn;
    this.definition = machine.definition;
    // Validating the definition takes the interpreter 200 ms and more, so the machine is built once.
    this.#machine = new StateMachine(machine.definition as ConstructorParameters<typeof StateMachine>[0]);
    this.#tasks = machine.tasks;
    this.#invoke = invoke;
    this.#roleArn = machine.roleArn;
    this.#store = store;
    this.#events.setMaxListeners(0);
  }

  /**
   * Starts again what was running when the cloud last stopped, from its input: the interpreter cannot be put
   * back into the middle of an execution. Nothing is done twice by it, because every task is idempotent: a
   * sub-check returns its stored result or finds its own claim, aggregating and posting know what is done.
   */
  resume(): void {
    for (const record of this.#store.all()) if (record.status === 'RUNNING') void this.#run(record, true);
  }

  /** The execution, started now; undefined when one of that name exists with another input or has ended. */
  async start(name: string, input: string): Promise<ExecutionRecord | undefined> {
    if (this.#stopping) throw new Error('the embedded cloud is stopping');
    const known = this.#store.find(name);
    if (known) {
      // A repeated start may come before the first is on disk. Its answer must survive a crash.
      await this.#store.written(name);
      return known.status === 'RUNNING' && known.input === input ? known : undefined;
    }
    const record: ExecutionRecord = {
      executionArn: `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      stateMachineArn: this.stateMachineArn,
      name,
      input,
      startDate: Date.now() / 1000,
      status: 'RUNNING',
    };
    try {
      await this.#store.save(record);
    } catch (error) {
      // A second start must not report it as running.
      this.#store.forget(name);
      throw error;
    }
    // The cloud was stopped meanwhile. The execution is on disk, so the next start runs it.
    if (!this.#stopping) this.#run(record, false);
    return record;
  }

  find(name: string): ExecutionRecord | undefined {
    return this.#store.find(name);
  }

  all(): ExecutionRecord[] {
    return this.#store.all();
  }

  history(name: string): Promise<HistoryEvent[]> {
    return this.#store.history(name);
  }

  /**
   * Reports every event of every execution as it happens.
   * @returns a function that ends the subscription.
   */
  subscribe(listener: (executionName: string, event: InterpreterEvent) => void): () => void {
    this.#events.on('event', listener);
    return () => this.#events.off('event', listener);
  }

  /** Ends a running execution as StopExecution does. */
  async abort(name: string): Promise<void> {
    const running = this.#running.get(name);
    running?.run.abort();
    await running?.done;
  }

  /** Leaves every running execution as it is, to be resumed at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const running = [...this.#running.values()];
    for (const { run } of running) run.abort();
    await Promise.all(running.map(({ done }) => done));
    await this.#store.flush();
  }

  /** The functions of an execution's tasks, by state. */
  #handlers(details: StateDetails): TaskHandlers {
    const entries = this.#tasks.map(({ stateName, functionArn }) => {
      const call = async (input: unknown) => {
        try {
          return await this.#invoke(functionArn, input);
        } catch (error) {
          throw withCause(error as Error);
        }
      };
      return [stateName, details.watched(stateName, call)];
    });
    return Object.fromEntries(entries) as TaskHandlers;
  }

  #run(record: ExecutionRecord, again: boolean): void {
    const details = new StateDetails(this.definition, this.#roleArn);
    const run = this.#machine.run(JSON.parse(record.input) as Input, {
      overrides: { taskResourceLocalHandlers: this.#handlers(details) },
      context: {
        Execution: { Id: record.executionArn, Name: record.name },
        StateMachine: { Id: this.stateMachineArn },
      },
    });
    const done = Promise.all([
      this.#keepHistory(record.name, { run, again, details }),
      this.#keepResult(record, run),
    ])
      .then(() => undefined)
      .finally(() => this.#running.delete(record.name));
    this.#running.set(record.name, { run, done });
  }

  async #keepHistory(
    name: string,
    { run, again, details }: { run: Run; again: boolean; details: StateDetails },
  ): Promise<void> {
    const writer = new HistoryWriter(again ? (await this.#store.history(name)).length : 0, details);
    for await (const event of run.eventLogs) {
      this.#events.emit('event', name, event);
      const entries = this.#stopping ? [] : writer.toHistoryEvents(event);
      if (entries.length === 0) continue;
      const redriven = again && event.type === 'ExecutionStarted';
      void this.#store.append(name, redriven ? entries.map(asRedriven) : entries);
    }
  }

  async #keepResult(record: ExecutionRecord, run: Run): Promise<void> {
    try {
      const output = await run.result;
      await this.#end(record, 'SUCCEEDED', { output: JSON.stringify(output) });
    } catch (error) {
      const { name, cause } = error as ExecutionError;
      // It stays RUNNING, and is resumed at the next start.
      if (this.#stopping) return;
      if (name === 'ExecutionAbortedError') await this.#end(record, 'ABORTED', {});
      else if (name === 'ExecutionTimeoutError') await this.#end(record, 'TIMED_OUT', {});
      else {
        const failure = cause instanceof Error ? cause : (error as Error);
        await this.#end(record, 'FAILED', { error: failure.name, cause: failure.message });
      }
    }
  }

  #end(
    record: ExecutionRecord,
    status: ExecutionStatus,
    result: Pick<ExecutionRecord, 'output' | 'error' | 'cause'>,
  ): Promise<void> {
    return this.#store.save({ ...record, status, stopDate: Date.now() / 1000, ...result });
  }
}
