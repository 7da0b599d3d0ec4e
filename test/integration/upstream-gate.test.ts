import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Admission,
  askUpstreams,
  type RoutedProvider,
  type UpstreamGate,
  type WatchedOperation,
} from '@kyc-china/core/ask-upstreams';
import { type UpstreamAnswer, UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { DynamoUpstreamGate } from '@kyc-china/storage/upstream-gate';
import { simulator } from '../../packages/providers/simulator/simulator.ts';
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

/** A provider with a unique name that runs the given function and counts its calls. */
function provider(ask: () => Promise<UpstreamAnswer>) {
  const name = randomUUID();
  const calls: number[] = [];
  const routed: RoutedProvider = {
    timeoutMs: 200,
    operation,
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

const reports: Record<string, string[]> = {};

/** A report of this client that did not go through the gate yet. */
async function newReport(clientId: string = randomUUID()): Promise<string> {
  const reportId = randomUUID();
  reports[clientId] = [...(reports[clientId] ?? []), reportId];
  await table.client.send(
    new PutCommand({ TableName: table.name, Item: { pk: reportId, sk: 'REPORT', clientId } }),
  );
  return reportId;
}

const newTable = () => new DynamoUpstreamGate(table.client, table.name);

/** What one function knows of the providers, for a report of its own, of this client or of one of its own. */
const newGate = async (clientId?: string): Promise<UpstreamGate> =>
  newTable().forReport(await newReport(clientId));

let open: UpstreamGate;
beforeAll(async () => {
  open = await newGate();
});

const operation = 'Verify';
const watch = (provider: string): WatchedOperation => ({ provider, operation });

/** Fails as many calls, each of another report, of this client or each of another. */
async function fail(name: string, count: number, clientId?: string): Promise<void> {
  for (let call = 0; call < count; call += 1)
    await (await newGate(clientId)).record(watch(name), 'upstream-unavailable');
}

/** Leaves the operation alone for all clients. */
const failForAll = (name: string) => fail(name, 5);

const kindOf = async (admission: Promise<Admission>) => (await admission).kind;

const admissionOf = async (name: string, clientId?: string) =>
  kindOf((await newGate(clientId)).admit(watch(name), undefined));

describe('failover', () => {
  it.each([
    [
      'the first did not process the call',
      async () => Promise.reject(new UpstreamNotProcessedError('refused')),
    ],
    ['the first refused it without billing', async () => quota],
  ])('failover calls the next provider when %s', async (_when, ask) => {
    const first = provider(ask);
    const second = provider(async () => matched);
    const answer = await askUpstreams([first.routed, second.routed], prepare, open);
    expect(answer).toMatchObject({ ...matched, provider: second.name });
  });

  it.each([
    ['answered', async () => matched],
    ['billed a refusal', async () => ({ ...quota, billed: true })],
    ['lost its answer', async () => Promise.reject(new Error('reset'))],
  ])(
    'failover calls no other provider when the first %s',
    async (_when, ask: () => Promise<UpstreamAnswer>) => {
      const first = provider(ask);
      const second = provider(async () => matched);
      const answer = await askUpstreams([first.routed, second.routed], prepare, open);
      expect(answer.provider).toBe(first.name);
      expect(second.calls).toHaveLength(0);
    },
  );

  it('failover reports the first refusal when all providers refuse, and throws when one may accept later', async () => {
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
])("failover waits for the provider's turn whenever a previous one %s", async (_what, ask) => {
  const [first, last] = [provider(ask), provider(ask)];
  const { calls, routed, name } = provider(async () => matched);
  const limit = { operation, callsPerSecond: 0.001 };
  expect(await kindOf(open.admit(watch(name), limit))).toBe('admitted');
  await expect(
    askUpstreams([first.routed, { ...routed, limit }, last.routed], prepare, open),
  ).rejects.toMatchObject({ name: 'WaitForTurnError' });
  expect(calls).toHaveLength(0);
});

describe('the circuit', () => {
  it('circuit opens for every function after five reports failed in a row, and the next provider is called', async () => {
    const broken = provider(async () => Promise.reject(new UpstreamNotProcessedError('refused')));
    const well = provider(async () => matched);
    for (let call = 0; call < 8; call += 1)
      await askUpstreams([broken.routed, well.routed], prepare, await newGate());
    expect(broken.calls).toHaveLength(5);
    expect(well.calls).toHaveLength(8);
    expect(await admissionOf(broken.name)).toBe('circuit-open');
  });

  it('circuit is closed again by an answer', async () => {
    const { name } = provider(async () => matched);
    await fail(name, 4);
    await (await newGate()).record(watch(name), undefined);
    await fail(name, 4);
    expect(await admissionOf(name)).toBe('admitted');
  });

  it('circuit counts the attempts of one report once, however often its tasks are tried', async () => {
    const { name } = provider(async () => matched);
    const gate = await newGate();
    for (let attempt = 0; attempt < 20; attempt += 1) await gate.record(watch(name), 'upstream-unavailable');
    expect(await admissionOf(name)).toBe('admitted');
    await fail(name, 4);
    expect(await admissionOf(name)).toBe('circuit-open');
  });

  it('circuit counts a failure once when the SDK repeats a write whose answer was lost', async () => {
    const { name } = provider(async () => matched);
    const send = table.client.send.bind(table.client) as (command: unknown) => Promise<unknown>;
    const twice = {
      middlewareStack: table.client.middlewareStack,
      send: async (command: unknown) => {
        await send(command);
        return send(command);
      },
    } as unknown as DynamoDBDocumentClient;
    for (let report = 0; report < 4; report += 1) {
      const gate = new DynamoUpstreamGate(twice, table.name).forReport(await newReport());
      await gate.record(watch(name), 'upstream-unavailable');
    }
    expect(await admissionOf(name)).toBe('admitted');
  });

  it('circuit opens only for the client whose input makes each of its calls fail', async () => {
    const { name } = provider(async () => matched);
    const eve = randomUUID();
    await fail(name, 60, eve);
    expect(await admissionOf(name, eve)).toBe('circuit-open');
    expect(await admissionOf(name)).toBe('admitted');
    // One failed report of another does not make them a crowd.
    const bob = randomUUID();
    await fail(name, 1, bob);
    expect(await admissionOf(name, bob)).toBe('admitted');
  });

  it('circuit opens for all once several reports of a second client fail too', async () => {
    const { name } = provider(async () => matched);
    await fail(name, 10, randomUUID());
    await fail(name, 2, randomUUID());
    expect(await admissionOf(name)).toBe('circuit-open');
  });

  it("circuit belongs to one operation: the provider's others are called", async () => {
    const { name } = provider(async () => matched);
    await failForAll(name);
    const other = { provider: name, operation: 'LookUp' };
    expect(await kindOf((await newGate()).admit(other, undefined))).toBe('admitted');
    expect(await admissionOf(name)).toBe('circuit-open');
  });

  it('circuit does not count a provider that plans its failures, as the simulator does', async () => {
    const { name, routed, calls } = provider(async () =>
      Promise.reject(new UpstreamNotProcessedError('planned')),
    );
    const simulating = { ...routed, provider: { ...routed.provider, plansItsFailures: true as const } };
    for (let call = 0; call < 20; call += 1)
      await expect(askUpstreams([simulating], prepare, await newGate())).rejects.toThrow('planned');
    expect(calls).toHaveLength(20);
    expect(await kindOf((await newGate()).admit({ provider: name, operation: 'ALL' }, undefined))).toBe(
      'admitted',
    );
    expect(simulator({ credentialsOf: () => Promise.reject(new Error('none')) }).plansItsFailures).toBe(true);
  });

  it('circuit stays open when a function fails that has not read of it yet', async () => {
    const { name } = provider(async () => matched);
    const late = newTable();
    await late.forReport(await newReport()).admit(watch(name), undefined);
    await failForAll(name);
    await late.forReport(await newReport()).record(watch(name), 'upstream-unavailable');
    expect(await admissionOf(name)).toBe('circuit-open');
    expect(await kindOf(late.forReport(await newReport()).admit(watch(name), undefined))).toBe(
      'circuit-open',
    );
  });

  /** The circuit's item. */
  async function circuitOf(name: string) {
    const Key = { pk: `UPSTREAM#${name}#${operation}`, sk: 'CIRCUIT' };
    return (await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true })))
      .Item;
  }

  it('circuit stores one item of a bounded size, without the ids of reports', async () => {
    const { name } = provider(async () => matched);
    const client = randomUUID();
    await fail(name, 80, client);
    const failures = (await circuitOf(name))?.failures;
    expect(failures.size).toBe(50);
    const kept = JSON.stringify([...failures]);
    for (const reportId of reports[client] ?? []) expect(kept).not.toContain(reportId);
  });

  describe('after its time', () => {
    const changeCircuit = (name: string, UpdateExpression: string, values?: Record<string, unknown>) =>
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk: `UPSTREAM#${name}#${operation}`, sk: 'CIRCUIT' },
          UpdateExpression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );

    /** The name of a provider that was left alone long enough. */
    async function leftAlone(): Promise<string> {
      const { name } = provider(async () => matched);
      await failForAll(name);
      await changeCircuit(name, 'SET openUntil = :past', { ':past': Date.now() - 1 });
      return name;
    }

    /** The operation's next turn is a quarter of an hour ahead. */
    const takeTurn = (name: string) =>
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk: `UPSTREAM#${name}#${operation}`, sk: 'TURN' },
          UpdateExpression: 'SET #next = :next',
          ExpressionAttributeNames: { '#next': 'next' },
          ExpressionAttributeValues: { ':next': (Date.now() + 900_000) * 1000 },
        }),
      );

    /** What as many functions are answered that ask at once. */
    const admissions = (name: string) => Promise.all(Array.from({ length: 10 }, () => admissionOf(name)));

    it('open circuit allows one trial call of all functions, and all calls after its answer', async () => {
      const name = await leftAlone();
      expect((await admissions(name)).toSorted()).toEqual(['admitted', ...Array(9).fill('circuit-open')]);
      await (await newGate()).record(watch(name), undefined);
      expect(new Set(await admissions(name))).toEqual(new Set(['admitted']));
    });

    it('open circuit allows a function that does not know yet that the operation answered', async () => {
      const name = await leftAlone();
      const late = await newGate();
      // Reads of the circuit, and has no turn.
      await takeTurn(name);
      expect(await kindOf(late.admit(watch(name), { operation, callsPerSecond: 0.001 }))).toBe('queue-long');
      const trying = await newGate();
      expect(await kindOf(trying.admit(watch(name), undefined))).toBe('admitted');
      await trying.record(watch(name), undefined);
      expect(await kindOf(late.admit(watch(name), undefined))).toBe('admitted');
      // It was no trial: a circuit that is closed names no client and no time.
      expect(Object.keys((await circuitOf(name)) ?? {}).toSorted()).toEqual(['expiresAt', 'pk', 'sk']);
      expect(new Set(await admissions(name))).toEqual(new Set(['admitted']));
    });

    it('open circuit allows one trial call when the function that counted the last failure ended before it opened', async () => {
      const name = await leftAlone();
      await changeCircuit(name, 'REMOVE openUntil');
      expect((await admissions(name)).toSorted()).toEqual(['admitted', ...Array(9).fill('circuit-open')]);
    });

    it('open circuit allows no call after a failed trial', async () => {
      const name = await leftAlone();
      const trying = await newGate();
      expect(await kindOf(trying.admit(watch(name), undefined))).toBe('admitted');
      await trying.record(watch(name), 'upstream-unavailable');
      expect(new Set(await admissions(name))).toEqual(new Set(['circuit-open']));
    });

    it('open circuit leaves the next trial to another client than the last one, for the same time again', async () => {
      const name = await leftAlone();
      const [eve, bob] = [randomUUID(), randomUUID()];
      expect(await admissionOf(name, eve)).toBe('admitted');
      const past = Date.now() - 1;
      await changeCircuit(name, 'SET openUntil = :past', { ':past': past });
      expect(await admissionOf(name, eve)).toBe('circuit-open');
      expect(await admissionOf(name, bob)).toBe('admitted');
      await changeCircuit(name, 'SET openUntil = :past, triedBy = :eve', {
        ':past': past - 30_000,
        ':eve': eve,
      });
      expect(await admissionOf(name, eve)).toBe('admitted');
    });

    it('open circuit is not prolonged by a clock that is ahead', async () => {
      const name = await leftAlone();
      await changeCircuit(name, 'SET openUntil = :ahead', { ':ahead': Date.now() + 120_000 });
      expect((await admissions(name)).toSorted()).toEqual(['admitted', ...Array(9).fill('circuit-open')]);
    });

    it('open circuit keeps the trial from a call without a turn', async () => {
      const name = await leftAlone();
      const limit = { operation, callsPerSecond: 0.001 };
      await takeTurn(name);
      expect(await kindOf((await newGate()).admit(watch(name), limit))).toBe('queue-long');
      expect(await admissionOf(name)).toBe('admitted');
    });
  });

  it('circuit does not open for a provider that only throttles', async () => {
    const busy = provider(async () => Promise.reject(new UpstreamNotProcessedError('busy', 'throttled')));
    for (let call = 0; call < 8; call += 1)
      await expect(askUpstreams([busy.routed], prepare, await newGate())).rejects.toThrow('busy');
    expect(busy.calls).toHaveLength(8);
  });
});

