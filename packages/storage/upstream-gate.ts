import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Admission, Pause, UpstreamGate, WatchedOperation } from '@kyc-china/core/ask-upstreams';
import type { RateLimit } from '@kyc-china/core/provider-port';
import {
  type CircuitItem,
  clockSkewMs,
  failureOf,
  hasFailed,
  hasFailedFor,
  isOpen,
  mostFailures,
  openForMs,
} from './provider-circuit.ts';
import { conditionHolds, expiryAfter, isConditionFailure, sortKeys } from './reports-table.ts';

/** How long a circuit that was read counts as current, in milliseconds. */
const circuitFreshForMs = 5000;

/**
 * The part of a provider's rate that is used. Between its turn and its arrival a call reads what it sends and
 * connects, which takes some calls longer than others: turns 1/rate apart can arrive closer together than that.
 * With this much less, 20 calls a second stay within 20 in any second while these times differ by up to 170 ms.
 */
const shareOfRate = 0.85;

/** The longest that a provider is left alone because it asked for it, in milliseconds: reports have to end. */
const longestPauseMs = 60_000;

/** How long the items of the gate are kept, in seconds. */
const keptForSeconds = 24 * 60 * 60;

/** A change of a circuit: what follows `SET expiresAt = …`, and under which condition. */
interface CircuitChange {
  readonly expression: string;
  readonly values?: Record<string, unknown>;
  readonly condition?: string;
}

/**
 * What all functions together know of the providers, in the reports table: for each operation of a provider one item of
 * its circuit, and one of its last admitted call.
 *
 * The rate is kept as a schedule: a call is admitted when its turn's distance from the last one has passed, and the
 * conditional update that says so lets one function through and no other. There is no burst to save up, so that no
 * second, wherever it starts, ever holds more turns than the rate. A call that is not admitted waits in the state
 * machine's Retry, and holds no function.
 */
