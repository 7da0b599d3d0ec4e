/**
 * The rules by which calls share an operation's documented rate, without a clock and without a table. Turns are one spacing
 * apart. While the queue of taken turns is short, a call takes the next one. Behind a longer queue a call takes a ticket of
 * its client. Rounds serve one call of each waiting client, and a call sleeps until its round is near.
 *
 * Times are whole microseconds and tickets thousandths of a round: DynamoDB adds whole numbers exactly.
 */

/** The part of a rate that is used. Calls may arrive up to 30 ms early or late without exceeding the rate in any second. */
export const shareOfRate = 0.97;

/** The most calls a second of one item: DynamoDB takes 1,000 writes a second for it, and a call in a queue writes twice. */
const mostCallsPerItem = 500;

/** One call of a client, in the unit of tickets. */
export const wholeRound = 1000;

const second = 1_000_000;

/** How far ahead the queue may reach for a call without a ticket. */
const shortQueue = 0.5 * second;

/** Tickets whose calls take this long together are near: a call that wakes a second late still finds a turn to take. */
const nearTickets = 1.2 * second;

/** How long the queue is when calls wake at the right time. */
const usualQueue = 0.7 * second;

/** How far ahead the queue may reach for a call whose ticket is near. */
const longQueue = 1.75 * second;

/** The same for the only waiting call of a client, when its round has come. */
export const longestQueue = 2.5 * second;

/** The shortest wait of a call whose round is near while the queue is too long. */
const shortestWait = 0.5 * second;

/** A turn further ahead than this, and a spacing, was not given by these rules: the clock that set it was wrong. */
const impossiblyFar = 10 * second;

/** What all functions know together of one queue. */
export interface TurnQueue {
  /** The next turn that no call has taken; absent before the first. */
  readonly next?: number;
  /** The round that is served now. */
  readonly round: number;
  /** For each client that waits, the ticket of its next call. */
  readonly lines: ReadonlyMap<string, number>;
  /** The provider asked for no calls before this time. */
  readonly pausedUntil?: number;
}

/** A call that needs a turn. */
export interface TurnRequest {
  /** The earliest time at which the call can be made. */
  readonly from: number;
  readonly spacing: number;
  /** The call's ticket, and whose it is; absent until the call has taken one. */
  readonly ticket?: number;
  readonly client?: string;
}

/** What a call does next. It holds for the queue that the decision saw: when that has changed, the call decides again. */
export type TurnStep =
  /** Takes the turn at `from`: none is taken that lies ahead. */
  | { readonly kind: 'take-free'; readonly advance: number }
  /** Takes the queue's next turn, which is not after `latest`. */
  | {
      readonly kind: 'take-next';
      readonly latest: number;
      /** By how much the round advances. */
      readonly advance: number;
      /** Whether it passes rounds of calls that did not come: only one call may say so of the same rounds. */
      readonly skips: boolean;
    }
  /** Takes the next ticket of its client. */
  | { readonly kind: 'take-ticket' }
  /** Looks again at this time. */
  | { readonly kind: 'wait'; readonly until: number };

/** Returns how many queues share a rate, each in an item of its own. */
export function queuesFor(callsPerSecond: number): number {
  return Math.max(1, Math.ceil(callsPerSecond / mostCallsPerItem));
}

/** Returns the time between two turns of one queue, in microseconds. */
export function spacingFor(callsPerSecond: number): number {
  return Math.ceil((second * queuesFor(callsPerSecond)) / (callsPerSecond * shareOfRate));
}

/** Returns the latest turn that the queue can hold if every clock is right, in microseconds. */
export function latestTurn({ from, spacing }: TurnRequest): number {
  return from + spacing + impossiblyFar;
}

function isFree({ next }: TurnQueue, request: TurnRequest): boolean {
  return next === undefined || next <= request.from || next > latestTurn(request);
}

