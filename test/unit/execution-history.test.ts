import { expect, test } from '@jest/globals';
import {
  type HistoryEvent,
  HistoryWriter,
  type InterpreterEvent,
} from '@kyc-china/emulator/execution-history';

const map = { name: 'RunSubChecks', type: 'Map', input: {} };
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

const write = (writer: HistoryWriter) =>
  interleaved.map((event) => writer.toHistoryEvent(event)).filter((event) => event !== undefined);

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

test('execution history links each event to the previous one on its own branch', () => {
  const events = write(new HistoryWriter(0));

  expect(events.map(({ id }) => id)).toEqual(interleaved.map((_, index) => index + 1));
  const before = ['MapIterationStarted', 'MapStateEntered', 'ExecutionStarted'];
  const [first, second] = [events[10], events[7]];
  expect(chain(events, first)).toEqual([
    'TaskStateExited',
    'LambdaFunctionScheduled',
    'LambdaFunctionFailed',
    'TaskStateEntered',
    ...before,
  ]);
  expect(chain(events, second)).toEqual(['TaskStateExited', 'TaskStateEntered', ...before]);
});

test('execution history continues from the last ended iteration to the state after the Map', () => {
  const events = write(new HistoryWriter(0));
  expect(events.at(-2)).toMatchObject({ type: 'MapStateExited', previousEventId: events.at(-3)?.id });
  expect(events.at(-1)).toMatchObject({ previousEventId: events.at(-2)?.id });
});

test('execution history continues the numbering of an earlier run', () => {
  const [first] = write(new HistoryWriter(7));
  expect(first).toMatchObject({ id: 8, previousEventId: 7 });
});
