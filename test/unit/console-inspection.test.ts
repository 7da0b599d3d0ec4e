import { expect, it } from '@jest/globals';
import type { HistoryEvent } from '@kyc-china/emulator/execution-history';
import type { ExecutionRecord } from '@kyc-china/emulator/execution-store';
import { type Inspected, Inspection } from '../../local/console/inspection.ts';

const start = 1_700_000_000;

function record(name: string, reportId: string, startDate: number): ExecutionRecord {
  return {
    executionArn: `arn:aws:states:ap-east-1:000000000000:execution:machine:${name}`,
    stateMachineArn: 'arn:aws:states:ap-east-1:000000000000:stateMachine:machine',
    name,
    input: JSON.stringify({ reportId }),
    startDate,
    status: 'RUNNING',
  };
}

const waiting = (resend: number, attempt: number, timestamp: number): HistoryEvent => ({
  id: 1,
  previousEventId: 0,
  timestamp,
  type: 'WaitStateEntered',
  stateEnteredEventDetails: {
    name: 'WaitForNextAttempt',
    input: JSON.stringify({ webhook: { outcome: 'retry', resend, attempt, waitSeconds: 30 } }),
  },
});

function inspectionOf(
  records: readonly ExecutionRecord[],
  {
    histories = {},
    attempts = [],
  }: { histories?: Record<string, HistoryEvent[]>; attempts?: unknown[] } = {},
): Inspection {
  return new Inspection({
    executions: {
      all: () => [...records],
      find: (name) => records.find((known) => known.name === name),
      history: async (name) => histories[name] ?? [],
      subscribe: () => () => undefined,
      definition: { States: {} },
    },
    attempts: { list: async () => attempts as Awaited<ReturnType<Inspected['attempts']['list']>> },
    verdicts: { of: () => [] },
  });
}

it('inspection lists the hundred newest executions, newest first, a resend under its report', async () => {
  const records = Array.from({ length: 120 }, (_, index) => record(`r${index}`, `r${index}`, start + index));
  records.push(record('r7-resend-1', 'r7', start + 1000));
  const { executions } = (await inspectionOf(records).answer('executions')) as {
    executions: { name: string; reportId: string; startedAt: string }[];
  };
  expect(executions).toHaveLength(100);
  expect(executions[0]).toEqual({
    name: 'r7-resend-1',
    reportId: 'r7',
    status: 'RUNNING',
    startedAt: new Date((start + 1000) * 1000).toISOString(),
  });
  expect(executions[1]?.name).toBe('r119');
  expect(executions.at(-1)?.name).toBe('r21');
});

it("inspection returns the time of a failed webhook's next attempt, by the schedule of its own sending", async () => {
  const at = new Date(start * 1000);
  const attempt = (resend: number, outcome: string) => ({
    reportId: 'r',
    clientId: 'c',
    resend,
    attempt: 1,
    at,
    outcome,
    durationMs: 3,
  });
  const inspection = inspectionOf([record('r', 'r', start), record('r-resend-1', 'r', start + 500)], {
    histories: { r: [waiting(0, 2, start + 10)], 'r-resend-1': [waiting(1, 2, start + 510)] },
    attempts: [
      { ...attempt(0, 'failed'), status: 503 },
      { ...attempt(1, 'failed'), error: 'ETIMEDOUT' },
      attempt(2, 'given-up'),
    ],
  });
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const common = { webhookId: 'msg_r', attempt: 1, at: iso(start), durationMs: 3 };
  expect(await inspection.answer('webhooks/r')).toEqual({
    attempts: [
      { ...common, resend: 0, outcome: 'failed', status: 503, nextAt: iso(start + 40) },
      { ...common, resend: 1, outcome: 'failed', error: 'ETIMEDOUT', nextAt: iso(start + 540) },
      { ...common, resend: 2, outcome: 'given-up' },
    ],
    received: [],
  });
});

it.each(['', 'executions/', 'executions/a/b', 'executions/a.json', 'webhooks', 'webhooks/none', 'others/r'])(
  'inspection finds nothing at the path: %s',
  async (path) => {
    expect(await inspectionOf([record('r', 'r', start)]).answer(path)).toBeUndefined();
  },
);
