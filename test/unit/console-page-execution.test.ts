import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import fc from 'fast-check';
import { type Definition, end, start, transitionsOf } from '../../console/src/execution/definition.ts';
import { type ExecutionModel, modelFromHistory } from '../../console/src/execution/execution-model.ts';
import type { HistoryEvent } from '../../console/src/execution/history-event.ts';
import { layoutOf, pathThrough } from '../../console/src/execution/layout.ts';
import { modelFromProgress } from '../../console/src/execution/progress-model.ts';
import { projectFile } from '../../lib/project-file.ts';

const definition: Definition = JSON.parse(
  readFileSync(projectFile('statemachine', 'verification.asl.json'), 'utf8'),
);

/** What one iteration does: fails so often, then answers, or has its last error caught. */
interface Branch {
  readonly subCheck: (typeof subCheckIds)[number];
  readonly failures: number;
  readonly caught: boolean;
}

type Draft = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp'> & { branch?: number };

const entered = (kind: string, name: string, input: object, branch?: number): Draft => ({
  type: `${kind}StateEntered`,
  stateEnteredEventDetails: { name, input: JSON.stringify(input) },
  ...(branch !== undefined && { branch }),
});
const exited = (kind: string, name: string, output: object, branch?: number): Draft => ({
  type: `${kind}StateExited`,
  stateExitedEventDetails: { name, output: JSON.stringify(output) },
  ...(branch !== undefined && { branch }),
});

function branchEvents({ subCheck, failures, caught }: Branch, branch: number): Draft[] {
  const task = { subCheck };
  const failed = {
    type: 'LambdaFunctionFailed',
    lambdaFunctionFailedEventDetails: { error: 'Oops' },
    branch,
  };
  const called = [
    { type: 'LambdaFunctionScheduled', lambdaFunctionScheduledEventDetails: {}, branch },
    { type: 'LambdaFunctionStarted', branch },
  ];
  const succeeded = { type: 'LambdaFunctionSucceeded', lambdaFunctionSucceededEventDetails: {}, branch };
  const failing = Array.from({ length: failures }, () => [...called, failed]).flat();
  const attempts = caught && failures > 0 ? failing : [...failing, ...called, succeeded];
  const isCaught = caught && failures > 0;
  const outcome = { task, outcome: isCaught ? 'errored' : 'matched' };
  return [
    {
      type: 'MapIterationStarted',
      mapIterationStartedEventDetails: { name: 'RunSubChecks', index: branch },
      branch,
    },
    entered('Task', 'SubCheck', { task }, branch),
    ...attempts,
    exited('Task', 'SubCheck', isCaught ? {} : outcome, branch),
    ...(isCaught
      ? [
          entered('Pass', 'SubCheckErrored', { task }, branch),
          exited('Pass', 'SubCheckErrored', outcome, branch),
        ]
      : []),
    {
      type: 'MapIterationSucceeded',
      mapIterationSucceededEventDetails: { name: 'RunSubChecks', index: branch },
      branch,
    },
  ];
}

/** Links and numbers events as Step Functions does, each to the one before it on its branch. */
function linked(drafts: readonly Draft[]): HistoryEvent[] {
  const last = new Map<number | undefined, number>();
  return drafts.map(({ branch, ...draft }, index) => {
    const previousEventId = last.get(branch) ?? last.get(undefined) ?? 0;
    last.set(branch, index + 1);
    return { ...draft, id: index + 1, previousEventId, timestamp: 1000 + index } as HistoryEvent;
  });
}

/** Takes from the branches in the order that the picks say, each branch in its own. */
function interleaved(branches: readonly Draft[][], picks: readonly number[]): Draft[] {
  const queues = branches.map((events) => [...events]);
  const taken: Draft[] = [];
  for (let pick = 0; queues.some((queue) => queue.length > 0); pick += 1) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const next = waiting[(picks[pick % Math.max(1, picks.length)] ?? 0) % waiting.length]?.shift();
    if (next) taken.push(next);
  }
  return taken;
}

function historyOf(branches: readonly Branch[], picks: readonly number[]): HistoryEvent[] {
  return linked([
    { type: 'ExecutionStarted', executionStartedEventDetails: {} },
    entered('Map', 'RunSubChecks', {}),
    { type: 'MapStateStarted', mapStateStartedEventDetails: { length: branches.length } },
    ...interleaved(branches.map(branchEvents), picks),
    { type: 'MapStateSucceeded' },
    exited('Map', 'RunSubChecks', {}),
    entered('Task', 'Aggregate', {}),
    exited('Task', 'Aggregate', {}),
    entered('Choice', 'HasCallback', {}),
    exited('Choice', 'HasCallback', {}),
    entered('Succeed', 'ReportComplete', {}),
    exited('Succeed', 'ReportComplete', {}),
    { type: 'ExecutionSucceeded', executionSucceededEventDetails: {} },
  ]);
}

const branches = fc.array(
  fc.record({ subCheck: fc.constantFrom(...subCheckIds), failures: fc.nat(4), caught: fc.boolean() }),
  { minLength: 1, maxLength: 14 },
);
const picks = fc.array(fc.nat(13), { minLength: 1, maxLength: 60 });

/** All of a model but its times. */
const timeless = ({ iterations }: ExecutionModel) =>
  iterations.map(({ startedAt: _startedAt, endedAt: _endedAt, ...rest }) => rest);