export class DynamoUpstreamGate {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #circuits = new Map<string, { item: CircuitItem; readAt: number }>();

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The gate for the calls of one report. Failures are counted by report and by its client. */
  forReport(reportId: string): UpstreamGate {
    let known: Promise<string> | undefined;
    const clientOf = () => {
      known ??= this.#clientOf(reportId);
      return known;
    };
    return {
      admit: (watched, limit) => this.#admit(watched, limit, clientOf),
      record: async (watched, failed, pause) => {
        if (pause) await this.#pause(watched.provider, pause);
        await (failed ? this.#recordFailure(watched, reportId, clientOf) : this.#recordAnswer(watched));
      },
    };
  }

  async #admit(
    watched: WatchedOperation,
    limit: RateLimit | undefined,
    clientOf: () => Promise<string>,
  ): Promise<Admission> {
    const item = await this.#circuit(watched);
    const failed = hasFailed(item) && hasFailedFor(item, await clientOf());
    if (failed && isOpen(item, Date.now())) return 'circuit-open';
    if (limit !== undefined && !(await this.#takeTurn(watched.provider, limit))) return 'throttled';
    // After its turn: the call that tries the operation must not be sent away.
    return !failed || (await this.#takeTrial(watched, await clientOf())) ? 'admitted' : 'circuit-open';
  }

  async #recordAnswer(watched: WatchedOperation): Promise<void> {
    // Read again: by what was read before, an answer would not end a row of failures that others have begun since.
    const { failures } = await this.#readCircuit(watched);
    if (failures) await this.#update(watched, { expression: ' REMOVE failures, openUntil, triedBy' });
  }

  /** Counted in the table, where no function's failures hide those of another; counted twice, it is the same member. */
  async #recordFailure(
    watched: WatchedOperation,
    reportId: string,
    clientOf: () => Promise<string>,
  ): Promise<void> {
    const failure = failureOf(await clientOf(), reportId);
    const item = await this.#update(watched, {
      expression: ' ADD failures :failure',
      values: { ':failure': new Set([failure]), ':most': mostFailures },
      condition: 'attribute_not_exists(failures) OR size(failures) < :most',
    }).catch((error) => {
      if (isConditionFailure(error)) return this.#readCircuit(watched);
      throw error;
    });
    if (hasFailed(item))
      await this.#update(watched, {
        expression: ', openUntil = :openUntil',
        values: { ':openUntil': Date.now() + openForMs },
      });
  }

  /**
   * Lets one call try an operation that was left alone. The client that tried it last lets the others go first for as
   * long again: what its input causes must not be what they are judged by each time.
   * @returns whether it is this one, or the operation was tried meanwhile and answered.
   */
  async #takeTrial(watched: WatchedOperation, clientId: string): Promise<boolean> {
    const now = Date.now();
    const taken = await conditionHolds(
      this.#update(watched, {
        expression: ', openUntil = :openUntil, triedBy = :client',
        values: {
          ':openUntil': now + openForMs,
          ':client': clientId,
          ':now': now,
          ':own': now - openForMs,
          ':latest': now + openForMs + clockSkewMs,
        },
        condition:
          'attribute_exists(failures) AND (attribute_not_exists(openUntil) OR openUntil > :latest OR openUntil <= :own OR (openUntil <= :now AND (attribute_not_exists(triedBy) OR triedBy <> :client)))',
      }),
    );
    return taken || !hasFailedFor(await this.#readCircuit(watched), clientId);
  }

  async #update(
    watched: WatchedOperation,
    { expression, values, condition }: CircuitChange,
  ): Promise<CircuitItem> {
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: circuitKey(watched),
        UpdateExpression: `SET expiresAt = :expiresAt${expression}`,
        ...(condition && { ConditionExpression: condition }),
        ExpressionAttributeValues: { ...values, ':expiresAt': expiryAfter(keptForSeconds, new Date()) },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return this.#note(watched, Attributes);
  }

  async #circuit(watched: WatchedOperation): Promise<CircuitItem> {
    const known = this.#circuits.get(circuitKey(watched).pk);
    return known && Date.now() - known.readAt < circuitFreshForMs ? known.item : this.#readCircuit(watched);
  }

  async #readCircuit(watched: WatchedOperation): Promise<CircuitItem> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: circuitKey(watched), ConsistentRead: true }),
    );
    return this.#note(watched, Item);
  }

  #note(watched: WatchedOperation, attributes: Record<string, unknown> | undefined): CircuitItem {
    const item = (attributes ?? {}) as CircuitItem;
    this.#circuits.set(circuitKey(watched).pk, { item, readAt: Date.now() });
    return item;
  }

  /** Moves the operation's last turn to now, unless it was too short a time ago. @returns whether it did. */
  #takeTurn(provider: string, { operation, callsPerSecond }: RateLimit): Promise<boolean> {
    const spacingMs = 1000 / (callsPerSecond * shareOfRate);
    const now = Date.now();
    return conditionHolds(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { pk: partitionOf({ provider, operation }), sk: 'TURN' },
          UpdateExpression: 'SET lastTurn = :now, expiresAt = :expiresAt',
          // A turn in the future is of a clock that is ahead: waiting for it, all would stand still.
          ConditionExpression:
            '(attribute_not_exists(lastTurn) OR lastTurn <= :due OR lastTurn > :ahead) AND (attribute_not_exists(pausedUntil) OR pausedUntil <= :now OR pausedUntil > :latest)',
          ExpressionAttributeValues: {
            ':now': now,
            ':due': now - spacingMs,
            ':ahead': now + clockSkewMs,
            ':latest': now + longestPauseMs + clockSkewMs,
            ':expiresAt': expiryAfter(keptForSeconds, new Date(now)),
          },
        }),
      ),
    );
  }

  /** Gives no turn for as long as the provider asked for. Calls wait for one in the state machine meanwhile. */
  async #pause(provider: string, { limit: { operation }, ms }: Pause): Promise<void> {
    const now = Date.now();
    await conditionHolds(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { pk: partitionOf({ provider, operation }), sk: 'TURN' },
          UpdateExpression: 'SET pausedUntil = :until, expiresAt = :expiresAt',
          // The longest pause counts, whichever function hears of it last.
          ConditionExpression:
            'attribute_not_exists(pausedUntil) OR pausedUntil < :until OR pausedUntil > :latest',
          ExpressionAttributeValues: {
            ':until': now + Math.min(ms, longestPauseMs),
            ':latest': now + longestPauseMs + clockSkewMs,
            ':expiresAt': expiryAfter(keptForSeconds, new Date(now)),
          },
        }),
      ),
    );
  }

  /** Whose report it is; an empty text for one that is gone. Only failures, and circuits that they opened, ask for it. */
  async #clientOf(reportId: string): Promise<string> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: { pk: reportId, sk: sortKeys.report },
        ProjectionExpression: 'clientId',
      }),
    );
    return String(Item?.clientId ?? '');
  }
}

/** A partition for each operation: DynamoDB limits writes by partition, and providers count by operation. */
function partitionOf({ provider, operation }: WatchedOperation): string {
  return `UPSTREAM#${provider}#${operation}`;
}

function circuitKey(watched: WatchedOperation) {
  return { pk: partitionOf(watched), sk: 'CIRCUIT' };
}
