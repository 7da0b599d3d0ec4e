import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import { type Definition, end, start, transitionKey } from './definition.ts';
import { detailsOf, type HistoryEvent, jsonOf, textOf } from './history-event.ts';

export type RunStatus = 'idle' | 'running' | 'retrying' | 'succeeded' | 'caught' | 'failed' | 'aborted';

/** What became of a state, or of an iteration, so far. Times are milliseconds since the epoch. */
export interface Run {
  readonly status: RunStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** How many times its task was tried, over every visit. */
  readonly attempts: number;
  /** The last error's name. */
  readonly error?: string;
}

export interface Iteration extends Run {
  readonly index: number;
  readonly task?: SubCheckTask;
  /** The state of the iteration that it is in, or ended in. */
  readonly state?: string;
  /** What came of the sub-check: matched, errored, … */
  readonly outcome?: string;
}

export interface ExecutionModel {
  readonly states: ReadonlyMap<string, Run>;
  readonly iterations: readonly Iteration[];
  /** Keys of the transitions that were taken. */
  readonly taken: ReadonlySet<string>;
}

const idle: Run = { status: 'idle', attempts: 0 };
const failing = /^(LambdaFunction|Task|Activity).*(Failed|TimedOut)$/;
const tryingAgain = /^(LambdaFunction|Task)Scheduled$/;
/** Events of the execution itself, whatever they follow. */
const always = /^(Execution|MapState|MapRun)/;
const iterationEnd: Record<string, RunStatus> = {
  MapIterationSucceeded: 'succeeded',
  MapIterationFailed: 'failed',
  MapIterationAborted: 'aborted',
};
const executionEnd: Record<string, RunStatus> = {
  ExecutionSucceeded: 'succeeded',
  ExecutionFailed: 'failed',
  ExecutionTimedOut: 'failed',
  ExecutionAborted: 'aborted',
};

const isUnderWay = ({ status }: Run) => status === 'running' || status === 'retrying';

/** A run after one more event of its own; the same when the event does not change it. */
function afterEvent(run: Run, event: HistoryEvent): Run {
  const at = event.timestamp * 1000;
  if (event.type.endsWith('StateEntered')) {
    const { attempts, startedAt } = run;
    return { status: 'running', startedAt: startedAt ?? at, attempts: attempts + 1 };
  }
  if (failing.test(event.type) || event.type.endsWith('StateFailed'))
    return { ...run, status: 'retrying', error: textOf(event, 'error') ?? 'States.TaskFailed' };
  if (tryingAgain.test(event.type) && run.status === 'retrying')
    return { ...run, status: 'running', attempts: run.attempts + 1 };
  if (event.type.endsWith('StateExited'))
    // Left while its last attempt is marked as failed: the error was caught.
    return { ...run, status: run.status === 'retrying' ? 'caught' : 'succeeded', endedAt: at };
  return run;
}

class Reader {
  readonly states = new Map<string, Run>();
  readonly iterations = new Map<number, Iteration>();
  readonly taken = new Set<string>();
  /** Which iteration an event belongs to, by its id; undefined for the execution's own. */
  readonly #branchOf = new Map<number, number>();
  #current: string | undefined;
  #previous = start;

  read(event: HistoryEvent): void {
    const index = detailsOf(event).index;
    const branch =
      typeof index === 'number' || always.test(event.type)
        ? index
        : this.#branchOf.get(event.previousEventId);
    if (typeof branch !== 'number') this.#readOwn(event);
    else this.#readIteration(event, branch);
  }

  #readIteration(event: HistoryEvent, index: number): void {
    const at = event.timestamp * 1000;
    const status = iterationEnd[event.type];
    const known = this.iterations.get(index) ?? { ...idle, index };
    if (status) {
      this.iterations.set(index, {
        ...known,
        status: known.outcome === 'errored' ? 'caught' : status,
        endedAt: at,
      });
      return;
    }
    this.#branchOf.set(event.id, index);
    if (event.type === 'MapIterationStarted') {
      this.iterations.set(index, { index, status: 'running', attempts: 0, startedAt: at });
      return;
    }
    const { endedAt: _ofTheState, ...run } = afterEvent(known, event);
    const input = jsonOf(event, 'input') as { task?: SubCheckTask } | undefined;
    const output = jsonOf(event, 'output') as { outcome?: string } | undefined;
    this.iterations.set(index, {
      ...known,
      ...run,
      // A state that ended is not yet the iteration's end; one entered after another is not another attempt.
      status: event.type.endsWith('StateExited') ? 'running' : run.status,
      attempts: event.type.startsWith('PassState') ? known.attempts : run.attempts,
      ...(known.error !== undefined && { error: run.error ?? known.error }),
      ...(input?.task && { task: input.task }),
      ...(event.type.endsWith('StateEntered') && { state: textOf(event, 'name') ?? '' }),
      ...(typeof output?.outcome === 'string' && { outcome: output.outcome }),
    });
  }

  #readOwn(event: HistoryEvent): void {
    const status = executionEnd[event.type];
    if (status) {
      this.#endAll(status, event.timestamp * 1000);
      return;
    }
    if (event.type === 'ExecutionStarted' || event.type === 'ExecutionRedriven') this.#previous = start;
    const name = textOf(event, 'name');
    if (event.type.endsWith('StateEntered') && name !== undefined) {
      this.taken.add(transitionKey({ from: this.#previous, to: name }));
      this.#current = name;
    }
    if (this.#current === undefined) return;
    this.states.set(this.#current, afterEvent(this.states.get(this.#current) ?? idle, event));
    if (event.type.endsWith('StateExited')) this.#previous = this.#current;
  }

  #endAll(status: RunStatus, endedAt: number): void {
    // A Fail state is never left.
    if (this.#current !== undefined) this.taken.add(transitionKey({ from: this.#current, to: end }));
    for (const [name, run] of this.states)
      if (isUnderWay(run)) this.states.set(name, { ...run, status, endedAt });
    for (const [index, iteration] of this.iterations)
      if (isUnderWay(iteration)) this.iterations.set(index, { ...iteration, status, endedAt });
  }
}

/** What became of every state and iteration, from an execution's history as far as it is known. */
export function modelFromHistory(definition: Definition, events: readonly HistoryEvent[]): ExecutionModel {
  const reader = new Reader();
  for (const event of events.toSorted((one, other) => one.id - other.id)) reader.read(event);
  return {
    states: new Map(Object.keys(definition.States).map((name) => [name, reader.states.get(name) ?? idle])),
    iterations: [...reader.iterations.values()].sort((one, other) => one.index - other.index),
    taken: reader.taken,
  };
}
