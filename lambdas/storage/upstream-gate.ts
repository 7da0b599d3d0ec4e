import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Admission, UpstreamGate } from '../domain/ask-upstreams.ts';
import type { RateLimit } from '../upstream/port.ts';
import { expiryAfter, heldCondition } from './reports-table.ts';

/** After this many failures in a row a provider is left alone. */
const failuresToOpen = 5;

/** For how long, in milliseconds. Then calls go through again, and the first failure opens the circuit anew. */
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
    const { openUntil = 0 } = await this.#circuit(provider);
    if (openUntil > Date.now()) return 'circuit-open';
    if (limit === undefined) return 'admitted';
    return (await this.#takeTurn(provider, limit)) ? 'admitted' : 'throttled';
  }

  async record(provider: string, failed: boolean): Promise<void> {
    const { failures = 0, openUntil = 0 } = await this.#circuit(provider);
    if (!failed && failures === 0) return;
    const next = failed ? failures + 1 : 0;
    const item: CircuitItem = {
      failures: next,
      openUntil: next >= failuresToOpen ? Date.now() + openForMs : openUntil,
    };
    this.#circuits.set(provider, { item, readAt: Date.now() });
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: this.#key(provider, 'CIRCUIT'),
        UpdateExpression: failed
          ? 'SET openUntil = :openUntil, expiresAt = :expiresAt ADD failures :one'
          : 'SET openUntil = :openUntil, expiresAt = :expiresAt, failures = :none',
        ExpressionAttributeValues: {
          ':openUntil': failed ? item.openUntil : 0,
          ':expiresAt': expiryAfter(keptForSeconds, new Date()),
          ...(failed ? { ':one': 1 } : { ':none': 0 }),
        },
      }),
    );
  }

  async #circuit(provider: string): Promise<CircuitItem> {
    const known = this.#circuits.get(provider);
    if (known && Date.now() - known.readAt < circuitFreshForMs) return known.item;
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