/** Returns how many rounds lie ahead of the one that is served; a fraction, as each call of a round advances it. */
function roundsAhead({ round }: TurnQueue, ticket: number): number {
  return (ticket - round) / wholeRound;
}

/** Returns how many clients wait for a round. */
function waitingClients({ round, lines }: TurnQueue): number {
  return Math.max(1, [...lines.values()].filter((end) => end > round).length);
}

/** Returns how long the calls take that are served before a round that lies so many rounds ahead. */
function timeBefore(rounds: number, queue: TurnQueue, spacing: number): number {
  let calls = 0;
  for (const end of queue.lines.values()) calls += Math.max(0, Math.min(rounds, roundsAhead(queue, end)));
  return calls * spacing;
}

/** Returns the rounds whose turns have passed unused although clients wait: their calls have ended, or wake too late. */
function unusedRounds(queue: TurnQueue, { from, spacing }: TurnRequest): number {
  const { next, lines, round } = queue;
  const last = Math.max(round, ...lines.values());
  if (next === undefined || next > from || last === round) return 0;
  const passed = ((from - next) / spacing / waitingClients(queue)) * wholeRound;
  return Math.min(Math.floor(passed), last - round);
}

/** Returns what a call does next, by what is known of the queue. */
export function nextStep(queue: TurnQueue, request: TurnRequest): TurnStep {
  const { from, ticket } = request;
  const { next = 0, pausedUntil = 0 } = queue;
  if (pausedUntil > from) return { kind: 'wait', until: pausedUntil };
  if (isFree(queue, request)) return { kind: 'take-free', advance: unusedRounds(queue, request) };
  const ahead = next - from;
  if (ticket !== undefined) return stepWithTicket(queue, { ...request, ticket }, ahead);
  return ahead <= shortQueue
    ? { kind: 'take-next', latest: from + shortQueue, advance: 0, skips: false }
    : { kind: 'take-ticket' };
}

function stepWithTicket(
  queue: TurnQueue,
  { from, spacing, ticket, client = '' }: TurnRequest & { readonly ticket: number },
  ahead: number,
): TurnStep {
  const clients = waitingClients(queue);
  const rounds = roundsAhead(queue, ticket);
  const nearRounds = Math.max(1, nearTickets / (spacing * clients));
  const isOnlyCall = (queue.lines.get(client) ?? 0) <= ticket + wholeRound;
  const limit = rounds > nearRounds ? shortQueue : rounds <= 0 && isOnlyCall ? longestQueue : longQueue;
  if (ahead <= limit) {
    // The queue is short although this call's round is far: the calls before it have ended, or wake too late.
    const skipped = Math.max(0, Math.ceil((rounds - nearRounds) * wholeRound));
    const advance = Math.ceil(wholeRound / clients) + skipped;
    return { kind: 'take-next', latest: from + limit, advance, skips: skipped > 0 };
  }
  const untilNear = timeBefore(rounds, queue, spacing) - nearTickets + Math.max(0, ahead - usualQueue);
  return { kind: 'wait', until: from + Math.ceil(Math.max(untilNear, ahead - limit, shortestWait)) };
}

/** Returns the ticket of a client's next call. */
export function nextTicket({ round, lines }: TurnQueue, client: string): number {
  return Math.max(round, lines.get(client) ?? 0);
}

/** Returns the clients whose calls have all had their round: nothing of theirs needs to be kept. */
export function servedClients({ round, lines }: TurnQueue): string[] {
  return [...lines].filter(([, end]) => end <= round).map(([client]) => client);
}

/** Returns about when a call would have its turn, in microseconds: to choose among several providers. */
export function expectedTurn(queue: TurnQueue, request: TurnRequest): number {
  const { from, spacing, client = '', ticket = nextTicket(queue, client) } = request;
  const earliest = isFree(queue, request) ? from : (queue.next ?? from);
  const inLine = from + timeBefore(roundsAhead(queue, ticket), queue, spacing);
  return Math.max(earliest, inLine, queue.pausedUntil ?? 0);
}
