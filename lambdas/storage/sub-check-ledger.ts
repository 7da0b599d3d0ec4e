import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Claim, LedgerEntry, SettledCall, SubCheckLedger } from '../domain/ports.ts';
import type { Finding } from '../domain/sub-checks/findings.ts';
import { expiryAfter, heldCondition, isConditionFailure, retention, sortKeys } from './reports-table.ts';

interface LedgerItem {
  sk: string;
  /**
   * claimed: somebody may be asking; released: the source did not process the call; settled: done; closed: the
   * report stands, and what the source said is forgotten.
   */
  state: 'claimed' | 'released' | 'settled' | 'closed';
  claimId: string;
  claimedAt?: string;
  settledAt?: string;
  attempts: number;
  finding?: Finding;
  billed?: boolean;
  provider?: string;
  price?: number | null;
}

/**
 * How long to wait before an answer is stored once more, in milliseconds, each time after the SDK's own attempts, which
 * are over in a tenth of a second. With its write an answer is lost that was paid for; the function that is cut
 * short by it loses no more.
 */
const settlingWaitsMs = [200, 400, 800, 1600, 3200];

/** The ledger of upstream calls in DynamoDB: one item for each task, changed by conditional writes alone. */
export class DynamoSubCheckLedger implements SubCheckLedger {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(
    client: DynamoDBDocumentClient,
    table: string,
    wait = sleep as (ms: number) => Promise<unknown>,
  ) {
    this.#client = client;
    this.#table = table;
    this.#wait = wait;
  }

  async claim(reportId: string, taskKey: string): Promise<Claim> {
    const claimId = randomUUID();
    const now = new Date();
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(reportId, taskKey),
          UpdateExpression:
            'SET #state = :claimed, claimId = :claimId, claimedAt = :now, expiresAt = :expiresAt ADD attempts :one',
          ConditionExpression: 'attribute_not_exists(pk) OR #state = :released',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':claimed': 'claimed',
            ':released': 'released',
            ':claimId': claimId,
            ':now': now.toISOString(),
            ':expiresAt': expiryAfter(retention.report, now),
            ':one': 1,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return { status: 'granted', claimId, attempt: (Attributes as LedgerItem).attempts };
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(reportId, taskKey), ConsistentRead: true }),
    );
    const { state, claimId: holder, attempts = 1, finding } = (Item ?? {}) as Partial<LedgerItem>;
    // The claim was stored, its answer was lost, and the SDK sent it again: it is ours, and nobody asked yet.
    if (state === 'claimed' && holder === claimId) return { status: 'granted', claimId, attempt: attempts };
    return finding ? { status: 'settled', finding } : { status: 'in-doubt' };
  }

  async release(reportId: string, taskKey: string, claimId: string): Promise<void> {
    await this.#updateOwn(reportId, taskKey, claimId, 'SET #state = :state', { ':state': 'released' });
  }

  async settle(reportId: string, taskKey: string, claimId: string, settled: SettledCall): Promise<void> {
    const { finding, billed, provider, code, price } = settled;
    const change =
      'SET #state = :state, finding = :finding, billed = :billed, provider = :provider, providerCode = :code, price = :price, settledAt = :now';
    const values = {
      ':state': 'settled',
      ':finding': finding,
      ':billed': billed,
      ':provider': provider ?? null,
      ':code': code ?? null,
      ':price': price ?? null,
      ':now': new Date().toISOString(),
    };
    for (const waitMs of settlingWaitsMs)
      try {
        return await this.#updateOwn(reportId, taskKey, claimId, change, values);
      } catch {
        await this.#wait(waitMs);
      }
    await this.#updateOwn(reportId, taskKey, claimId, change, values);
  }

  async close(reportId: string): Promise<void> {
    const items = await this.#items(reportId);
    await Promise.all(
      items
        .map(({ sk, billed, state }) =>
          this.#client.send(
            new UpdateCommand({
              TableName: this.#table,
              Key: { pk: reportId, sk },
              // The source's code goes with the finding: it says the same in other words.
              UpdateExpression: 'SET #state = :closed, billed = :billed REMOVE finding, providerCode',
              // A row that was erased meanwhile is not made anew.
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: { ':closed': 'closed', ':billed': billed ?? state === 'claimed' },
            }),
          ),
        )
        .map(heldCondition),
    );
  }

  async entries(reportId: string): Promise<LedgerEntry[]> {
    return (await this.#items(reportId)).map(
      ({ sk, state, finding, billed, provider, price, claimedAt, settledAt }) => ({
        taskKey: sk.slice(sortKeys.subCheck.length),
        billed: billed ?? state === 'claimed',
        ...(finding && { finding }),
        ...(provider && { provider }),
        ...(claimedAt && { claimedAt: new Date(claimedAt) }),
        ...(settledAt && { settledAt: new Date(settledAt) }),
        ...(typeof price === 'number' && { price }),
      }),
    );
  }

  async #items(reportId: string): Promise<LedgerItem[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': reportId, ':prefix': sortKeys.subCheck },
        ConsistentRead: true,
      }),
    );
    return Items as LedgerItem[];
  }

  async #updateOwn(
    reportId: string,
    taskKey: string,
    claimId: string,
    change: string,
    values: Record<string, unknown>,
  ): Promise<void> {
    await heldCondition(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(reportId, taskKey),
          UpdateExpression: change,
          ConditionExpression: 'claimId = :claimId AND #state = :claimed',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ...values, ':claimId': claimId, ':claimed': 'claimed' },
        }),
      ),
    );
  }

  #key(reportId: string, taskKey: string) {
    return { pk: reportId, sk: sortKeys.subCheck + taskKey };
  }
}