describe('a pause that a busy provider asks for', () => {
  const limit = { operation: 'Verify', callsPerSecond: 400 };
  const busyFor = (ms: number) =>
    provider(async () => Promise.reject(new UpstreamNotProcessedError('busy', 'throttled', 'Busy', ms)));
  const admissionOf = async (name: string, other = limit) =>
    kindOf((await newGate()).admit({ provider: name, operation: other.operation }, other));
  const turnKey = (name: string) => ({ pk: `UPSTREAM#${name}#${limit.operation}`, sk: 'TURN' });
  const pausedUntil = async (name: string): Promise<number> => {
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: turnKey(name) }));
    return Item?.pausedUntil;
  };
  const setPausedUntil = (name: string, time: number) =>
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: turnKey(name),
        UpdateExpression: 'SET pausedUntil = :time',
        ExpressionAttributeValues: { ':time': time },
      }),
    );

  it('pause of a throttling provider applies to the calls of all reports, and ends', async () => {
    const { name, routed } = busyFor(50_000);
    await expect(askUpstreams([{ ...routed, limit }], prepare, await newGate())).rejects.toThrow('busy');
    expect(await admissionOf(name)).toBe('queue-long');
    await setPausedUntil(name, Date.now() - 1);
    expect(await admissionOf(name)).toBe('admitted');
  });

  it('pause of a throttling provider makes the next call wait as for a turn, which has the longer schedule', async () => {
    const { routed } = busyFor(50_000);
    const ask = async () => askUpstreams([{ ...routed, limit }], prepare, await newGate());
    await expect(ask()).rejects.toMatchObject({ name: 'UpstreamNotProcessedError' });
    await expect(ask()).rejects.toMatchObject({ name: 'WaitForTurnError' });
  });

  it('pause of a throttling provider is not shortened by a later and shorter one', async () => {
    const { name } = busyFor(0);
    const gate = await newGate();
    const pause = (ms: number) => gate.record({ provider: name, operation }, undefined, { limit, ms });
    await pause(50_000);
    const until = await pausedUntil(name);
    await pause(10);
    expect(await pausedUntil(name)).toBe(until);
  });

  it('pause of a throttling provider is at most a minute, whatever the provider asks for', async () => {
    const { name, routed } = busyFor(999_999_999);
    await expect(askUpstreams([{ ...routed, limit }], prepare, await newGate())).rejects.toThrow('busy');
    expect(await pausedUntil(name)).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('pause of a throttling provider by a clock that is far ahead does not apply', async () => {
    const { name } = busyFor(0);
    await setPausedUntil(name, Date.now() + 3_600_000);
    expect(await admissionOf(name)).toBe('admitted');
  });

  it('pause of a throttling provider applies to one operation alone', async () => {
    const { name, routed } = busyFor(50_000);
    await expect(askUpstreams([{ ...routed, limit }], prepare, await newGate())).rejects.toThrow('busy');
    expect(await admissionOf(name)).toBe('queue-long');
    expect(await admissionOf(name, { ...limit, operation: 'LookUp' })).toBe('admitted');
  });
});

