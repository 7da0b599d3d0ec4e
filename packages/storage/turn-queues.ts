import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  expectedTurn,
  latestTurn,
  nextStep,
  nextTicket,
  servedClients,
  type TurnQueue,
  type TurnRequest,
  type TurnStep,
  wholeRound,
} from '@kyc-china/core/upstream-turns';
import { clockSkewMs } from './provider-circuit.ts';
import { expiryAfter, isConditionFailure } from './reports-table.ts';

/** The longest that a provider is left alone because it asked for it, in milliseconds: reports have to end. */
const longestPauseMs = 60_000;

/** How long the items of the gate are kept, in seconds. */
export const keptForSeconds = 24 * 60 * 60;

/** How often a call decides again because others changed the queue between its look and its write. */
const mostDecisions = 10;

/** How many of these insist on counting the rounds that passed unused, for which the queue must be exactly as it was seen. */
const mostCountedDecisions = 3;

/** The start of an attribute that holds the line of a client. */
const linePrefix = 'line#';

/** The partition key of a queue's item. */
export type QueueKey = string;

/** A call that needs a turn; times in milliseconds since 1970. */
export interface TurnCall {
  readonly from: () => number;
  /** In microseconds, as `spacingFor` returns it. */
  readonly spacing: number;
  readonly ticket?: number;
  readonly clientOf: () => Promise<string>;
  /** Whether the call takes a ticket when no turn is near. */
  readonly takesTicket: boolean;
}

/** What came of asking for a turn; times in milliseconds since 1970. */
export type Reservation =
  | { readonly kind: 'reserved'; readonly at: number; readonly ticket?: number }
  /** Nothing was taken. */
  | { readonly kind: 'queue-long'; readonly expectedAt: number }
  | { readonly kind: 'wait'; readonly until: number; readonly ticket?: number };

interface Change {
  readonly update: string;
  readonly condition: string;
  readonly names?: Record<string, string>;
  readonly values: Record<string, unknown>;
}

const micros = (ms: number) => Math.round(ms * 1000);

/** A turn that is impossibly far ahead is of a clock that is wrong: waiting for it, all would stand still. */
const freeOrImpossible = '(attribute_not_exists(#next) OR #next <= :from OR #next > :latest)';

const notPaused = '(attribute_not_exists(pausedUntil) OR pausedUntil <= :now OR pausedUntil > :latestPause)';

/**
 * The turns at the providers' rates, in the reports table: for each queue an item with the next free turn, and with the
 * lines of the clients that wait. The rules are in the core's upstream-turns.ts. Each step is one conditional update, made
 * by what was last seen of the queue: usually one update is all that a call needs.
 */
export class DynamoTurnQueues {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #now: () => number;
  readonly #seen = new Map<QueueKey, TurnQueue>();

  constructor(client: DynamoDBDocumentClient, table: string, now: () => number) {
    this.#client = client;
    this.#table = table;
    this.#now = now;
  }

