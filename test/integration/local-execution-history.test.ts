import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExecutionStore } from '@kyc-china/emulator/execution-store';
import { Executions } from '../../packages/emulator/executions.ts';
import { LambdaError, lambdaError } from '../../packages/emulator/lambda-error.ts';
import { type Definition, taskStatesOf } from '../../packages/emulator/state-machine-definition.ts';
import { serveStepFunctions } from '../../packages/emulator/step-functions.ts';

// Each expected history is the order, and the links, that AWS writes for a machine of the same form.

const functionArn = 'arn:aws:lambda:ap-east-1:000000000000:function:one';
const roleArn = 'arn:aws:iam::000000000000:role/machine';

let directory: string;
let stops: (() => Promise<void>)[] = [];
const release = new AbortController();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-history-'));
});
afterAll(async () => {
  release.abort();
  for (const stop of stops) await stop();
  stops = [];
  await rm(directory, { recursive: true, force: true });
});

class FlakyError extends LambdaError {
  constructor() {
    const trace = ['FlakyError: not yet', '    at handler (file:///var/task/index.mjs:1:2)'];
    super({ errorType: 'FlakyError', errorMessage: 'not yet', trace });
  }
}

/** The function behind every task: its input says what becomes of the call. */
async function invoke(_arn: string, input: unknown): Promise<unknown> {
  const { does } = input as { does?: string };
  if (does === 'fails') throw new FlakyError();
  if (does === 'finds no room') throw lambdaError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
  if (does === 'hangs')
    return new Promise((_resolve, reject) => release.signal.addEventListener('abort', reject));
  return { did: does };
}

/** Runs a machine to its end. @returns its history, as the SDK reads it. */
async function historyOf(definition: Definition & { StartAt: string }, input: object, abort = false) {
  const stateMachineArn = `arn:aws:states:ap-east-1:000000000000:stateMachine:m${stops.length}`;
  const store = await ExecutionStore.open(path.join(directory, String(stops.length)));
  const tasks = taskStatesOf(definition);
  const executions = new Executions({ arn: stateMachineArn, definition, tasks, roleArn }, store, invoke);
  const server = await serveStepFunctions([executions]);
  const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
  const client = new SFNClient({ region: 'ap-east-1', endpoint: server.url, credentials, maxAttempts: 1 });
  stops.push(async () => {
    client.destroy();
    await executions.stop();
    await server.stop();
  });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  executions.subscribe((_name, { type }) => {
    if (/^Execution(Succeeded|Failed|Aborted|Timeout)$/.test(type)) resolve();
    if (abort && type === 'StateEntered') void executions.abort('e');
  });
  const started = await executions.start('e', JSON.stringify(input));
  await ended;
  const read = async (includeExecutionData = true) => {
    const query = { executionArn: started?.executionArn, includeExecutionData };
    return (await client.send(new GetExecutionHistoryCommand(query))).events ?? [];
  };
  return { events: await read(), read };
}

type Events = Awaited<ReturnType<typeof historyOf>>['events'];

const linesOf = (events: Events) =>
  events.map(({ id, previousEventId, type, ...details }) => {
    const { name, index } = (Object.values(details).find((value) => value && !(value instanceof Date)) ??
      {}) as { name?: string; index?: number };
    return [id, previousEventId, type, name, index].filter((part) => part !== undefined).join(' ');
  });

const call = { Type: 'Task', Resource: functionArn, TimeoutSeconds: 5 };
const end = { End: true };
const pass = { Type: 'Pass', End: true };
const each = (state: { Type: string }, more: object = {}) => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'One',
        States: { One: { ...state, End: true } },
      },
      ...(Object.keys(more).length > 0 ? more : { End: true }),
    },
    ...(Object.keys(more).length > 0 && { After: pass }),
  },
});

