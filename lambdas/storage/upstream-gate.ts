import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Admission, UpstreamGate } from '../domain/ask-upstreams.ts';
import type { RateLimit } from '../upstream/port.ts';
import { expiryAfter, heldCondition } from './reports-table.ts';

/** After this many failures in a row a provider is left alone. */
const failuresToOpen = 5;

/**
 * For how long, in milliseconds; longer than any provider may take to answer. Then one call tries it for all: of a
 * provider that takes calls and does not answer, each of many would be lost, and may be billed. Its answer closes the
 * circuit; when it fails, or nothing is heard of it, the provider is left alone as long again.
 */
const openForMs = 30_000;

/** How long what was read of a provider's circuit is taken for true, in milliseconds. */
const circuitFreshForMs = 5000;

/**
 * The part of a provider's rate that is used. Between its turn and its arrival a call reads what it asks with and
 * connects, which takes some calls longer than others: turns 1/rate apart can arrive closer together than that.
 * With this much less, 20 calls a second stay within 20 in any second while these times differ by up to 170 ms.
 */
const shareOfRate = 0.85;

/** How long the items of the gate are kept, in seconds. */
const keptForSeconds = 24 * 60 * 60;

interface CircuitItem {
  failures?: number;
  openUntil?: number;
}

/**
 * What all functions together know of the providers, in the reports table: one item for each provider's circuit, and
 * one for the time of the last admitted call of each of its operations.
 *
 * The rate is kept as a schedule: a call is admitted when its turn's distance from the last one has passed, and the
 * conditional update that says so lets one function through and no other. There is no burst to save up, so that no
 * second, wherever it starts, ever holds more turns than the rate. Who is not admitted waits in the state machine's Retry, and holds no function.
 */
export class DynamoUpstreamGate implements UpstreamGate {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #circuits = new Map<string, { item: CircuitItem; readAt: number }>();

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async admit(provider: string, limit: RateLimit | undefined): Promise<Admission> {
    const { failures = 0, openUntil = 0 } = await this.#circuit(provider);
    if (openUntil > Date.now()) return 'circuit-open';
    if (limit !== undefined && !(await this.#takeTurn(provider, limit))) return 'throttled';
    // After its turn: who tries the provider for all must not be sent away.
    const isTrial = failures >= failuresToOpen;
    return !isTrial || (await this.#takeTrial(provider)) ? 'admitted' : 'circuit-open';
  }

  async record(provider: string, failed: boolean): Promise<void> {
    if (failed) return this.#recordFailure(provider);
    // Read anew: by what was read before, an answer would not end a row of failures that others have begun since.
    const { failures = 0 } = await this.#readCircuit(provider);
    if (failures > 0)
      await this.#updateCircuit(provider, ', failures = :none, openUntil = :none', { ':none': 0 });
  }

  /** Counted in the table, where no function's failures hide those of another. */
  async #recordFailure(provider: string): Promise<void> {
    const { failures = 0 } = await this.#updateCircuit(provider, ' ADD failures :one', { ':one': 1 });
    if (failures >= failuresToOpen)
      await this.#updateCircuit(provider, ', openUntil = :openUntil', {
        ':openUntil': Date.now() + openForMs,
      });
  }

  /**
   * Lets one call try a provider that was left alone.
   * @returns whether it is this one, or the provider was tried meanwhile and answered.
   */
  async #takeTrial(provider: string): Promise<boolean> {
    const now = Date.now();
    const taken = await heldCondition(
      this.#updateCircuit(
        provider,
        ', openUntil = :openUntil',
        { ':openUntil': now + openForMs, ':now': now, ':enough': failuresToOpen },
        'failures >= :enough AND (attribute_not_exists(openUntil) OR openUntil <= :now)',
      ),
    );
    if (taken) return true;
    const { openUntil = 0 } = await this.#readCircuit(provider);
    return openUntil <= now;
  }

  /** @param change goes on after `SET expiresAt = …`. */
  async #updateCircuit(
    provider: string,
    change: string,
    values: Record<string, number>,
    condition?: string,
  ): Promise<CircuitItem> {
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: this.#key(provider, 'CIRCUIT'),
        UpdateExpression: `SET expiresAt = :expiresAt${change}`,
        ...(condition && { ConditionExpression: condition }),
        ExpressionAttributeValues: { ...values, ':expiresAt': expiryAfter(keptForSeconds, new Date()) },
        ReturnValues: 'ALL_NEW',
      }),
    );
    const item = (Attributes ?? {}) as CircuitItem;
    this.#circuits.set(provider, { item, readAt: Date.now() });
    return item;
  }

  async #circuit(provider: string): Promise<CircuitItem> {
    const known = this.#circuits.get(provider);
    return known && Date.now() - known.readAt < circuitFreshForMs ? known.item : this.#readCircuit(provider);
  }

  async #readCircuit(provider: string): Promise<CircuitItem> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(provider, 'CIRCUIT'), ConsistentRead: true }),
    );
    const item = (Item ?? {}) as CircuitItem;
    this.#circuits.set(provider, { item, readAt: Date.now() });
    return item;
  }

  /** Moves the operation's last turn to now, unless it was too short a time ago. @returns whether it did. */
  #takeTurn(provider: string, { operation, callsPerSecond }: RateLimit): Promise<boolean> {
    const spacingMs = 1000 / (callsPerSecond * shareOfRate);
    const now = Date.now();
    return heldCondition(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(provider, `TURN#${operation}`),
          UpdateExpression: 'SET lastTurn = :now, expiresAt = :expiresAt',
          ConditionExpression: 'attribute_not_exists(pk) OR lastTurn <= :due',
          ExpressionAttributeValues: {
            ':now': now,
            ':due': now - spacingMs,
            ':expiresAt': expiryAfter(keptForSeconds, new Date(now)),
          },
        }),
      ),
    );
  }

  #key(provider: string, sk: 'CIRCUIT' | `TURN#${string}`) {
    return { pk: `UPSTREAM#${provider}`, sk };
  }
}