  /** Reserves a turn, or says how long to wait. */
  async reserve(key: QueueKey, call: TurnCall): Promise<Reservation> {
    let { ticket } = call;
    let client = ticket === undefined ? undefined : await call.clientOf();
    let queue = this.#seen.get(key) ?? { round: 0, lines: new Map() };
    // What was seen before may be old: only what is in the table now makes a call wait.
    let isCurrent = false;
    for (let decision = 0; decision < mostDecisions; decision += 1) {
      const request: TurnRequest = {
        from: micros(call.from()),
        spacing: call.spacing,
        ...(ticket !== undefined && { ticket }),
        ...(client !== undefined && { client }),
      };
      const step = nextStep(queue, request);
      if (step.kind === 'take-free' || step.kind === 'take-next') {
        // Under contention a turn counts for more than the rounds that passed unused: a later call counts them.
        const taken = decision < mostCountedDecisions ? step : { ...step, advance: 0, skips: false };
        const at = await this.#takeTurn(key, queue, request, taken);
        if (at !== undefined)
          return { kind: 'reserved', at: at / 1000, ...(ticket !== undefined && { ticket }) };
      } else if (isCurrent) {
        client ??= await call.clientOf();
        if (!call.takesTicket) {
          const expectedAt = expectedTurn(queue, { ...request, client }) / 1000;
          return { kind: 'queue-long', expectedAt };
        }
        if (step.kind === 'wait')
          return { kind: 'wait', until: step.until / 1000, ...(ticket !== undefined && { ticket }) };
        ticket = await this.#takeTicket(key, queue, client);
      }
      // After a ticket, the update has returned the queue.
      queue = (isCurrent && this.#seen.get(key)) || (await this.#read(key));
      isCurrent = true;
    }
    return { kind: 'wait', until: call.from() + 1000, ...(ticket !== undefined && { ticket }) };
  }

  /** Makes a turn free again, unless a later one is taken. */
  async giveBack(key: QueueKey, at: number, spacing: number): Promise<void> {
    await this.#change(key, {
      update: 'SET #next = :turn',
      condition: '#next = :after',
      names: { '#next': 'next' },
      values: { ':turn': micros(at), ':after': micros(at) + spacing },
    });
  }

  /** Gives no turn for as long as the provider asked for. Calls wait in the state machine meanwhile. */
  async pause(key: QueueKey, ms: number): Promise<void> {
    const now = this.#now();
    await this.#change(key, {
      update: 'SET pausedUntil = :until',
      // The longest pause counts, whichever function hears of it last.
      condition: 'attribute_not_exists(pausedUntil) OR pausedUntil < :until OR pausedUntil > :latestPause',
      values: {
        ':until': now + Math.min(ms, longestPauseMs),
        ':latestPause': now + longestPauseMs + clockSkewMs,
      },
    });
  }

  /** @returns the turn; undefined when the queue is not as it was seen. */
  async #takeTurn(
    key: QueueKey,
    queue: TurnQueue,
    request: TurnRequest,
    step: Extract<TurnStep, { kind: 'take-free' | 'take-next' }>,
  ): Promise<number | undefined> {
    const { from, spacing } = request;
    const { advance } = step;
    const now = from / 1000;
    const common = {
      ':now': now,
      ':latestPause': now + longestPauseMs + clockSkewMs,
      ...(advance > 0 && { ':advance': advance, ':zero': 0 }),
    };
    const names = { '#next': 'next', ...(advance > 0 && { '#round': 'round' }) };
    const round = advance > 0 ? ', #round = if_not_exists(#round, :zero) + :advance' : '';
    if (step.kind === 'take-free') {
      const taken = await this.#change(key, {
        update: `SET #next = :after${round}`,
        condition: `${advance > 0 ? '#next = :seen' : freeOrImpossible} AND ${notPaused}`,
        names,
        values: {
          ...common,
          ':after': from + spacing,
          ...(advance > 0 ? { ':seen': queue.next } : { ':from': from, ':latest': latestTurn(request) }),
        },
      });
      return taken && from;
    }
    const skip = queue.round > 0 ? ' AND #round = :round' : ' AND attribute_not_exists(#round)';
    const taken = await this.#change(key, {
      update: `SET #next = #next + :spacing${round}`,
      condition: `#next > :from AND #next <= :latest AND ${notPaused}${step.skips ? skip : ''}`,
      names,
      values: {
        ...common,
        ':spacing': spacing,
        ':from': from,
        ':latest': step.latest,
        ...(step.skips && queue.round > 0 && { ':round': queue.round }),
      },
    });
    return taken && (taken.next ?? 0) - spacing;
  }

  /** @returns the ticket; undefined when the client's line is not as it was seen. */
  async #takeTicket(key: QueueKey, queue: TurnQueue, client: string): Promise<number | undefined> {
    const served = servedClients(queue).filter((other) => other !== client);
    const ticket = nextTicket(queue, client);
    const isInLine = queue.lines.has(client) && ticket > queue.round;
    const removed = served.map((_, index) => `#served${index}`);
    const taken = await this.#change(key, {
      // In a line that others of the client lengthen at the same time, the table adds.
      update: `SET #line = ${isInLine ? '#line + :one' : ':end'}${removed.length > 0 ? ` REMOVE ${removed}` : ''}`,
      condition: isInLine ? '#line > :round' : 'attribute_not_exists(#line) OR #line <= :round',
      names: {
        '#line': linePrefix + client,
        ...Object.fromEntries(served.map((other, index) => [`#served${index}`, linePrefix + other])),
      },
      values: {
        ':round': queue.round,
        ...(isInLine ? { ':one': wholeRound } : { ':end': ticket + wholeRound }),
      },
    });
    return taken && (taken.lines.get(client) ?? wholeRound) - wholeRound;
  }

  /** @returns the queue after the change; undefined when the condition did not hold. */
  async #change(key: QueueKey, { update, condition, names, values }: Change): Promise<TurnQueue | undefined> {
    const now = new Date(this.#now());
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { pk: key, sk: 'TURN' },
          UpdateExpression: update.replace('SET ', 'SET expiresAt = :expiresAt, '),
          ConditionExpression: condition,
          ...(names && { ExpressionAttributeNames: names }),
          ExpressionAttributeValues: { ...values, ':expiresAt': expiryAfter(keptForSeconds, now) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return this.#note(key, Attributes);
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      this.#seen.delete(key);
      return undefined;
    }
  }

  async #read(key: QueueKey): Promise<TurnQueue> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { pk: key, sk: 'TURN' }, ConsistentRead: true }),
    );
    return this.#note(key, Item);
  }

  #note(key: QueueKey, item: Record<string, unknown> = {}): TurnQueue {
    const latestPause = this.#now() + longestPauseMs + clockSkewMs;
    const { next, round, pausedUntil } = item as { next?: number; round?: number; pausedUntil?: number };
    const queue: TurnQueue = {
      ...(next !== undefined && { next }),
      round: round ?? 0,
      lines: new Map(
        Object.entries(item)
          .filter(([name]) => name.startsWith(linePrefix))
          .map(([name, end]) => [name.slice(linePrefix.length), end as number]),
      ),
      ...(pausedUntil !== undefined && pausedUntil <= latestPause && { pausedUntil: micros(pausedUntil) }),
    };
    this.#seen.set(key, queue);
    return queue;
  }
}
