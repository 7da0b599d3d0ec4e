import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Decision, QueueLong, UpstreamGate, WatchedOperation } from '@kyc-china/core/ask-upstreams';
import type { CallCode } from '@kyc-china/core/observed-call';
import { type Wait, waitForReal } from './insist.ts';
import {
  type CircuitItem,
  clockSkewMs,
  failingSince,
  failureOf,
  hasFailed,
  hasFailedFor,
  isOpen,
  mostFailures,
  openForMs,
} from './provider-circuit.ts';
import { conditionHolds, expiryAfter, isConditionFailure, sortKeys } from './reports-table.ts';
import { clockOf } from './table-clock.ts';
import { DynamoTurnQueues, keptForSeconds } from './turn-queues.ts';
import { operationPartition, Turns } from './turns.ts';

/** How long a circuit that was read counts as current, in milliseconds. */
const circuitFreshForMs = 5000;

/** A change of a circuit: what follows `SET expiresAt = …`, and under which condition. */
interface CircuitChange {
  readonly expression: string;
  readonly values?: Record<string, unknown>;
  readonly condition?: string;
}

/**
 * What all functions together know of the providers, in the reports table: for each operation of a provider one item of
 * its circuit, and the queues of its rate (`turn-queues.ts`).
 */
export class DynamoUpstreamGate {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #turns: Turns;
  readonly #circuits = new Map<string, { item: CircuitItem; readAt: number }>();

  /**
   * @param now the time in milliseconds since 1970; by default this machine's, corrected by the table's answers.
   * @param wait waits until a turn comes.
   */
  constructor(
    client: DynamoDBDocumentClient,
    table: string,
    now: () => number = correctedTime(client),
    wait: Wait = waitForReal,
  ) {
    this.#client = client;
    this.#table = table;
    this.#turns = new Turns(new DynamoTurnQueues(client, table, now), now, wait);
  }

  /** The gate for the calls of one report. Failures are counted by report and by its client. */
  forReport(reportId: string): UpstreamGate {
    let known: Promise<string> | undefined;
    const clientOf = () => {
      known ??= this.#clientOf(reportId);
      return known;
    };
    return {
      admit: (watched, limit, place) =>
        this.#admit(watched, clientOf, async () =>
          limit ? this.#turns.admit(watched, limit, place, clientOf) : { kind: 'admitted' },
        ),
      waitInLine: (watched, limit, place) =>
        this.#admit<never>(watched, clientOf, () => this.#turns.waitInLine(watched, limit, place, clientOf)),
      record: async (watched, failure, pause) => {
        if (pause) await this.#turns.pause(watched.provider, pause);
        await (failure === undefined
          ? this.#recordAnswer(watched)
          : this.#recordFailure(watched, failure, reportId, clientOf));
      },
    };
  }

  async #admit<Long extends QueueLong>(
    watched: WatchedOperation,
    clientOf: () => Promise<string>,
    reserve: () => Promise<Decision | Long>,
  ): Promise<Decision | Long> {
    // Both at once: an open circuit is rare, and then the turn is given back.
    const [circuit, reserved] = await Promise.allSettled([this.#circuit(watched), reserve()]);
    if (reserved.status === 'rejected') throw reserved.reason;
    const admission = reserved.value;
    try {
      if (circuit.status === 'rejected') throw circuit.reason;
      const failed = hasFailed(circuit.value) && hasFailedFor(circuit.value, await clientOf());
      const isAllowed =
        !failed ||
        (!isOpen(circuit.value, Date.now()) &&
          // Only with a turn: the call that tries the operation must not be sent away.
          (admission.kind !== 'admitted' || (await this.#takeTrial(watched, await clientOf()))));
      if (isAllowed) return admission;
    } catch (error) {
      if (admission.kind === 'admitted') await admission.turn?.giveBack();
      throw error;
    }
    if (admission.kind === 'admitted') await admission.turn?.giveBack();
    return { kind: 'circuit-open', ...failingSince(circuit.value) };
  }

  async #recordAnswer(watched: WatchedOperation): Promise<void> {
    // Read again: by what was read before, an answer would not end a row of failures that others have begun since.
    const { failures } = await this.#readCircuit(watched);
    if (failures)
      await this.#update(watched, {
        expression: ' REMOVE failures, failingSince, lastError, openUntil, triedBy',
      });
  }

  /** Counted in the table, where no function's failures hide those of another; counted twice, it is the same member. */
  async #recordFailure(
    watched: WatchedOperation,
    code: CallCode,
    reportId: string,
    clientOf: () => Promise<string>,
  ): Promise<void> {
    const failure = failureOf(await clientOf(), reportId);
    const item = await this.#update(watched, {
      expression:
        ', failingSince = if_not_exists(failingSince, :now), lastError = :code ADD failures :failure',
      values: {
        ':failure': new Set([failure]),
        ':most': mostFailures,
        ':now': new Date().toISOString(),
        ':code': code,
      },
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

function correctedTime(client: DynamoDBDocumentClient): () => number {
  const clock = clockOf(client);
  return () => clock.now();
}

function circuitKey(watched: WatchedOperation) {
  return { pk: operationPartition(watched), sk: 'CIRCUIT' };
}
