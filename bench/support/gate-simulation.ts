import {
  nextStep,
  nextTicket,
  servedClients,
  spacingFor,
  type TurnQueue,
  wholeRound,
} from '@kyc-china/core/upstream-turns';
import { EventQueue } from './event-queue.ts';
import { percentile } from './statistics.ts';

/** A call that arrives, in seconds from the start. */
export interface Arrival {
  readonly at: number;
  readonly client: string;
}

/** What became of the calls of one simulation; times in seconds. */
export interface GateRun {
  readonly waits: readonly { readonly client: string; readonly seconds: number }[];
  /** When the calls were made, in order. */
  readonly calls: readonly number[];
  readonly errored: number;
  /** For each call, on average: writes of the gate, and state transitions that it has only because it waits. */
  readonly writes: number;
  readonly transitions: number;
}

const second = 1_000_000;

/** The longest that a call waits in its function before it has a turn: as in the gate. */
const longestInFunction = second;

/** Catch to Pass, Wait, and the task again. */
const transitionsOfWait = 3;

/** Random numbers from 0 up to 1, the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Calls at random times, each of a random client. */
export function poisson(callsPerSecond: number, seconds: number, clients: number, seed: number): Arrival[] {
  const random = seededRandom(seed);
  const arrivals: Arrival[] = [];
  for (let at = 0; ; ) {
    at -= Math.log(1 - random()) / callsPerSecond;
    if (at > seconds) return arrivals;
    arrivals.push({ at, client: `client ${Math.floor(random() * clients)}` });
  }
}

/**
 * The gate as it is built, by the rules that it runs. A wait in the state machine lasts at least a second, and ends up to
 * a second late.
 * @param dies whether a call ends before it takes its turn, as one of a stopped execution does.
 */
export function reserving(
  arrivals: readonly Arrival[],
  callsPerSecond: number,
  seed = 3,
  dies: (client: string) => boolean = () => false,
): GateRun {
  const random = seededRandom(seed);
  const events = new EventQueue();
  const spacing = spacingFor(callsPerSecond);
  const lines = new Map<string, number>();
  let queue: TurnQueue = { round: 0, lines };
  const waits: { client: string; seconds: number }[] = [];
  const calls: number[] = [];
  let [writes, transitions] = [0, 0];

  const look = (
    now: number,
    since: number,
    client: string,
    before: number | undefined,
    inFunction: number,
  ) => {
    let ticket = before;
    for (;;) {
      const step = nextStep(queue, { from: now, spacing, client, ...(ticket !== undefined && { ticket }) });
      writes += 1;
      if (step.kind === 'take-ticket') {
        for (const served of servedClients(queue)) lines.delete(served);
        ticket = nextTicket(queue, client);
        lines.set(client, ticket + wholeRound);
        continue;
      }
      if (step.kind === 'wait') {
        if (dies(client)) return;
        const ms = step.until - now;
        if (inFunction + ms <= longestInFunction) {
          events.plan(step.until, () => look(step.until, since, client, ticket, inFunction + ms));
          return;
        }
        transitions += transitionsOfWait;
        const wakes = Math.max(now + second, step.until) + random() * second;
        events.plan(wakes, () => look(wakes, since, client, ticket, 0));
        return;
      }
      const turn = step.kind === 'take-free' ? now : (queue.next ?? now);
      queue = { ...queue, next: turn + spacing, round: queue.round + step.advance };
      waits.push({ client, seconds: (turn - since) / second });
      calls.push(turn / second);
      return;
    }
  };
  for (const { at, client } of arrivals) {
    const now = Math.round(at * second);
    events.plan(now, () => look(now, now, client, undefined, 0));
  }
  events.run();
  return {
    waits,
    calls: calls.sort((one, other) => one - other),
    errored: 0,
    writes: writes / arrivals.length,
    transitions: transitions / arrivals.length,
  };
}

/** The gate before: a call has a turn if it happens to ask when one is due, and else asks again after a random wait. */
export function racing(arrivals: readonly Arrival[], callsPerSecond: number, seed = 3): GateRun {
  const random = seededRandom(seed);
  const events = new EventQueue();
  const spacing = 1 / (callsPerSecond * 0.85);
  const waits: { client: string; seconds: number }[] = [];
  const calls: number[] = [];
  let [last, errored, tries] = [Number.NEGATIVE_INFINITY, 0, 0];
  const ask = (now: number, since: number, client: string, retry: number) => {
    tries += 1;
    if (now - last >= spacing) {
      last = now;
      waits.push({ client, seconds: now - since });
      calls.push(now);
    } else if (retry === 60) errored += 1;
    else {
      const next = now + random() * Math.min(2 ** retry, 15);
      events.plan(next, () => ask(next, since, client, retry + 1));
    }
  };
  for (const { at, client } of arrivals) events.plan(at, () => ask(at, at, client, 0));
  events.run();
  // A refused try is a write of the claim, of the turn and of the release; the calls here have the turn's alone.
  const refused = tries - calls.length;
  return { waits, calls, errored, writes: tries / arrivals.length, transitions: refused / arrivals.length };
}

/** The most calls that any second holds, wherever it starts. */
export function busiestSecond(calls: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [index, at] of calls.entries()) {
    while (at - (calls[first] ?? at) >= 1) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** A percentile of the waits, of the clients whose name starts so. */
export function waitOf({ waits }: GateRun, share: number, clients = ''): number {
  return percentile(
    waits.filter(({ client }) => client.startsWith(clients)).map(({ seconds }) => seconds),
    share,
  );
}

/**
 * The wait in a queue with random arrivals and equal service times (M/D/1), simulated by Lindley's recursion: the least
 * that any gate of this rate can have.
 */
export function idealWait(arrivals: readonly Arrival[], callsPerSecond: number, share: number): number {
  let free = 0;
  const waits = arrivals.map(({ at }) => {
    const start = Math.max(at, free);
    free = start + 1 / callsPerSecond;
    return start - at;
  });
  return percentile(waits, share);
}
