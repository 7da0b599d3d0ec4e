import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askUpstreams, type RoutedProvider } from '../../lambdas/domain/ask-upstreams.ts';
import type { Finding } from '../../lambdas/domain/sub-checks/findings.ts';
import { DynamoUpstreamGate } from '../../lambdas/storage/upstream-gate.ts';
import { type UpstreamAnswer, UpstreamNotProcessedError } from '../../lambdas/upstream/port.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const matched: UpstreamAnswer = { finding: { outcome: 'matched' }, billed: true };
const quota: UpstreamAnswer = {
  finding: { outcome: 'errored', code: 'quota', message: 'Used up for today.' } satisfies Finding,
  billed: false,
};
const prepare = async () => ({
  subCheck: 'identity.two-factor' as const,
  applicant: {},
  requestId: 'r',
  attempt: 1,
});

/** A provider of a unique name, that does what it is told and counts. */
function provider(ask: () => Promise<UpstreamAnswer>) {
  const name = randomUUID();
  const calls: number[] = [];
  const routed: RoutedProvider = {
    timeoutMs: 200,
    provider: {
      name,
      serves: () => true,
      ask: () => {
        calls.push(Date.now());
        return ask();
      },
    },
  };
  return { name, calls, routed };
}

/** What one function knows of the providers. */
const newGate = () => new DynamoUpstreamGate(table.client, table.name);
let open: DynamoUpstreamGate;
beforeAll(() => {
  open = newGate();
});

describe('failover', () => {
  it.each([
    [
      'the first did not process the call',
      async () => Promise.reject(new UpstreamNotProcessedError('refused')),
    ],
    ['the first refused it without billing', async () => quota],
  ])('asks the next when %s', async (_when, ask) => {
    const first = provider(ask);
    const second = provider(async () => matched);
    const answer = await askUpstreams([first.routed, second.routed], prepare, open);
    expect(answer).toEqual({ ...matched, provider: second.name });
  });

  it.each([
    ['answered', async () => matched],
    ['billed a refusal', async () => ({ ...quota, billed: true })],
    ['lost its answer', async () => Promise.reject(new Error('reset'))],
  ])('asks nobody else when the first %s', async (_when, ask: () => Promise<UpstreamAnswer>) => {
    const first = provider(ask);
    const second = provider(async () => matched);
    const answer = await askUpstreams([first.routed, second.routed], prepare, open);
    expect(answer.provider).toBe(first.name);
    expect(second.calls).toHaveLength(0);
  });

  it('tells the first refusal when everybody refuses, and throws when somebody may take the call later', async () => {
    const refusing = provider(async () => quota);
    const busy = provider(async () => Promise.reject(new UpstreamNotProcessedError('busy', 'throttled')));
    expect(
      (await askUpstreams([refusing.routed, provider(async () => quota).routed], prepare, open)).provider,
    ).toBe(refusing.name);
    await expect(askUpstreams([refusing.routed, busy.routed], prepare, open)).rejects.toMatchObject({
      name: 'UpstreamNotProcessedError',
      reason: 'throttled',
    });
  });
});

it.each([
  ['is not there', async () => Promise.reject(new UpstreamNotProcessedError('refused'))],
  ['refuses', async () => quota],
])('waits for its turn at a provider however many before it %s', async (_what, ask) => {
  const [first, last] = [provider(ask), provider(ask)];
  const { calls, routed, name } = provider(async () => matched);
  const limit = { operation: 'Verify', callsPerSecond: 0.001 };
  expect(await open.admit(name, limit)).toBe('admitted');
  await expect(
    askUpstreams([first.routed, { ...routed, limit }, last.routed], prepare, open),
  ).rejects.toMatchObject({ name: 'UpstreamThrottledError' });
  expect(calls).toHaveLength(0);
});

