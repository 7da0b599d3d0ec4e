import type { StateMachine } from 'aws-local-stepfunctions';

/** What the interpreter reports while it runs an execution. */
export type InterpreterEvent =
  ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/** One event of an execution's history, of the form that GetExecutionHistory answers with. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}Details`]: object;
}

type Described = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp'>;

function causeOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return typeof cause === 'string' ? cause : JSON.stringify(cause ?? '');
}

const failureOf = (event: { Error: string; Cause: unknown }) => ({
  error: event.Error,
  cause: causeOf(event.Cause),
});

function describe(event: InterpreterEvent): Described | undefined {
  switch (event.type) {
    case 'ExecutionStarted':
      return { type: event.type, executionStartedEventDetails: { input: JSON.stringify(event.input) } };
    case 'ExecutionSucceeded':
      return { type: event.type, executionSucceededEventDetails: { output: JSON.stringify(event.output) } };
    case 'ExecutionFailed':
      return { type: event.type, executionFailedEventDetails: failureOf(event) };
    case 'ExecutionTimeout':
      return { type: 'ExecutionTimedOut' };
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed': {
      const details = { name: event.parentState.name, index: event.index };
      return { type: event.type, [`m${event.type.slice(1)}EventDetails`]: details } as Described;
    }
    case 'StateEntered':
      return {
        type: `${event.state.type}StateEntered`,
        stateEnteredEventDetails: { name: event.state.name, input: JSON.stringify(event.state.input) },
      };
    case 'StateExited':
      return {
        type: `${event.state.type}StateExited`,
        stateExitedEventDetails: { name: event.state.name, output: JSON.stringify(event.state.output) },
      };
    case 'StateFailed':
      return event.state.type === 'Task'
        ? { type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: failureOf(event) }
        : { type: `${event.state.type}StateFailed` };
    // On AWS a retry shows as one more scheduled attempt.
    case 'StateRetried':
      return { type: 'LambdaFunctionScheduled', lambdaFunctionScheduledEventDetails: { resource: '' } };
    case 'StateCaught':
      return undefined;
    default:
      return { type: event.type };
  }
}

/**
 * Numbers an execution's events and links each to the previous one on its own branch, as AWS does. The links distinguish
 * the events of concurrent iterations of a Map.
 */
export class HistoryWriter {
  #id: number;
  /** The last event of each iteration that is under way, by its index; under undefined, of the execution itself. */
  readonly #last = new Map<number | undefined, number>();

  /** @param eventsBefore how many events the history holds already. */
  constructor(eventsBefore: number) {
    this.#id = eventsBefore;
  }

  /**
   * The history's form of an interpreter's next event.
   * @returns undefined for what AWS's history does not show.
   */
  toHistoryEvent(event: InterpreterEvent): HistoryEvent | undefined {
    const described = describe(event);
    if (!described) return undefined;
    const branch = 'index' in event ? event.index : undefined;
    const before = this.#last.get(branch) ?? this.#last.get(undefined) ?? this.#id;
    this.#id += 1;
    // An iteration that has ended continues with the state after the Map.
    const ended = event.type === 'MapIterationSucceeded' || event.type === 'MapIterationFailed';
    if (ended) this.#last.delete(branch);
    this.#last.set(ended ? undefined : branch, this.#id);
    return { id: this.#id, previousEventId: before, timestamp: event.timestamp / 1000, ...described };
  }
}