describe('the execution that a history describes', () => {
  it("execution from a history shows each iteration's sub-check, attempts and outcome, in any order", () => {
    fc.assert(
      fc.property(branches, picks, (plan, order) => {
        const { iterations } = modelFromHistory(definition, historyOf(plan, order));
        expect(
          iterations.map(({ task, attempts, outcome, status }) => [
            task?.subCheck,
            attempts,
            outcome,
            status,
          ]),
        ).toEqual(
          plan.map(({ subCheck, failures, caught }) => {
            const isCaught = caught && failures > 0;
            const attempts = isCaught ? failures : failures + 1;
            return [subCheck, attempts, isCaught ? 'errored' : 'matched', isCaught ? 'caught' : 'succeeded'];
          }),
        );
      }),
    );
  });

  it('execution from a history does not depend on the order of iterations and events', () => {
    fc.assert(
      fc.property(branches, picks, picks, (plan, one, other) => {
        const events = historyOf(plan, one);
        const model = modelFromHistory(definition, events);
        expect(timeless(modelFromHistory(definition, historyOf(plan, other)))).toEqual(timeless(model));
        expect(modelFromHistory(definition, events.toReversed())).toEqual(model);
      }),
    );
  });

  it('execution from a history is never ahead of it: a left state stays left, and one is current until the end', () => {
    fc.assert(
      fc.property(branches, picks, (plan, order) => {
        const events = historyOf(plan, order);
        const left = new Set<string>();
        for (let known = 5; known <= events.length; known += 1) {
          const { states, iterations } = modelFromHistory(definition, events.slice(0, known));
          const running = [...states].filter(([, { status }]) => status === 'running');
          expect(running.length).toBeLessThanOrEqual(1);
          for (const name of left) expect([name, states.get(name)?.status]).toEqual([name, 'succeeded']);
          for (const [name, { status }] of states) if (status === 'succeeded') left.add(name);
          for (const { status, endedAt } of iterations)
            expect(endedAt === undefined).toBe(status === 'running' || status === 'retrying');
        }
      }),
      { numRuns: 10 },
    );
  });

  it('execution from a history takes only transitions that the machine has, from start to end', () => {
    fc.assert(
      fc.property(branches, picks, (plan, order) => {
        const keys = transitionsOf(definition).map(({ from, to }) => `${from} → ${to}`);
        const { taken } = modelFromHistory(definition, historyOf(plan, order));
        expect([...taken].filter((key) => !keys.includes(key))).toEqual([]);
        expect(taken).toContain(`${start} → RunSubChecks`);
        expect(taken).toContain(`ReportComplete → ${end}`);
      }),
    );
  });

  it('execution from a history ends the states that an abort interrupted', () => {
    const events = historyOf([{ subCheck: 'risk.fraud', failures: 0, caught: false }], [0]).slice(0, 5);
    const aborted = linked([...events, { type: 'ExecutionAborted' }] as Draft[]);
    const { states, iterations } = modelFromHistory(definition, [...events, ...aborted.slice(-1)]);
    expect(states.get('RunSubChecks')?.status).toBe('aborted');
    expect(iterations[0]?.status).toBe('aborted');
  });
});

describe('the execution that polls describe', () => {
  const tasks: SubCheckTask[] = [{ subCheck: 'risk.fraud' }, { subCheck: 'mobile.attribution' }];
  const statusesOf = (completed: number, standing: boolean) => {
    const { states } = modelFromProgress(definition, tasks, { completed, total: 2 }, standing);
    return ['RunSubChecks', 'Aggregate', 'PostWebhook'].map((name) => states.get(name)?.status);
  };

  it('execution from polls shows exactly what the polls report', () => {
    expect(statusesOf(1, false)).toEqual(['running', 'idle', 'idle']);
    expect(statusesOf(2, false)).toEqual(['succeeded', 'running', 'idle']);
    expect(statusesOf(2, true)).toEqual(['succeeded', 'succeeded', 'idle']);
  });
});

describe('the machine’s graph', () => {
  const size = { width: 160, height: 54 };
  const layout = layoutOf(definition, () => size, { between: 18, ranks: 30 });

  it('machine graph has every state once, every transition, and no two states on one spot', () => {
    expect(layout.boxes.map(({ name }) => name).sort()).toEqual(
      [start, ...Object.keys(definition.States), end].sort(),
    );
    expect(layout.lines.map(({ key }) => key).sort()).toEqual(
      transitionsOf(definition)
        .map(({ from, to }) => `${from} → ${to}`)
        .sort(),
    );
    for (const one of layout.boxes)
      for (const other of layout.boxes) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect([one.name, other.name, apart || one === other]).toEqual([one.name, other.name, true]);
      }
  });

  it('machine graph lies within its bounds, from the start at the top to the end at the bottom', () => {
    for (const { x, y, width, height } of layout.boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-0.001);
      expect(x + width).toBeLessThanOrEqual(layout.width + 0.001);
      expect(y + height).toBeLessThanOrEqual(layout.height + 0.001);
    }
    const tops = new Map(layout.boxes.map(({ name, y }) => [name, y]));
    expect(Math.min(...tops.values())).toBe(tops.get(start));
    expect(Math.max(...tops.values())).toBe(tops.get(end));
  });

  it('machine graph draws each line through its points, from first to last', () => {
    const path = pathThrough([
      { x: 0, y: 0 },
      { x: 10, y: 10 },
      { x: 20, y: 30 },
    ]);
    expect(path).toBe('M0.0,0.0 Q10.0,10.0 20.0,30.0');
  });
});
