import type { StateMachine } from 'aws-local-stepfunctions';
import type { StateDetails } from './state-details.ts';

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
type EventOf<Type extends InterpreterEvent['type']> = Extract<InterpreterEvent, { type: Type }>;

/** JSON as a detail of an event. The embedded cloud cuts nothing off. */
const input = (value: unknown) => ({ input: JSON.stringify(value), inputDetails: { truncated: false } });
const output = (value: unknown) => ({ output: JSON.stringify(value), outputDetails: { truncated: false } });

function causeOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return typeof cause === 'string' ? cause : JSON.stringify(cause ?? '');
}

const failureOf = (event: { Error: string; Cause: unknown }) => ({
  error: event.Error,
  cause: causeOf(event.Cause),
});

/** The events of the execution and its states, each for one of the interpreter's. */
function describe(event: InterpreterEvent, machine: { roleArn?: string }): Described | undefined {
  switch (event.type) {
    case 'ExecutionStarted':
      return { type: event.type, executionStartedEventDetails: { ...input(event.input), ...machine } };
    case 'ExecutionSucceeded':
      return { type: event.type, executionSucceededEventDetails: output(event.output) };
    case 'ExecutionFailed':
      return { type: event.type, executionFailedEventDetails: failureOf(event) };
    case 'ExecutionAborted':
      return { type: event.type, executionAbortedEventDetails: {} };
    case 'ExecutionTimeout':
      return { type: 'ExecutionTimedOut', executionTimedOutEventDetails: {} };
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed': {
      const details = { name: event.parentState.name, index: event.index };
      return { type: event.type, [`m${event.type.slice(1)}EventDetails`]: details } as Described;
    }
    case 'StateEntered':
      return {
        type: `${event.state.type}StateEntered`,
        stateEnteredEventDetails: { name: event.state.name, ...input(event.state.input) },
      };
    case 'StateExited':
      return {
        type: `${event.state.type}StateExited`,
        stateExitedEventDetails: { name: event.state.name, ...output(event.state.output) },
      };
    default:
      return undefined;
  }
}

/** A task that ended without a result. A timeout has no cause. */
function failedCall(event: EventOf<'StateFailed'>): Described {
  return event.Error === 'States.Timeout'
    ? { type: 'LambdaFunctionTimedOut', lambdaFunctionTimedOutEventDetails: { error: event.Error } }
    : { type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: failureOf(event) };
}

type Branch = number | undefined;

/**
 * Writes an execution's history as AWS does: the same types of events in the same order, numbered, each linked to the
 * previous one of its own branch. The links distinguish the events of concurrent iterations of a Map.
 */
export class HistoryWriter {
  #id: number;
  readonly #details: StateDetails;
  /** The last event of each iteration that is under way, by its index; under undefined, of the execution itself. */
  readonly #last = new Map<Branch, number>();
  /** The branches whose task's last call failed. */
  readonly #failed = new Set<Branch>();

  /**
   * @param eventsBefore how many events the history holds already.
   * @param details of the execution's states.
   */
  constructor(eventsBefore: number, details: StateDetails) {
    this.#id = eventsBefore;
    this.#details = details;
  }

  /** The history's form of an interpreter's next event: none for what AWS's history does not show. */
  toHistoryEvents(event: InterpreterEvent): HistoryEvent[] {
    const branch = 'index' in event ? event.index : undefined;
    const at = event.timestamp / 1000;
    const write = (described: Described) => this.#write(described, branch, at);
    if (event.type === 'StateFailed') return this.#failure(event, branch).map(write);
    if (event.type === 'StateRetried') return this.#retry(event, branch).map(write);
    const { roleArn } = this.#details;
    const described = describe(event, roleArn === undefined ? {} : { roleArn });
    if (!described) return [];
    return [...this.#before(event, branch), described, ...this.#after(event)].map(write);
  }

  /** The events that AWS writes before a state is left. */
  #before(event: InterpreterEvent, branch: Branch): Described[] {
    if (event.type !== 'StateExited' || this.#failed.delete(branch)) return [];
    const { name, type, output: stateOutput } = event.state;
    if (type === 'Map') return [{ type: 'MapStateSucceeded' }];
    if (type !== 'Task') return [];
    const result = this.#details.returned(name, stateOutput);
    return [{ type: 'LambdaFunctionSucceeded', lambdaFunctionSucceededEventDetails: output(result) }];
  }

  /** The events that AWS writes when a state was entered. */
  #after(event: InterpreterEvent): Described[] {
    if (event.type !== 'StateEntered') return [];
    const { name, type, input: stateInput } = event.state;
    if (type !== 'Map') return type === 'Task' ? this.#call(name, stateInput) : [];
    const length = this.#details.itemCount(name, stateInput);
    return [{ type: 'MapStateStarted', mapStateStartedEventDetails: { length } }];
  }

  #call(name: string, stateInput: unknown): Described[] {
    const call = this.#details.scheduled(name, stateInput);
    if (!call) return [];
    const { input: payload, ...scheduled } = call;
    return [
      {
        type: 'LambdaFunctionScheduled',
        lambdaFunctionScheduledEventDetails: { ...input(payload), ...scheduled },
      },
      { type: 'LambdaFunctionStarted' },
    ];
  }

  #failure(event: EventOf<'StateFailed'>, branch: Branch): Described[] {
    const { type } = event.state;
    this.#failed.add(branch);
    if (type === 'Task') return [failedCall(event)];
    return type === 'Map' ? [{ type: 'MapStateFailed' }] : [];
  }

  #retry({ state }: EventOf<'StateRetried'>, branch: Branch): Described[] {
    this.#failed.delete(branch);
    return state.type === 'Task' ? this.#call(state.name, state.input) : [];
  }

  #write(described: Described, branch: Branch, timestamp: number): HistoryEvent {
    this.#id += 1;
    const previousEventId = this.#link(described.type, branch);
    return { timestamp, id: this.#id, previousEventId, ...described };
  }

  /** Moves an event's branch on to it. @returns the event that AWS names as the one before. */
  #link(type: string, branch: Branch): number {
    // It comes from outside of the states.
    if (type === 'ExecutionAborted' || type === 'ExecutionTimedOut') return 0;
    const before = this.#last.get(branch) ?? this.#last.get(undefined) ?? this.#id - 1;
    if (type === 'ExecutionStarted') {
      // The first state of a history has no event before it.
      this.#last.set(undefined, before === 0 ? 0 : this.#id);
    } else if (type === 'MapIterationSucceeded' || type === 'MapIterationFailed') {
      // The execution continues after an iteration that succeeded, and beside one that failed.
      this.#last.delete(branch);
      this.#last.set(undefined, type === 'MapIterationFailed' ? before : this.#id);
    } else if (type !== 'MapStateSucceeded') this.#last.set(branch, this.#id);
    return before;
  }
}
