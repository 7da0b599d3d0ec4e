import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { webhookFunctionSeconds } from '@kyc-china/core/webhook-schedule';
import { DynamoPostLeases } from '@kyc-china/storage/post-leases';
import { DynamoReceiverTimeouts } from '@kyc-china/storage/receiver-timeouts';
import fc from 'fast-check';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const host = 'receiver.example.com';
const leasesOf = (most: number) => new DynamoPostLeases(table.client, table.name, most);
const isWatched = async (clientId: string) =>
  (await new DynamoReceiverTimeouts(table.client, table.name).read(clientId, host)).isWatched;
const itemOf = async (clientId: string) => {
  const Key = { pk: `RECEIVERS#${clientId}`, sk: 'TIMEOUTS' };
  return (await table.client.send(new GetCommand({ TableName: table.name, Key }))).Item;
};

/** Lets the time go on by so much for the rest of the test. */
function passing(ms: number): void {
  const at = Date.now() + ms;
  jest.spyOn(Date, 'now').mockImplementation(() => at);
}

describe('the leases of a client’s posts', () => {
  it('are never more than the limit, in whatever order they are taken, given back and left by the dead', async () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), at: fc.nat(3) }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('give back' as const), at: fc.nat(9) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const), at: fc.nat(9) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('time passes' as const), at: fc.nat(30) }) },
      ),
      { maxLength: 20 },
    );
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), steps, async (most, steps) => {
        const [leases, clientId] = [leasesOf(most), randomUUID()];
        let held: { lease: string; at: number }[] = [];
        let dead: typeof held = [];
        const lives = ({ at }: { at: number }) => now - at < webhookFunctionSeconds * 1000;
        for (const { kind, at } of steps) {
          if (kind === 'take') {
            // Several at once: they race for the last one.
            const taken = await Promise.all(Array.from({ length: at + 1 }, () => leases.take(clientId)));
            const room = most - held.length - dead.filter(lives).length;
            const got = taken.filter((lease) => lease !== undefined);
            expect(got.length).toBeLessThanOrEqual(Math.max(0, room));
            held.push(...got.map((lease) => ({ lease, at: now })));
          } else if (kind === 'time passes') {
            now += at * 1000;
            // A function that lives has given its lease back by its timeout.
            for (const { lease } of held.filter((one) => !lives(one)))
              await leases.giveBack(clientId, lease, false);
            held = held.filter(lives);
          } else {
            const [ended] = held.splice(at % Math.max(1, held.length), 1);
            if (ended && kind === 'die') dead.push(ended);
            else if (ended) await leases.giveBack(clientId, ended.lease, false);
          }
          dead = dead.filter(lives);
        }
        // Whatever happened, all are there again once the dead have timed out.
        for (const { lease } of held) await leases.giveBack(clientId, lease, false);
        now += (webhookFunctionSeconds + 2) * 1000;
        for (let free = 0; free < most; free += 1) expect(await leases.take(clientId)).toBeDefined();
        expect(await leases.take(clientId)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('are given back one by one, by their ids', async () => {
    const [leases, clientId] = [leasesOf(2), randomUUID()];
    const [first, second] = [await leases.take(clientId), await leases.take(clientId)];
    await leases.giveBack(clientId, first ?? '', false);
    await leases.giveBack(clientId, first ?? '', false);
    expect((await itemOf(clientId))?.leases).toEqual(new Set([second]));
    expect(await leases.take(clientId)).toBeDefined();
    expect(await leases.take(clientId)).toBeUndefined();
  });

  it('of functions that died are free after the function’s timeout and a second, and not before', async () => {
    const [leases, clientId] = [leasesOf(1), randomUUID()];
    await leases.take(clientId);
    passing(webhookFunctionSeconds * 1000);
    expect(await leases.take(clientId)).toBeUndefined();
    passing(1_100);
    expect(await leases.take(clientId)).toBeDefined();
  });

  it('that a clock set which was far ahead hold nothing', async () => {
    const [leases, clientId] = [leasesOf(1), randomUUID()];
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    await leases.take(clientId);
    clock.mockRestore();
    expect(await leases.take(clientId)).toBeDefined();
  });

  it('are one when the same call arrives twice', async () => {
    const clientId = randomUUID();
    const twice = {
      send: async (command: never) => table.client.send(command).then(() => table.client.send(command)),
    };
    const leases = new DynamoPostLeases(twice as unknown as ReportsTable['client'], table.name, 1);
    expect(await leases.take(clientId)).toBeDefined();
    expect((await itemOf(clientId))?.leases.size).toBe(1);
  });

  it('bring no item back that was deleted, when one is given back', async () => {
    const clientId = randomUUID();
    await leasesOf(1).giveBack(clientId, 'gone', false);
    expect(await itemOf(clientId)).toBeUndefined();
  });

  it('name no host, and end with the item after a day', async () => {
    const clientId = randomUUID();
    await leasesOf(2).hold(clientId);
    await new DynamoReceiverTimeouts(table.client, table.name).record(clientId, host, true);
    const item = await itemOf(clientId);
    expect(
      Object.keys(item ?? {})
        .filter((name) => !/^n\d+$/.test(name))
        .sort(),
    ).toEqual(['expiresAt', 'leases', 'pk', 'sk', 'watchedUntil']);
    expect([...(item?.leases ?? [])].join()).toMatch(/^\d{13} [0-9a-f-]{36}$/);
    expect(item?.expiresAt).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 60 * 60);
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be limited to %d', (most) => {
    expect(() => leasesOf(most)).toThrow('not a positive integer');
  });
});

describe('a client', () => {
  it('is watched for an hour after a post that was held, was given back late, or failed', async () => {
    const [held, late, failed, prompt] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const leases = leasesOf(2);
    await leases.hold(held);
    await leases.giveBack(late, (await leases.take(late)) ?? '', true);
    await leases.watch(failed);
    await leases.giveBack(prompt, (await leases.take(prompt)) ?? '', false);
    const seen = () => Promise.all([held, late, failed, prompt].map(isWatched));
    expect(await seen()).toEqual([true, true, true, false]);
    expect((await itemOf(late))?.leases).toBeUndefined();
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask'],
    });
    jest.setSystemTime(Date.now() + 3_601_000);
    try {
      expect(await seen()).toEqual([false, false, false, false]);
    } finally {
      jest.useRealTimers();
    }
  });
});
