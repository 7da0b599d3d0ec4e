import { expect, test } from '@jest/globals';
import {
  type HistoryEvent,
  HistoryWriter,
  type InterpreterEvent,
} from '@kyc-china/emulator/execution-history';
import { StateDetails } from '../../packages/emulator/state-details.ts';

const definition = {
  StartAt: 'RunSubChecks',
  States: {
    RunSubChecks: {
      Type: 'Map',
      ItemsPath: '$.tasks',
      ItemProcessor: { States: { SubCheck: { Type: 'Task', Resource: 'arn', TimeoutSeconds: 30 } } },
    },
  },
};

const map = { name: 'RunSubChecks', type: 'Map', input: { tasks: [1, 2] } };
const task = { name: 'SubCheck', type: 'Task', input: {} };

/** What the interpreter reports while two iterations run at once. */
const interleaved = [
  { type: 'ExecutionStarted', input: {} },
  { type: 'StateEntered', state: map },
  { type: 'MapIterationStarted', parentState: map, index: 0 },
  { type: 'MapIterationStarted', parentState: map, index: 1 },
  { type: 'StateEntered', state: task, index: 0 },
  { type: 'StateEntered', state: task, index: 1 },
  { type: 'StateFailed', state: task, index: 0, Error: 'UpstreamThrottledError', Cause: '' },
  { type: 'StateExited', state: task, index: 1 },
  { type: 'StateRetried', state: task, index: 0 },
  { type: 'MapIterationSucceeded', parentState: map, index: 1 },
  { type: 'StateExited', state: task, index: 0 },
  { type: 'MapIterationSucceeded', parentState: map, index: 0 },
  { type: 'StateExited', state: map },
  { type: 'ExecutionSucceeded', output: {} },
].map((event, second) => ({ timestamp: second * 1000, ...event })) as unknown as InterpreterEvent[];

/** Writes the events, of calls that were made as they say. */
async function write(eventsBefore = 0): Promise<HistoryEvent[]> {
  const details = new StateDetails(definition);
  const call = details.watched('SubCheck', async () => undefined);
  await Promise.all([call({}), call({}), call({})]);
  const writer = new HistoryWriter(eventsBefore, details);
  return interleaved.flatMap((event) => writer.toHistoryEvents(event));
}

/** The types of the events that lead to one, itself first. */
function chain(events: readonly HistoryEvent[], from: HistoryEvent | undefined): string[] {
  if (!from) return [];
  return [
    from.type,
    ...chain(
      events,
      events.find(({ id }) => id === from.previousEventId),
    ),
  ];
}

test('execution history links each event to the previous one on its own branch', async () => {
  const events = await write();

  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  const before = ['MapIterationStarted', 'MapStateStarted', 'MapStateEntered'];
  const [second, first] = events.filter(({ type }) => type === 'TaskStateExited');
  const called = ['LambdaFunctionStarted', 'LambdaFunctionScheduled'];
  const succeeded = ['TaskStateExited', 'LambdaFunctionSucceeded', ...called];
  expect(chain(events, first)).toEqual([
    ...succeeded,
    'LambdaFunctionFailed',
    ...called,
    'TaskStateEntered',
    ...before,
  ]);
  expect(chain(events, second)).toEqual([...succeeded, 'TaskStateEntered', ...before]);
});

test('execution history continues from the last ended iteration to the state after the Map', async () => {
  const [ended, succeeded, exited, last] = (await write()).slice(-4);
  expect(ended).toMatchObject({ type: 'MapIterationSucceeded' });
  expect(succeeded).toMatchObject({ type: 'MapStateSucceeded', previousEventId: ended?.id });
  expect(exited).toMatchObject({ type: 'MapStateExited', previousEventId: ended?.id });
  expect(last).toMatchObject({ previousEventId: exited?.id });
});

test('execution history continues the numbering of an earlier run', async () => {
  const [first, entered] = await write(7);
  expect(first).toMatchObject({ id: 8, previousEventId: 7 });
  expect(entered).toMatchObject({ id: 9, previousEventId: 8 });
});
