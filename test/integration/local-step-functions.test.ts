import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidExecutionInput,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExecutionStore } from '@kyc-china/emulator/execution-store';
import { Executions } from '../../packages/emulator/executions.ts';
import { taskStatesOf } from '../../packages/emulator/state-machine-definition.ts';
import { serveStepFunctions } from '../../packages/emulator/step-functions.ts';

const stateMachineArn = 'arn:aws:states:ap-east-1:000000000000:stateMachine:machine';
const arnOf = (name: string) => `arn:aws:lambda:ap-east-1:000000000000:function:${name}`;
const definition = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemSelector: { 'item.$': '$$.Map.Item.Value', 'id.$': '$.id' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'One',
        States: {
          One: {
            Type: 'Task',
            Resource: arnOf('one'),
            Retry: [{ ErrorEquals: ['FlakyError'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }],
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Caught' }],
            End: true,
          },
          Caught: { Type: 'Pass', Parameters: { 'error.$': '$.failure.Error' }, End: true },
        },
      },
      End: true,
    },
  },
};

class NamedError extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

let directory: string;
/** Ends the calls that hang: the interpreter's timer on a task lives as long as the task. */
const release = new AbortController();
let calls: { item: string; at: number }[] = [];

/** The function behind the Map: an item says what becomes of it. */
async function one(_functionArn: string, input: unknown): Promise<unknown> {
  const { item } = input as { item: string };
  calls.push({ item, at: Date.now() });
  if (item === 'hangs')
    return new Promise((_resolve, reject) =>
      release.signal.addEventListener('abort', () => reject(new NamedError('Released'))),
    );
  if (item === 'flaky' && calls.filter((call) => call.item === 'flaky').length < 3)
    throw new NamedError('FlakyError');
  if (item === 'fails') throw new NamedError('UnknownPersonError');
  return { item };
}

async function start(invoke = one) {
  const store = await ExecutionStore.open(directory);
  const tasks = taskStatesOf(definition);
  const executions = new Executions({ arn: stateMachineArn, definition, tasks }, store, invoke);
  const server = await serveStepFunctions([executions]);
  const client = new SFNClient({
    region: 'ap-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    maxAttempts: 1,
  });
  const ended = (name: string) =>
    new Promise<string>((resolve) => {
      const end = executions.subscribe((execution, event) => {
        if (execution !== name || !/^Execution(Succeeded|Failed|Aborted)$/.test(event.type)) return;
        end();
        resolve(event.type);
      });
    });
  const run = (name: string, input: unknown) =>
    client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  const stop = async () => {
    client.destroy();
    await executions.stop();
    await server.stop();
  };
  return { client, executions, ended, run, stop };
}

let service: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-sfn-'));
  service = await start();
});
afterAll(async () => {
  release.abort();
  await service.stop();
  await rm(directory, { recursive: true, force: true });
});

const executionArn = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

describe('an execution', () => {
  it('embedded Step Functions execution ends with the results of its Map, including a caught error', async () => {
    const end = service.ended('mixed');
    await service.run('mixed', { id: 7, items: ['a', 'fails'] });
    expect(await end).toBe('ExecutionSucceeded');
    await service.executions.history('mixed');
    const described = await service.client.send(
      new DescribeExecutionCommand({ executionArn: executionArn('mixed') }),
    );
    expect(described).toMatchObject({ status: 'SUCCEEDED', name: 'mixed', stateMachineArn });
    expect(described.startDate).toBeInstanceOf(Date);
    expect(JSON.parse(described.output ?? '')).toEqual([{ item: 'a' }, { error: 'UnknownPersonError' }]);
  });

  it("embedded Step Functions execution has a history in AWS's form", async () => {
    const { events = [] } = await service.client.send(
      new GetExecutionHistoryCommand({ executionArn: executionArn('mixed') }),
    );
    expect(events[0]?.executionStartedEventDetails?.input).toBe('{"id":7,"items":["a","fails"]}');
    expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => index + 1));
    const types = events.map(({ type }) => type);
    for (const type of ['MapStateEntered', 'MapIterationStarted', 'LambdaFunctionFailed', 'MapStateExited'])
      expect(types).toContain(type);
    expect(types.at(-1)).toBe('ExecutionSucceeded');
    const { events: last = [] } = await service.client.send(
      new GetExecutionHistoryCommand({
        executionArn: executionArn('mixed'),
        reverseOrder: true,
        maxResults: 1,
      }),
    );
    expect(last.map(({ type }) => type)).toEqual(['ExecutionSucceeded']);
  });

  it('embedded Step Functions execution waits between attempts as its Retry says', async () => {
    const end = service.ended('retried');
    await service.run('retried', { id: 1, items: ['flaky'] });
    expect(await end).toBe('ExecutionSucceeded');
    const times = calls.filter(({ item }) => item === 'flaky').map(({ at }) => at);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(990);
    expect(waits[1]).toBeGreaterThanOrEqual(1990);
  });

  it('embedded Step Functions execution starts once by its name, and can be stopped', async () => {
    const first = await service.run('once', { id: 1, items: ['hangs'] });
    const second = await service.run('once', { id: 1, items: ['hangs'] });
    expect(second.executionArn).toBe(first.executionArn);
    await expect(service.run('once', { id: 2, items: [] })).rejects.toThrow(ExecutionAlreadyExists);
    const running = await service.client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    expect(running.executions?.map(({ name }) => name)).toEqual(['once']);
    await service.client.send(new StopExecutionCommand({ executionArn: executionArn('once') }));
    const { status } = await service.client.send(
      new DescribeExecutionCommand({ executionArn: executionArn('once') }),
    );
    expect(status).toBe('ABORTED');
    await expect(service.run('once', { id: 1, items: ['hangs'] })).rejects.toThrow(ExecutionAlreadyExists);
  });

  it("embedded Step Functions refuses calls with AWS's error names", async () => {
    const describing = new DescribeExecutionCommand({ executionArn: executionArn('unknown') });
    await expect(service.client.send(describing)).rejects.toThrow(ExecutionDoesNotExist);
    const broken = new StartExecutionCommand({ stateMachineArn, name: 'broken', input: '{' });
    await expect(service.client.send(broken)).rejects.toThrow(InvalidExecutionInput);
  });

  it('embedded Step Functions execution that runs when the cloud stops runs again from its input at the next start', async () => {
    await service.run('resumed', { id: 1, items: ['hangs'] });
    await service.stop();
    calls = [];
    service = await start(async (_arn, input) => input);
    const end = service.ended('resumed');
    service.executions.resume();
    expect(await end).toBe('ExecutionSucceeded');
    const types = (await service.executions.history('resumed')).map(({ type }) => type);
    expect(types[0]).toBe('ExecutionStarted');
    expect(types).toContain('ExecutionRedriven');
    expect(types.at(-1)).toBe('ExecutionSucceeded');
  });
});
