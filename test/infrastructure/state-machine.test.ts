import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { WaitForTurnError } from '@kyc-china/core/ask-upstreams';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { longestSubCheckMs, longestWaitInLineMs, SubCheckUnderWayError } from '@kyc-china/core/run-sub-check';
import { settlingSeconds } from '@kyc-china/core/settle-erasure';
import { longestWaitsSeconds } from '@kyc-china/core/webhook-schedule';
import validate from 'asl-validator';
import { projectFile } from '../../lib/project-file.ts';
import { stages } from '../../lib/stage-configuration.ts';
import { Interpreter } from '../simulation/cloud/machine.ts';

interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxAttempts: number;
  JitterStrategy?: string;
  MaxDelaySeconds: number;
}

interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[] }[];
  ItemProcessor?: { States: Record<string, State> };
}

const text = readFileSync(projectFile('statemachine', 'verification.asl.json'), 'utf8');
const definition = JSON.parse(text);

function allStates(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? allStates(state.ItemProcessor.States) : []),
  ]);
}

/** What Step Functions reports when Lambda has no room for a call, or the call did not reach the function. */
const lackOfRoom = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.SdkClientException',
];

/** The retrier that Step Functions applies to an error of this name: the first that names it, or all errors. */
function retrierOf({ Retry = [] }: State, error: string): Retrier | undefined {
  return Retry.find(({ ErrorEquals }) => ErrorEquals.some((name) => name === error || name === 'States.ALL'));
}

/** All waits of a retrier at their longest, in seconds. */
function longestWaits({ IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds }: Retrier): number {
  return Array.from({ length: MaxAttempts }, (_, retry) =>
    Math.min(IntervalSeconds * BackoffRate ** retry, MaxDelaySeconds),
  ).reduce((sum, wait) => sum + wait, 0);
}

/** A task with every attempt taken to its timeout, but those for which there was no room, and every wait to its longest. */
function longestSeconds(state: State): number {
  const { Retry = [], TimeoutSeconds = 0 } = state;
  const noRoom = retrierOf(state, 'Lambda.TooManyRequestsException');
  return Retry.filter(({ MaxAttempts }) => MaxAttempts > 0).reduce(
    (sum, retrier) =>
      sum + longestWaits(retrier) + (retrier === noRoom ? 0 : retrier.MaxAttempts * TimeoutSeconds),
    TimeoutSeconds,
  );
}

const states = allStates(definition.States);
const tasks = states.filter(([, state]) => state.Type === 'Task');

