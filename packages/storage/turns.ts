import {
  type Pause,
  type PlaceInLine,
  type QueueLong,
  type Turn,
  WaitForTurnError,
  type WatchedOperation,
} from '@kyc-china/core/ask-upstreams';
import type { RateLimit } from '@kyc-china/core/provider-port';
import { queuesFor, spacingFor } from '@kyc-china/core/upstream-turns';
import type { Wait } from './insist.ts';
import type { DynamoTurnQueues, Reservation, TurnCall } from './turn-queues.ts';

/** How late a call may be made after its turn, in milliseconds: less than what the unused part of the rate allows. */
const toleratedDelayMs = 20;

/** The longest that a call waits in its function before it has a turn, in milliseconds. */
const longestWaitForTurnMs = 1_000;

/** The most time after its turn that a call reserves when it missed one, in milliseconds. */
const longestWidthMs = 2_000;

/** How often a turn that was missed is reserved again in one run. */
const mostReservations = 5;

/**
 * The most time that is planned for between asking for a turn and the call, in milliseconds. A turn so far ahead leaves
 * the turns before it unused when the queue is shorter than this: it is less than a full queue has.
 */
const longestPreparationMs = 200;

/** A ticket of a round that has passed: of a call that had its turn, and missed it. */
const servedTicket = -1;

/** A partition for each operation: DynamoDB limits writes by partition, and providers count by operation. */
export function operationPartition({ provider, operation }: WatchedOperation): string {
  return `UPSTREAM#${provider}#${operation}`;
}

function queueKey(provider: string, operation: string, queue: number): string {
  return operationPartition({ provider, operation }) + (queue > 0 ? `#${queue}` : '');
}

/** A call that has a turn. */
interface Reserved {
  readonly kind: 'admitted';
  readonly turn: Turn;
}

/** One call at one of the queues of a rate. */
interface QueuedCall extends TurnCall {
  readonly key: string;
  readonly place: PlaceInLine;
}

/** The turns of one function's calls. */
export class Turns {
  readonly #queues: DynamoTurnQueues;
  readonly #now: () => number;
  readonly #wait: Wait;
  /** How long calls lately took from asking for a turn until they were ready for it, in milliseconds, by queue. */
  readonly #preparations = new Map<string, number>();
  /** The same for calls that asked again, and were ready when they did. */
  readonly #reservations = new Map<string, number>();

  constructor(queues: DynamoTurnQueues, now: () => number, wait: Wait) {
    this.#queues = queues;
    this.#now = now;
    this.#wait = wait;
  }

  /** Reserves a turn if one is near. */
  async admit(
    watched: WatchedOperation,
    limit: RateLimit,
    place: PlaceInLine | undefined,
    clientOf: () => Promise<string>,
  ): Promise<Reserved | QueueLong> {
    const call = this.#callOf(watched, limit, place, clientOf, false);
    const askedAt = this.#now();
    const reservation = await this.#queues.reserve(call.key, call);
    if (reservation.kind === 'queue-long') return reservation;
    return { kind: 'admitted', turn: this.#turnOf(call, reservedIn(reservation, call), askedAt) };
  }

  /**
   * Takes a ticket, and reserves a turn as soon as one is near.
   * @throws WaitForTurnError when that takes longer than a function should wait.
   */
  async waitInLine(
    watched: WatchedOperation,
    limit: RateLimit,
    place: PlaceInLine | undefined,
    clientOf: () => Promise<string>,
  ): Promise<Reserved> {
    let call = this.#callOf(watched, limit, place, clientOf, true);
    const latest = this.#now() + longestWaitForTurnMs;
    for (;;) {
      const askedAt = this.#now();
      const reservation = await this.#queues.reserve(call.key, call);
      call = withTicket(call, reservation);
      if (reservation.kind !== 'wait' || reservation.until > latest)
        return { kind: 'admitted', turn: this.#turnOf(call, reservedIn(reservation, call), askedAt) };
      await this.#wait(reservation.until - this.#now());
    }
  }

  /** Gives no turn at any queue of a rate for as long as the provider asked for. */
  async pause(provider: string, { limit: { operation, callsPerSecond }, ms }: Pause): Promise<void> {
    const queues = Array.from({ length: queuesFor(callsPerSecond) }, (_, queue) => queue);
    await Promise.all(queues.map((queue) => this.#queues.pause(queueKey(provider, operation, queue), ms)));
  }

  #callOf(
    { provider }: WatchedOperation,
    { operation, callsPerSecond }: RateLimit,
    before: PlaceInLine | undefined,
    clientOf: () => Promise<string>,
    takesTicket: boolean,
  ): QueuedCall {
    const queues = queuesFor(callsPerSecond);
    const isHere = before?.provider === provider && before.operation === operation && before.queue < queues;
    const place = isHere ? before : { provider, operation, queue: Math.floor(Math.random() * queues) };
    const key = queueKey(provider, operation, place.queue);
    return {
      key,
      place,
      from: () => this.#now() + (this.#preparations.get(key) ?? 0),
      spacing: spacingFor(callsPerSecond),
      ...(place.ticket !== undefined && { ticket: place.ticket }),
      clientOf,
      takesTicket,
    };
  }

  #turnOf(call: QueuedCall, reservedAt: number, askedAt: number): Turn {
    const { key } = call;
    let [at, spacing, toleratedMs] = [reservedAt, call.spacing, toleratedDelayMs];
    return {
      giveBack: () => this.#queues.giveBack(key, at, spacing).catch(() => undefined),
      due: async () => {
        notePreparation(this.#preparations, key, this.#now() - askedAt);
        for (let reservations = 1; ; reservations += 1) {
          const ms = at - this.#now();
          if (ms > 0) await this.#wait(ms);
          const missedBy = this.#now() - at;
          if (missedBy <= toleratedMs) return;
          if (reservations === mostReservations)
            throw new WaitForTurnError(new Date(this.#now() + longestWaitForTurnMs), call.place);
          // A function that is slow reserves the time after its turn too: it may then be late within that.
          const widthMs = Math.min(2 * missedBy, longestWidthMs);
          [spacing, toleratedMs] = [call.spacing + Math.ceil(widthMs * 1000), toleratedDelayMs + widthMs];
          const againAt = this.#now();
          const from = () => this.#now() + (this.#reservations.get(key) ?? 0);
          const again = { ...call, spacing, ticket: servedTicket, from };
          at = reservedIn(await this.#queues.reserve(key, again), call);
          notePreparation(this.#reservations, key, this.#now() - againAt);
        }
      },
    };
  }
}

/** Remembers the time that most calls of late took: a turn that comes before the call is ready for it is lost. */
function notePreparation(times: Map<string, number>, key: string, ms: number): void {
  const known = times.get(key) ?? 0;
  const change = Math.min(ms, longestPreparationMs) - known;
  times.set(key, known + change / (change > 0 ? 2 : 10));
}

function withTicket(call: QueuedCall, reservation: Reservation): QueuedCall {
  const ticket = 'ticket' in reservation ? reservation.ticket : undefined;
  return ticket === undefined ? call : { ...call, ticket, place: { ...call.place, ticket } };
}

/** Returns when the turn is. @throws WaitForTurnError when none is reserved. */
function reservedIn(reservation: Reservation, { place }: QueuedCall): number {
  if (reservation.kind === 'reserved') return reservation.at;
  const until = reservation.kind === 'wait' ? reservation.until : reservation.expectedAt;
  throw new WaitForTurnError(new Date(until), place);
}
