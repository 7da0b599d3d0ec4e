import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { askUpstreams, type PlaceInLine, WaitForTurnError } from '@kyc-china/core/ask-upstreams';
import { DynamoUpstreamGate } from '@kyc-china/storage/upstream-gate';
import type { Arrival } from '../../bench/support/gate-simulation.ts';
import { Tables } from '../simulation/cloud/tables.ts';
import { seededRandom } from './random.ts';

const table = 'reports';

/** Time that passes only when everything waits. */
class VirtualTime {
  now = Date.parse('2026-03-01T00:00:00Z');
  #timers: { readonly at: number; readonly fire: () => void }[] = [];

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((fire) => {
      this.#timers.push({ at: this.now + Math.max(0, ms), fire });
    });

  async runUntil(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      // Promises settle before the next timer fires.
      for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
      this.now = Math.max(this.now, Math.min(...this.#timers.map(({ at }) => at)));
      const due = this.#timers.filter(({ at }) => at <= this.now);
      this.#timers = this.#timers.filter(({ at }) => at > this.now);
      for (const { fire } of due) fire();
    }
  }
}

/**
 * Runs calls through the real gate on a table in memory, in virtual time: by 40 functions, with a table that answers in 4 to
 * 30 ms, 10 to 60 ms of preparation, timers up to 15 ms late, and waits in the state machine up to a second late.
 * @returns the times of the provider's calls, and the waits, in seconds from the start.
 */
export async function runGate(arrivals: readonly Arrival[], callsPerSecond: number) {
  const random = seededRandom(5);
  const between = (least: number, most: number) => least + random() * (most - least);
  const time = new VirtualTime();
  const start = time.now;
  const tables = new Tables({ [table]: ['pk', 'sk'] });
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: never }) => {
      await time.sleep(between(2, 15));
      const [result] = await Promise.allSettled([
        (async () => tables.send(command.constructor.name, command.input))(),
      ]);
      await time.sleep(between(2, 15));
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    },
  } as unknown as DynamoDBDocumentClient;
  for (const pk of new Set(arrivals.map((arrival) => arrival.client)))
    tables.send('PutCommand', { TableName: table, Item: { pk, sk: 'REPORT', clientId: pk } });
  const calls: number[] = [];
  const waits: number[] = [];
  const ask = async () => {
    calls.push((time.now - start) / 1000);
    return { finding: { outcome: 'matched' as const }, billed: true };
  };
  const limit = { operation: 'Verify', callsPerSecond };
  const routed = {
    provider: { name: 'provider', serves: () => true, ask },
    operation: 'Verify',
    timeoutMs: 60_000,
    limit,
  };
  const prepare = async () => {
    await time.sleep(between(10, 60));
    return { subCheck: 'identity.two-factor' as const, applicant: {}, requestId: 'r', attempt: 1 };
  };
  const wait = (ms: number) => time.sleep(ms + between(0, 15));
  const gates = Array.from({ length: 40 }, () => new DynamoUpstreamGate(client, table, () => time.now, wait));
  const call = async ({ at, client: reportId }: Arrival): Promise<void> => {
    await time.sleep(at * 1000);
    const asked = time.now;
    for (let place: PlaceInLine | undefined; ; ) {
      const gate = gates[Math.floor(random() * gates.length)]?.forReport(reportId);
      if (!gate) throw new RangeError('no gate');
      try {
        await askUpstreams([routed], prepare, gate, place);
        break;
      } catch (error) {
        if (!(error instanceof WaitForTurnError)) throw error;
        place = error.place;
        await time.sleep(Math.max(1000, error.until.getTime() - time.now) + between(0, 1000));
      }
    }
    waits.push((time.now - asked) / 1000);
  };
  let isDone = false;
  const all = Promise.all(arrivals.map(call)).finally(() => {
    isDone = true;
  });
  await time.runUntil(() => isDone);
  await all;
  return { calls: calls.sort((one, other) => one - other), waits };
}