describe("embedded Step Functions writes AWS's history", () => {
  it('embedded history of a task has its call as three events between entered and exited', async () => {
    const task = { ...call, Parameters: { 'does.$': '$.what' }, ResultPath: '$.result', Next: 'After' };
    const { events } = await historyOf(
      { StartAt: 'One', States: { One: task, After: pass } },
      { what: 'works' },
    );
    expect(linesOf(events)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered One',
      '3 2 LambdaFunctionScheduled',
      '4 3 LambdaFunctionStarted',
      '5 4 LambdaFunctionSucceeded',
      '6 5 TaskStateExited One',
      '7 6 PassStateEntered After',
      '8 7 PassStateExited After',
      '9 8 ExecutionSucceeded',
    ]);
    const whole = { truncated: false };
    expect(events[0]?.executionStartedEventDetails).toEqual({
      input: '{"what":"works"}',
      inputDetails: whole,
      roleArn,
    });
    expect(events[2]?.lambdaFunctionScheduledEventDetails).toEqual({
      input: '{"does":"works"}',
      inputDetails: whole,
      resource: functionArn,
      timeoutInSeconds: 5,
    });
    expect(events[4]?.lambdaFunctionSucceededEventDetails).toEqual({
      output: '{"did":"works"}',
      outputDetails: whole,
    });
    expect(events[5]?.stateExitedEventDetails?.output).toBe('{"what":"works","result":{"did":"works"}}');
  });

  it("embedded history has each attempt of a task that is retried and caught, with Lambda's cause", async () => {
    const Retry = [{ ErrorEquals: ['FlakyError'], IntervalSeconds: 1, MaxAttempts: 1, MaxDelaySeconds: 1 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'After' }];
    const task = { ...call, Retry, Catch, End: true };
    const { events } = await historyOf(
      { StartAt: 'One', States: { One: task, After: pass } },
      { does: 'fails' },
    );
    expect(linesOf(events)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered One',
      '3 2 LambdaFunctionScheduled',
      '4 3 LambdaFunctionStarted',
      '5 4 LambdaFunctionFailed',
      '6 5 LambdaFunctionScheduled',
      '7 6 LambdaFunctionStarted',
      '8 7 LambdaFunctionFailed',
      '9 8 TaskStateExited One',
      '10 9 PassStateEntered After',
      '11 10 PassStateExited After',
      '12 11 ExecutionSucceeded',
    ]);
    const { error, cause = '' } = events[4]?.lambdaFunctionFailedEventDetails ?? {};
    expect(error).toBe('FlakyError');
    expect(JSON.parse(cause)).toEqual({
      errorType: 'FlakyError',
      errorMessage: 'not yet',
      trace: ['FlakyError: not yet', '    at handler (file:///var/task/index.mjs:1:2)'],
    });
    const caught = JSON.parse(events[8]?.stateExitedEventDetails?.output ?? '');
    expect(caught.failure).toEqual({ Error: 'FlakyError', Cause: cause });
  });

  it('embedded history gives what Lambda itself refuses a cause of text', async () => {
    const { events } = await historyOf(
      { StartAt: 'One', States: { One: { ...call, ...end } } },
      { does: 'finds no room' },
    );
    expect(linesOf(events).slice(4)).toEqual(['5 4 LambdaFunctionFailed', '6 5 ExecutionFailed']);
    expect(events[4]?.lambdaFunctionFailedEventDetails).toEqual({
      error: 'Lambda.TooManyRequestsException',
      cause: 'Rate Exceeded.',
    });
  });

  it('embedded history has a task that takes too long as timed out, without a cause', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const task = { ...call, TimeoutSeconds: 1, Catch, End: true };
    const { events } = await historyOf(
      { StartAt: 'One', States: { One: task, After: pass } },
      { does: 'hangs' },
    );
    expect(linesOf(events).slice(2, 6)).toEqual([
      '3 2 LambdaFunctionScheduled',
      '4 3 LambdaFunctionStarted',
      '5 4 LambdaFunctionTimedOut',
      '6 5 TaskStateExited One',
    ]);
    expect(events[4]?.lambdaFunctionTimedOutEventDetails).toEqual({ error: 'States.Timeout' });
    expect(events[5]?.stateExitedEventDetails?.output).toBe('{"Error":"States.Timeout","Cause":""}');
  });

  it('embedded history has the iterations of a Map, each linked to its start', async () => {
    const { events } = await historyOf(each(call), { items: [{ does: 'a' }, { does: 'b' }] });
    const chainOf = (index: number) => {
      const ended = events.find((event) => event.mapIterationSucceededEventDetails?.index === index);
      const types: string[] = [];
      for (let event = ended; event; event = events.find(({ id }) => id === event?.previousEventId))
        types.unshift(event.type ?? '');
      return types;
    };
    for (const index of [0, 1])
      expect(chainOf(index)).toEqual([
        'MapStateEntered',
        'MapStateStarted',
        'MapIterationStarted',
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
        'MapIterationSucceeded',
      ]);
    expect(linesOf(events).slice(0, 5)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered Each',
      '3 2 MapStateStarted',
      '4 3 MapIterationStarted Each 0',
      '5 3 MapIterationStarted Each 1',
    ]);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(linesOf(events).slice(-4)).toEqual([
      expect.stringMatching(/^17 \d+ MapIterationSucceeded Each [01]$/),
      '18 17 MapStateSucceeded',
      '19 17 MapStateExited Each',
      '20 19 ExecutionSucceeded',
    ]);
  });

  it('embedded history has a Map without items as started and succeeded', async () => {
    const { events } = await historyOf(each(call), { items: [] });
    expect(linesOf(events)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered Each',
      '3 2 MapStateStarted',
      '4 3 MapStateSucceeded',
      '5 3 MapStateExited Each',
      '6 5 ExecutionSucceeded',
    ]);
  });

  it('embedded history has a Map that fails and is caught, without a success', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const { events } = await historyOf(each(call, { Catch, End: true }), {
      items: [{ does: 'fails' }],
    });
    expect(linesOf(events)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered Each',
      '3 2 MapStateStarted',
      '4 3 MapIterationStarted Each 0',
      '5 4 TaskStateEntered One',
      '6 5 LambdaFunctionScheduled',
      '7 6 LambdaFunctionStarted',
      '8 7 LambdaFunctionFailed',
      '9 8 MapIterationFailed Each 0',
      '10 8 MapStateFailed',
      '11 10 MapStateExited Each',
      '12 11 PassStateEntered After',
      '13 12 PassStateExited After',
      '14 13 ExecutionSucceeded',
    ]);
  });

  it('embedded history has choices, waits and the state that ends it', async () => {
    const States = {
      Which: {
        Type: 'Choice',
        Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Wait' }],
        Default: 'Bad',
      },
      Wait: { Type: 'Wait', Seconds: 1, Next: 'Good' },
      Good: { Type: 'Succeed' },
      Bad: { Type: 'Fail', Error: 'BadError', Cause: 'It was bad.' },
    };
    const good = await historyOf({ StartAt: 'Which', States }, { ok: true });
    expect(linesOf(good.events)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 ChoiceStateEntered Which',
      '3 2 ChoiceStateExited Which',
      '4 3 WaitStateEntered Wait',
      '5 4 WaitStateExited Wait',
      '6 5 SucceedStateEntered Good',
      '7 6 SucceedStateExited Good',
      '8 7 ExecutionSucceeded',
    ]);
    const bad = await historyOf({ StartAt: 'Which', States }, { ok: false });
    expect(linesOf(bad.events).slice(-2)).toEqual(['4 3 FailStateEntered Bad', '5 4 ExecutionFailed']);
    expect(bad.events.at(-1)?.executionFailedEventDetails).toEqual({
      error: 'BadError',
      cause: 'It was bad.',
    });
  });

  it('embedded history of a stopped execution ends with an event that follows none', async () => {
    const waits = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } };
    const { events } = await historyOf(waits, {}, true);
    expect(linesOf(events)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 WaitStateEntered Wait',
      '3 0 ExecutionAborted',
    ]);
    expect(events.at(-1)?.executionAbortedEventDetails).toEqual({});
  });

  it('embedded history without execution data has no input and no output', async () => {
    const { read } = await historyOf(each(call), { items: [{ does: 'something' }] });
    const events = await read(false);
    expect(JSON.stringify(events)).not.toContain('something');
    expect(
      events[6]?.lambdaFunctionScheduledEventDetails ?? events[5]?.lambdaFunctionScheduledEventDetails,
    ).toEqual({
      resource: functionArn,
      timeoutInSeconds: 5,
    });
  });
});
