import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { WaitForTurnError } from '@kyc-china/core/ask-upstreams';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { longestSubCheckMs, longestWaitInLineMs, SubCheckUnderWayError } from '@kyc-china/core/run-sub-check';
import { settlingSeconds } from '@kyc-china/core/settle-erasure';
import { SettledAsErroredError, type SubCheckResult } from '@kyc-china/core/sub-check-result';
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
  Comment?: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath: string }[];
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

/** The catcher that Step Functions applies to an error of this name. */
function catcherOf({ Catch = [] }: State, error: string) {
  return Catch.find(({ ErrorEquals }) => ErrorEquals.some((name) => name === error || name === 'States.ALL'));
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

/** What the functions of a machine return. */
interface Plan {
  /** What the report is. */
  readonly status?: string;
  readonly webhook?: object;
  /** What each attempt of the webhook leads to. */
  readonly steps?: readonly string[];
  readonly subCheck?: () => Promise<unknown>;
  /** Collects what the functions are called with. */
  readonly payloads?: Record<string, unknown>[];
}

/** Runs the machine. @returns the names of the states that it enters. */
async function enteredOf(tasks: readonly object[], plan: Plan): Promise<string[]> {
  const {
    status = 'complete',
    webhook = { hasCallback: false },
    steps = ['delivered'],
    payloads = [],
  } = plan;
  const entered: string[] = [];
  const left = [...steps];
  const functions: Record<string, () => Promise<unknown>> = {
    SubCheck: plan.subCheck ?? (async () => ({ outcome: 'matched' })),
    Aggregator: async () => ({ reportId: 'r', report: { status }, webhook }),
    Webhook: async () => ({ outcome: left.shift(), resend: 0, attempt: 1, waitSeconds: 5 }),
  };
  const interpreter = new Interpreter({
    invoke: async (resource, payload) => {
      payloads.push(payload);
      return functions[resource]?.();
    },
    sleep: async () => undefined,
    now: () => 0,
    random: () => 0,
    goOn: (name) => {
      if (name !== undefined) entered.push(name);
    },
  });
  await interpreter.run(definition, { reportId: 'r', tasks });
  return entered;
}

const posted = ['PostWebhook', 'WebhookOutcome'];

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
    expect(retrierOf(SubCheck, name)).toMatchObject({ MaxAttempts: 0 });
    expect(catcherOf(SubCheck, name)).toMatchObject({ ResultPath: '$.failure', Next: 'TurnAhead' });
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

  it('state machine waits as long as the function says before it posts again', () => {
    const { PostWebhook, WaitForNextAttempt } = definition.States;
    expect(PostWebhook.Next).toBe('WebhookOutcome');
    expect(WaitForNextAttempt).toMatchObject({ SecondsPath: '$.webhook.waitSeconds', Next: 'PostWebhook' });
  });

  it('state machine posts the first webhook as the aggregator says, without a state in between', () => {
    const { Aggregate, HasCallback } = definition.States;
    expect(Aggregate).toMatchObject({ Next: 'HasCallback' });
    expect(Aggregate).not.toHaveProperty('ResultPath');
    expect(HasCallback.Choices[0]).toEqual({
      Variable: '$.webhook.hasCallback',
      BooleanEquals: true,
      Next: 'PostWebhook',
    });
  });

  it.each(states)('state machine says of its state %s what it is for', (_name, { Comment = '' }) => {
    expect(Comment).toMatch(/^[A-Z].{20,}\.$/s);
  });

  const one = [{ subCheck: 'identity.two-factor' }];
  const post = { hasCallback: true, resend: 0, attempt: 1 };
  it.each<[string, string[], Plan]>([
    ['is complete', ['ReportComplete'], {}],
    ['has errors', ['ReportCompleteWithErrors'], { status: 'complete-with-errors' }],
    ['was erased', ['ReportErased'], { status: 'erased' }],
    ['is delivered', [...posted, 'ReportComplete'], { webhook: post }],
    [
      'has errors and is delivered',
      [...posted, 'ReportCompleteWithErrors'],
      { webhook: post, status: 'complete-with-errors' },
    ],
    [
      'is delivered at the second attempt',
      [...posted, 'WaitForNextAttempt', ...posted, 'ReportComplete'],
      { webhook: post, steps: ['retry', 'delivered'] },
    ],
    [
      'waits for other posts of its client',
      [...posted, 'WaitForNextAttempt', ...posted, 'ReportComplete'],
      { webhook: post, steps: ['busy', 'delivered'] },
    ],
    ['is refused by its receiver', [...posted, 'WebhookGivenUp'], { webhook: post, steps: ['refused'] }],
    ['exhausts its attempts', [...posted, 'WebhookGivenUp'], { webhook: post, steps: ['exhausted'] }],
    ['is of a disabled client', [...posted, 'WebhookWithheld'], { webhook: post, steps: ['withheld'] }],
    [
      'is erased before its webhook',
      [...posted, 'NothingToDeliver'],
      { webhook: post, steps: ['no-report'] },
    ],
    ['is sent again', [...posted, 'WebhookDelivered'], { webhook: post, status: 'webhook-only' }],
  ])('state machine has an end of its own for a report that %s', async (_what, expected, plan) => {
    const before = ['RunSubChecks', 'SubCheck', 'Aggregate', 'HasCallback'];
    expect(await enteredOf(one, plan)).toEqual([...before, ...expected]);
  });

  it('state machine leads a stored error to a state of its own, and returns its result', async () => {
    const result = {
      subCheck: 'identity.two-factor',
      outcome: 'errored',
      code: 'quota',
      billed: false,
      attempts: 1,
    };
    const thrown = new SettledAsErroredError(result as SubCheckResult);
    const { SubCheck } = definition.States.RunSubChecks.ItemProcessor.States;
    expect(retrierOf(SubCheck, thrown.name)).toMatchObject({ MaxAttempts: 0 });
    const payloads: Record<string, unknown>[] = [];
    const entered = await enteredOf(one, { subCheck: () => Promise.reject(thrown), payloads });
    expect(entered.slice(0, 4)).toEqual(['RunSubChecks', 'SubCheck', 'SettledAsErrored', 'ErroredResult']);
    expect(payloads[1]).toMatchObject({ input: { outcomes: [result] } });
  });

  it('state machine keeps the last error of a sub-check that was given up', async () => {
    const busy = new UpstreamNotProcessedError('tencent is busy', 'throttled');
    const payloads: Record<string, unknown>[] = [];
    const entered = await enteredOf(one, { subCheck: () => Promise.reject(busy), payloads });
    expect(entered.slice(0, 3)).toEqual(['RunSubChecks', 'SubCheck', 'SubCheckErrored']);
    const { input } = payloads.at(-1) ?? {};
    const { outcomes } = input as { outcomes: { failure: { Cause: string } }[] };
    expect(outcomes).toEqual([
      {
        subCheck: 'identity.two-factor',
        task: one[0],
        outcome: 'errored',
        failure: { Error: 'UpstreamNotProcessedError', Cause: expect.any(String) },
      },
    ]);
    expect(JSON.parse(outcomes[0]?.failure.Cause ?? '')).toMatchObject({
      errorType: 'UpstreamNotProcessedError',
      errorMessage: 'tencent is busy',
    });
  });

  it('state machine calls the aggregator for an erased report, and again when all functions have ended', async () => {
    const waits: number[] = [];
    const inputs: unknown[] = [];
    const interpreter = new Interpreter({
      invoke: async (_resource, payload) => {
        inputs.push(payload.input);
        const settles = inputs.length === 1 && { settleSeconds: settlingSeconds };
        const webhook = { hasCallback: false, ...settles };
        return { reportId: 'r', report: { status: 'erased' }, webhook, erasure: {} };
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
      const payloads: Record<string, unknown>[] = [];
      const webhook = hasCallback ? { hasCallback, resend: 0, attempt: 1 } : { hasCallback };
      const tasks = Array.from({ length: count }, () => ({ subCheck: 'identity.two-factor' }));
      expect(await enteredOf(tasks, { webhook, payloads })).toHaveLength(entered);
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
        '$.task.subCheck',
        '$.failure',
        '$.report.status',
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