describe('the state machine', () => {
  it('state machine is valid Amazon States Language', () => {
    const filled = JSON.parse(
      text.replaceAll(/\$\{\w+\}/g, 'arn:aws:lambda:ap-east-1:111122223333:function:f'),
    );
    const { isValid, errorsText } = validate(filled);
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  it('state machine is written in JSONPath, which the local interpreter knows', () => {
    expect(text).not.toMatch(/JSONata|"Assign"|"Arguments"|"Output":/);
  });

  it.each(tasks)(
    "state machine's task %s has a timeout, retries with jitter, and a handler for failures",
    (_name, state) => {
      expect(state.TimeoutSeconds).toBeGreaterThan(0);
      expect(state.Retry?.length).toBeGreaterThan(0);
      expect(state.Catch?.map((catcher) => catcher.ErrorEquals)).toContainEqual(['States.ALL']);
      for (const retrier of state.Retry ?? []) {
        if (retrier.MaxAttempts === 0) continue;
        expect(retrier.JitterStrategy).toBe('FULL');
        expect(retrier.MaxDelaySeconds).toBeGreaterThan(0);
      }
    },
  );

  it('state machine gives a sub-check longer than its function, which outlasts the provider call', () => {
    const { TimeoutSeconds } = definition.States.RunSubChecks.ItemProcessor.States.SubCheck;
    // 25 s is the function's timeout in lib/verification-workflow.ts.
    expect(TimeoutSeconds).toBeGreaterThan(25);
    for (const { upstream } of Object.values(stages))
      for (const { timeoutSeconds } of Object.values(upstream.providers))
        expect(timeoutSeconds).toBeLessThanOrEqual(15);
  });

  it.each(tasks)(
    "state machine's task %s waits for Lambda capacity on a schedule that other faults do not use up",
    (_name, state) => {
      const [retrier, ...others] = lackOfRoom.map((error) => retrierOf(state, error));
      for (const other of others) expect(other).toBe(retrier);
      expect(retrier).not.toBe(retrierOf(state, 'Error'));
      expect(retrier).toMatchObject({ IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 60 });
      expect(longestWaits(retrier as Retrier)).toBeGreaterThanOrEqual(14 * 60);
    },
  );

  it('state machine waits for busy stores of ours as long as for Lambda capacity', () => {
    const { SubCheck } = definition.States.RunSubChecks.ItemProcessor.States;
    expect(retrierOf(SubCheck, 'StorageThrottledError')).toBe(
      retrierOf(SubCheck, 'Lambda.TooManyRequestsException'),
    );
  });

  it("state machine waits for a call's turn until the time that the error names, and no retry is used up", () => {
    const { SubCheck, TurnAhead, WaitForTurn } = definition.States.RunSubChecks.ItemProcessor.States;
    const place = { provider: 'p', operation: 'o', queue: 0 };
    const { name, message } = new WaitForTurnError(new Date(0), place);
    expect(message).toBe('1970-01-01T00:00:00.000Z');
    expect(retrierOf(SubCheck, name)).toEqual({ ErrorEquals: [name], MaxAttempts: 0 });
    expect(SubCheck.Catch[0]).toEqual({
      ErrorEquals: [name],
      ResultPath: '$.failure',
      Next: 'TurnAhead',
    });
    expect(TurnAhead).toMatchObject({
      Parameters: { 'wait.$': 'States.StringToJson($.failure.Cause)' },
      Next: 'WaitForTurn',
    });
    expect(WaitForTurn).toMatchObject({ TimestampPath: '$.wait.errorMessage', Next: 'SubCheck' });
  });

  it('state machine enters no other state for a sub-check that does not wait', () => {
    const { ItemProcessor } = definition.States.RunSubChecks;
    expect(ItemProcessor.StartAt).toBe('SubCheck');
    expect(ItemProcessor.States.SubCheck.End).toBe(true);
  });

  it('state machine has ended a report before a poll calls it failed, with every retry at its longest', () => {
    const { RunSubChecks, Aggregate, MarkFailed } = definition.States;
    const path: State[] = [RunSubChecks.ItemProcessor.States.SubCheck, Aggregate, MarkFailed];
    const [subCheck] = path as [State, State, State];
    // Each wait starts the retries again: the last wait may come after all retries, and before as many.
    const waits = longestWaitInLineMs / 1000 + longestSeconds(subCheck);
    const seconds = path.reduce((sum, state) => sum + longestSeconds(state), waits);
    // statemachine/README.md says 121 minutes.
    expect(Math.round(seconds / 60)).toBe(121);
    expect(seconds).toBeLessThan(longestProcessingMs / 1000);
  });

  it('state machine waits for another run of a sub-check for twice its possible duration, on average', () => {
    const { Retry } = definition.States.RunSubChecks.ItemProcessor.States.SubCheck;
    const own = Retry.find(({ ErrorEquals }: { ErrorEquals: string[] }) =>
      ErrorEquals.includes(new SubCheckUnderWayError().name),
    );
    expect(own.ErrorEquals).toHaveLength(1);
    let meanSeconds = 0;
    for (let retry = 0; retry < own.MaxAttempts; retry += 1)
      meanSeconds += Math.min(own.IntervalSeconds * own.BackoffRate ** retry, own.MaxDelaySeconds) / 2;
    expect(meanSeconds * 1000).toBeGreaterThan(2 * longestSubCheckMs);
  });

  it('state machine has time for a webhook with the longest wait at each attempt, and for a fault of ours', () => {
    const { PostWebhook } = definition.States;
    const longestFault = longestSeconds(PostWebhook);
    expect(longestFault).toBeGreaterThan(8 * 3600);
    expect(definition.TimeoutSeconds).toBeGreaterThan(longestWaitsSeconds + longestFault);
  });

  it('state machine waits as long as the function says, and ends if a webhook is neither delivered nor retried', () => {
    const { PostWebhook, WebhookOutcome, WaitForNextAttempt } = definition.States;
    expect(PostWebhook.Next).toBe('WebhookOutcome');
    expect(WebhookOutcome).toMatchObject({
      Choices: [
        { StringEquals: 'delivered', Next: 'Done' },
        { StringEquals: 'no-report', Next: 'Done' },
        { StringEquals: 'withheld', Next: 'Done' },
        { StringEquals: 'retry', Next: 'WaitForNextAttempt' },
        { StringEquals: 'busy', Next: 'WaitForNextAttempt' },
      ],
      Default: 'WebhookGivenUp',
    });
    expect(WaitForNextAttempt).toMatchObject({ SecondsPath: '$.webhook.waitSeconds', Next: 'PostWebhook' });
  });

  it('state machine posts the first webhook as the aggregator says, without a state in between', () => {
    const { Aggregate, HasCallback } = definition.States;
    expect(Aggregate).toMatchObject({ ResultPath: '$.webhook', Next: 'HasCallback' });
    expect(HasCallback).toEqual({
      Type: 'Choice',
      Choices: [
        { Variable: '$.webhook.hasCallback', BooleanEquals: true, Next: 'PostWebhook' },
        { Variable: '$.webhook.settleSeconds', IsPresent: true, Next: 'WaitToSettle' },
      ],
      Default: 'Done',
    });
  });

  it('state machine calls the aggregator for an erased report, and again when all functions have ended', async () => {
    const waits: number[] = [];
    const inputs: unknown[] = [];
    const interpreter = new Interpreter({
      invoke: async (_resource, payload) => {
        inputs.push(payload.input);
        return { hasCallback: false, ...(inputs.length === 1 && { settleSeconds: settlingSeconds }) };
      },
      sleep: async (ms) => void waits.push(ms),
      now: () => 0,
      random: () => 0,
      goOn: () => undefined,
    });
    await interpreter.run(definition, { reportId: 'r', tasks: [], erasure: {} });
    expect(waits).toEqual([settlingSeconds * 1000]);
    expect(inputs).toHaveLength(2);
    expect(inputs[1]).toMatchObject({ erasure: {}, webhook: { settleSeconds: settlingSeconds } });
  });

  it.each([
    [10, true, 16],
    [5, true, 11],
    [10, false, 14],
    [0, true, 6],
  ])(
    'state machine with %d sub-checks and a webhook (%s) enters %d states',
    async (count, hasCallback, entered) => {
      const results: Record<string, object> = {
        SubCheck: { outcome: 'matched' },
        Aggregator: hasCallback ? { hasCallback, resend: 0, attempt: 1 } : { hasCallback },
        Webhook: { outcome: 'delivered', resend: 0, attempt: 1 },
      };
      let states = 0;
      const payloads: object[] = [];
      const interpreter = new Interpreter({
        invoke: async (resource, payload) => {
          payloads.push(payload);
          return results[resource];
        },
        sleep: async () => undefined,
        now: () => 0,
        random: () => 0,
        goOn: () => {
          states += 1;
        },
      });
      const tasks = Array.from({ length: count }, () => ({ subCheck: 'identity.two-factor' }));
      await interpreter.run(definition, { reportId: 'r', tasks });
      expect(states).toBe(entered);
      const webhook = { hasCallback, resend: 0, attempt: 1 };
      if (hasCallback) expect(payloads.at(-1)).toEqual({ reportId: 'r', webhook });
    },
  );

  it('state machine passes on only ids, tasks and names', () => {
    const paths = [
      ...text.matchAll(/"(?:[\w]+\.\$|Variable|ItemsPath|SecondsPath|TimestampPath)": "(\$[^"]*)"/g),
    ].map(([, path]) => path);
    expect(new Set(paths)).toEqual(
      new Set([
        '$',
        '$.reportId',
        '$$.Map.Item.Value',
        '$.tasks',
        '$.task',
        '$.failure.Error',
        '$.webhook.hasCallback',
        '$.webhook.settleSeconds',
        '$.wait.errorMessage',
        '$.webhook',
        '$.webhook.outcome',
        '$.webhook.waitSeconds',
      ]),
    );
  });
});