describe('the circuit', () => {
  it('opens for every function after five failures in a row, and the next provider is asked', async () => {
    const broken = provider(async () => Promise.reject(new UpstreamNotProcessedError('refused')));
    const well = provider(async () => matched);
    for (let call = 0; call < 8; call += 1) await askUpstreams([broken.routed, well.routed], prepare, open);
    expect(broken.calls).toHaveLength(5);
    expect(well.calls).toHaveLength(8);
    // Another function, which has seen none of it.
    expect(await newGate().admit(broken.name, undefined)).toBe('circuit-open');
  });

  it('is closed again by an answer', async () => {
    let fails = true;
    const flaky = provider(async () =>
      fails ? Promise.reject(new UpstreamNotProcessedError('refused')) : matched,
    );
    for (let call = 0; call < 4; call += 1)
      await expect(askUpstreams([flaky.routed], prepare, open)).rejects.toThrow('refused');
    fails = false;
    await askUpstreams([flaky.routed], prepare, open);
    fails = true;
    for (let call = 0; call < 4; call += 1)
      await expect(askUpstreams([flaky.routed], prepare, open)).rejects.toThrow('refused');
    expect(await newGate().admit(flaky.name, undefined)).toBe('admitted');
  });

  it('stays open when a function fails that has not read of it yet', async () => {
    const { name } = provider(async () => matched);
    const [early, late] = [newGate(), newGate()];
    await late.admit(name, undefined);
    for (let call = 0; call < 5; call += 1) await early.record(name, true);
    await late.record(name, true);
    expect(await newGate().admit(name, undefined)).toBe('circuit-open');
    expect(await late.admit(name, undefined)).toBe('circuit-open');
  });

  it('opens at the fifth failure of all functions together, whatever each of them has read', async () => {
    const { name } = provider(async () => matched);
    const gates = Array.from({ length: 5 }, newGate);
    for (const gate of gates) expect(await gate.admit(name, undefined)).toBe('admitted');
    for (const gate of gates) await gate.record(name, true);
    expect(await newGate().admit(name, undefined)).toBe('circuit-open');
  });

  it('counts no failures from before an answer, whichever function had it', async () => {
    const { name } = provider(async () => matched);
    const [failing, answered] = [newGate(), newGate()];
    expect(await answered.admit(name, undefined)).toBe('admitted');
    for (let call = 0; call < 4; call += 1) await failing.record(name, true);
    await answered.record(name, false);
    for (let call = 0; call < 4; call += 1) await failing.record(name, true);
    expect(await newGate().admit(name, undefined)).toBe('admitted');
  });

  describe('after its time', () => {
    const changeCircuit = (name: string, UpdateExpression: string, values?: Record<string, number>) =>
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk: `UPSTREAM#${name}`, sk: 'CIRCUIT' },
          UpdateExpression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );

    /** The name of a provider that was left alone long enough. */
    async function leftAlone(): Promise<string> {
      const { name } = provider(async () => matched);
      const gate = newGate();
      for (let call = 0; call < 5; call += 1) await gate.record(name, true);
      await changeCircuit(name, 'SET openUntil = :past', { ':past': Date.now() - 1 });
      return name;
    }

    /** The operation's last turn is now. */
    const takeTurn = (name: string, operation: string) =>
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk: `UPSTREAM#${name}`, sk: `TURN#${operation}` },
          UpdateExpression: 'SET lastTurn = :now',
          ExpressionAttributeValues: { ':now': Date.now() },
        }),
      );

    /** What as many functions are told that ask at once. */
    const admissions = (name: string) =>
      Promise.all(Array.from({ length: 10 }, () => newGate().admit(name, undefined)));

    it('lets one call of all functions through, and all once that was answered', async () => {
      const name = await leftAlone();
      expect((await admissions(name)).toSorted()).toEqual(['admitted', ...Array(9).fill('circuit-open')]);
      await newGate().record(name, false);
      expect(new Set(await admissions(name))).toEqual(new Set(['admitted']));
    });

    it('lets through, and lets stay closed, who has not read yet that it was answered', async () => {
      const name = await leftAlone();
      const late = newGate();
      // Reads of the circuit, and has no turn.
      await takeTurn(name, 'Verify');
      expect(await late.admit(name, { operation: 'Verify', callsPerSecond: 0.001 })).toBe('throttled');
      const trying = newGate();
      expect(await trying.admit(name, undefined)).toBe('admitted');
      await trying.record(name, false);
      expect(await late.admit(name, undefined)).toBe('admitted');
      expect(new Set(await admissions(name))).toEqual(new Set(['admitted']));
    });

    it('lets one call through when whoever counted the last failure did not live to open it', async () => {
      const name = await leftAlone();
      await changeCircuit(name, 'REMOVE openUntil');
      expect((await admissions(name)).toSorted()).toEqual(['admitted', ...Array(9).fill('circuit-open')]);
    });

    it('lets nobody through once that one has failed', async () => {
      const name = await leftAlone();
      const trying = newGate();
      expect(await trying.admit(name, undefined)).toBe('admitted');
      await trying.record(name, true);
      expect(new Set(await admissions(name))).toEqual(new Set(['circuit-open']));
    });

    it('keeps the trial from a call that has no turn', async () => {
      const name = await leftAlone();
      const limit = { operation: 'Verify', callsPerSecond: 0.001 };
      await takeTurn(name, limit.operation);
      expect(await newGate().admit(name, limit)).toBe('throttled');
      expect(await newGate().admit(name, undefined)).toBe('admitted');
    });
  });

  it('does not open for a source that is merely busy', async () => {
    const busy = provider(async () => Promise.reject(new UpstreamNotProcessedError('busy', 'throttled')));
    for (let call = 0; call < 8; call += 1)
      await expect(askUpstreams([busy.routed], prepare, open)).rejects.toThrow('busy');
    expect(busy.calls).toHaveLength(8);
  });
});

describe('the rate', () => {
  it('is kept by many functions together, and used', async () => {
    const rate = 20;
    const { calls, routed } = provider(async () => matched);
    const limited = { ...routed, limit: { operation: 'Verify', callsPerSecond: rate } };
    const gates = Array.from({ length: 10 }, newGate);
    const startedAt = Date.now();
    await Promise.all(
      gates.map(async (gate) => {
        while (Date.now() < startedAt + 2000)
          await askUpstreams([limited], prepare, gate).catch((error: Error) => {
            if (error.name !== 'UpstreamThrottledError') throw error;
          });
      }),
    );
    // Turns are at least 1/rate apart, whatever the machine does between a turn and its call.
    expect(calls.length).toBeLessThanOrEqual(Math.floor(((Date.now() - startedAt) * rate) / 1000) + 1);
    expect(calls.length).toBeGreaterThan(rate / 2);
  });

  it('is counted for each operation of a provider by itself', async () => {
    const { name } = provider(async () => matched);
    const admit = (operation: string) => newGate().admit(name, { operation, callsPerSecond: 0.001 });
    expect(await admit('Verify')).toBe('admitted');
    expect(await admit('LookUp')).toBe('admitted');
    expect(await admit('Verify')).toBe('throttled');
  });
});
