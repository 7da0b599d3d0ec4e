import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import { type Definition, end, start, transitionKey } from './definition.ts';
import type { ExecutionModel, Iteration, Run, RunStatus } from './execution-model.ts';

/** How far a verification is, as a poll tells it. */
export interface Progress {
  readonly completed: number;
  readonly total: number;
}

const idle: Run = { status: 'idle', attempts: 0 };

/** The states before the Map, which lead to it when nothing is chosen otherwise, the Map, and what follows it. */
function usualWay({ StartAt, States }: Definition): {
  before: string[];
  map: string;
  after: string | undefined;
} {
  const before: string[] = [];
  let name = StartAt;
  for (let state = States[name]; state && state.Type !== 'Map'; state = States[name]) {
    before.push(name);
    name = state.Default ?? state.Next ?? '';
    if (before.includes(name)) break;
  }
  return { before, map: name, after: States[name]?.Next };
}

function iterationsOf(tasks: readonly SubCheckTask[], done: boolean): Iteration[] {
  // Polls count calls and do not say which: until all are done, each is under way.
  return tasks.map((task, index) => ({
    index,
    task,
    status: done ? 'succeeded' : 'running',
    attempts: 1,
  }));
}

/**
 * What an execution is doing as far as polls tell, where its history cannot be read.
 * @param standing whether the report is complete.
 */
export function modelFromProgress(
  definition: Definition,
  tasks: readonly SubCheckTask[],
  progress: Progress | undefined,
  standing: boolean,
): ExecutionModel {
  const { before, map, after } = usualWay(definition);
  const done = standing || (progress !== undefined && progress.completed >= progress.total);
  const statusOf = (name: string): RunStatus => {
    if (before.includes(name)) return 'succeeded';
    if (name === map) return done ? 'succeeded' : 'running';
    if (name === after) return standing ? 'succeeded' : done ? 'running' : 'idle';
    return 'idle';
  };
  const way = [start, ...before, map, ...(done && after !== undefined ? [after] : [])];
  return {
    states: new Map(
      Object.keys(definition.States).map((name) => {
        const status = statusOf(name);
        return [name, status === 'idle' ? idle : { status, attempts: 1 }];
      }),
    ),
    iterations: iterationsOf(tasks, done),
    taken: new Set(way.slice(1).map((to, index) => transitionKey({ from: way[index] ?? end, to }))),
  };
}