describe('the rate', () => {
  it('provider rate is kept by many functions together', async () => {
    const rate = 20;
    const { calls, routed } = provider(async () => matched);
    const limited = { ...routed, limit: { operation: 'Verify', callsPerSecond: rate } };
    const gates = await Promise.all(Array.from({ length: 10 }, () => newGate()));
    const startedAt = Date.now();
    await Promise.all(
      gates.map(async (gate) => {
        while (calls.length < 2 * rate)
          await askUpstreams([limited], prepare, gate).catch((error: Error) => {
            if (error.name !== 'WaitForTurnError') throw error;
          });
      }),
    );
    // Turns are at least 1/rate apart, whatever the machine does between a turn and its call.
    expect(calls.length).toBeLessThanOrEqual(Math.floor(((Date.now() - startedAt) * rate) / 1000) + 1);
  });

  it('provider rate is counted for each operation separately', async () => {
    const { name } = provider(async () => matched);
    const admit = async (operation: string) =>
      kindOf((await newGate()).admit({ provider: name, operation }, { operation, callsPerSecond: 0.001 }));
    expect(await admit('Verify')).toBe('admitted');
    expect(await admit('LookUp')).toBe('admitted');
    expect(await admit('Verify')).toBe('queue-long');
  });

  it('provider rate is not blocked for all by a function whose clock is two minutes ahead', async () => {
    const { name } = provider(async () => matched);
    const limit = { operation, callsPerSecond: 0.001 };
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { pk: `UPSTREAM#${name}#${operation}`, sk: 'TURN', lastTurn: Date.now() + 120_000 },
      }),
    );
    expect(await kindOf((await newGate()).admit(watch(name), limit))).toBe('admitted');
    expect(await kindOf((await newGate()).admit(watch(name), limit))).toBe('queue-long');
  });

  const Key = (name: string) => ({ pk: `UPSTREAM#${name}#${operation}`, sk: 'TURN' });
  const nextTurnOf = async (name: string): Promise<number> => {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: Key(name), ConsistentRead: true }),
    );
    return Item?.next;
  };
  /** Time that passes only when a call waits. */
  function stoppedTime() {
    const startedAt = Date.now();
    const time = { now: startedAt };
    const gate = new DynamoUpstreamGate(
      table.client,
      table.name,
      () => time.now,
      async (ms) => {
        time.now += ms;
      },
    );
    return { time, startedAt, gate };
  }
  const limit = { operation, callsPerSecond: 20 };
  /** Lets 200 calls of a report take part at the same time. */
  async function fillLine(gate: UpstreamGate, name: string, time: { now: number }): Promise<void> {
    const startedAt = time.now;
    for (let call = 0; call < 200; call += 1) {
      time.now = startedAt;
      await gate.waitInLine(watch(name), limit).catch((error: Error) => {
        if (error.name !== 'WaitForTurnError') throw error;
      });
    }
    // In their functions they waited up to a second.
    time.now = startedAt + 1000;
  }
  const turnIn = async (admission: Promise<Admission>) => {
    const admitted = await admission;
    if (admitted.kind !== 'admitted' || !admitted.turn) throw new Error(admitted.kind);
    return admitted.turn;
  };

  it('provider rate gives turns one spacing apart, and a call waits in its function for a near one', async () => {
    const { name } = provider(async () => matched);
    const { time, startedAt, gate } = stoppedTime();
    const times: number[] = [];
    for (let call = 0; call < 4; call += 1) {
      time.now = startedAt;
      await (await turnIn(gate.forReport(await newReport()).admit(watch(name), limit))).due();
      times.push(time.now - startedAt);
    }
    expect(times).toEqual([0, 1, 2, 3].map((call) => expect.closeTo(call * (50 / 0.97), 1)));
  });

  it('provider rate gives a turn that was given back to the next call, unless a later one is taken', async () => {
    const { name } = provider(async () => matched);
    const { startedAt, gate } = stoppedTime();
    const first = await turnIn(gate.forReport(await newReport()).admit(watch(name), limit));
    await first.giveBack();
    expect(await nextTurnOf(name)).toBe(startedAt * 1000);
    const second = await turnIn(gate.forReport(await newReport()).admit(watch(name), limit));
    await turnIn(gate.forReport(await newReport()).admit(watch(name), limit));
    const next = await nextTurnOf(name);
    await second.giveBack();
    expect(await nextTurnOf(name)).toBe(next);
  });

  it('provider rate reserves a missed turn again, and does not use it late', async () => {
    const { name } = provider(async () => matched);
    const { time, startedAt, gate } = stoppedTime();
    const missed = await turnIn(gate.forReport(await newReport()).admit(watch(name), limit));
    time.now += 400;
    await missed.due();
    expect(await nextTurnOf(name)).toBeGreaterThan((startedAt + 400) * 1000);
  });

  it('provider rate gives the place in line back to a call that comes again, and then a turn', async () => {
    const { name, routed, calls } = provider(async () => matched);
    const { time, gate } = stoppedTime();
    const report = gate.forReport(await newReport());
    await fillLine(report, name, time);
    const waiting = await askUpstreams([{ ...routed, limit }], prepare, report).catch((error) => error);
    expect(waiting).toMatchObject({ name: 'WaitForTurnError', place: { ticket: expect.any(Number) } });
    expect(calls).toHaveLength(0);
    for (let place = waiting.place, until = waiting.until; ; ) {
      time.now = until.getTime();
      const answer = await askUpstreams([{ ...routed, limit }], prepare, report, place).catch(
        (error) => error,
      );
      if (answer.provider) break;
      expect(answer).toMatchObject({ name: 'WaitForTurnError', place: { ticket: place.ticket } });
      ({ place, until } = answer);
    }
    expect(calls).toHaveLength(1);
  });

  it("provider rate gives another client's single call a turn within three seconds beside a client that waits", async () => {
    const { name } = provider(async () => matched);
    const { time, gate } = stoppedTime();
    const heavy = gate.forReport(await newReport());
    await fillLine(heavy, name, time);
    const single = gate.forReport(await newReport());
    const arrivedAt = time.now;
    expect(await kindOf(single.admit(watch(name), limit))).toBe('queue-long');
    await (await turnIn(single.waitInLine(watch(name), limit))).due();
    expect(time.now - arrivedAt).toBeLessThan(3000);
  });

  it('provider rate above 500 calls a second is shared by several items', async () => {
    const { name } = provider(async () => matched);
    const fast = { operation, callsPerSecond: 1200 };
    for (let call = 0; call < 40; call += 1) await (await newGate()).admit(watch(name), fast);
    const items = await Promise.all(
      ['', '#1', '#2', '#3'].map((queue) =>
        table.client.send(
          new GetCommand({
            TableName: table.name,
            Key: { pk: `UPSTREAM#${name}#${operation}${queue}`, sk: 'TURN' },
          }),
        ),
      ),
    );
    expect(items.map(({ Item }) => Item !== undefined)).toEqual([true, true, true, false]);
  });
});
