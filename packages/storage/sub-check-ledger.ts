import { randomUUID } from 'node:crypto';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { CallFacts } from '@kyc-china/core/call-facts';
import type { CallFailure } from '@kyc-china/core/observed-call';
import type {
  Claim,
  LedgerEntry,
  LeftCall,
  SettledCall,
  Settlement,
  SubCheckLedger,
  WaitingCall,
} from '@kyc-china/core/ports';
import { longestSubCheckMs } from '@kyc-china/core/run-sub-check';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { insist, type Wait, waitForReal } from './insist.ts';
import { conditionHolds, expiryOf, isConditionFailure, isErasedReport, sortKeys } from './reports-table.ts';

interface LedgerItem {
  sk: string;
  /**
   * claimed: a run may be calling the provider; released: the provider did not process the call; settled: done; closed:
   * the report is complete, and the finding is deleted. Undefined: never claimed, and shut.
   */
  state?: 'claimed' | 'released' | 'settled' | 'closed';
  claimId?: string;
  claimedAt?: string;
  settledAt?: string;
  /** When later claims were refused: the report was being put together. */
  shutAt?: string;
  /** The answer came after the row was closed. */
  late?: boolean;
  attempts?: number;
  waited?: WaitingCall;
  failure?: CallFailure;
  finding?: Finding;
  billed?: boolean;
  provider?: string | null;
  upstreamMs?: number | null;
  price?: number | null;
}

/** By how much the clocks of two functions may differ, in milliseconds. */
const clockToleranceMs = 5000;

function granted(claimId: string, { attempts = 1, waited }: Partial<LedgerItem>) {
  return { status: 'granted', claimId, attempt: attempts, ...(waited && { waited }) } as const;
}

/** What a row says of its call. A claim without a result may have been billed. */
function factsOf({ state, billed, provider, upstreamMs, attempts }: Partial<LedgerItem>): CallFacts {
  return {
    billed: billed ?? state === 'claimed',
    ...(provider && { provider }),
    ...(typeof upstreamMs === 'number' && { upstreamMs }),
    ...(attempts !== undefined && { attempts }),
  };
}

/** The ledger of upstream calls in DynamoDB: one item for each task, changed by conditional writes alone. */
export class DynamoSubCheckLedger implements SubCheckLedger {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #wait: Wait;

  constructor(client: DynamoDBDocumentClient, table: string, wait: Wait = waitForReal) {
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
          ConditionExpression:
            'attribute_not_exists(pk) OR (#state = :released AND attribute_not_exists(shutAt))',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':claimed': 'claimed',
            ':released': 'released',
            ':claimId': claimId,
            ':now': now.toISOString(),
            ':expiresAt': expiryOf('report', now),
            ':one': 1,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return granted(claimId, Attributes as LedgerItem);
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(reportId, taskKey), ConsistentRead: true }),
    );
    const item = (Item ?? {}) as Partial<LedgerItem>;
    // The claim was stored, its response was lost, and the SDK sent it again: it is this run's, and no call was made.
    if (item.state === 'claimed' && item.claimId === claimId) return granted(claimId, item);
    const facts = factsOf(item);
    if (item.finding) return { status: 'settled', finding: item.finding, facts };
    if (item.state !== 'claimed') return { status: 'closed', facts };
    const heldForMs = now.getTime() - new Date(item.claimedAt ?? 0).getTime();
    const status = heldForMs > longestSubCheckMs + clockToleranceMs ? 'in-doubt' : 'held';
    return { status, facts };
  }

  async release(
    reportId: string,
    taskKey: string,
    claimId: string,
    { waiting, failure }: LeftCall = {},
  ): Promise<void> {
    const waited = waiting ? ', waited = :waited' : '';
    // To look whether it is the call's turn is no attempt.
    const change = `SET #state = :state${waited}${failure ? ', failure = :failure' : ''}${waiting ? ' ADD attempts :less' : ''}`;
    const values = {
      ':state': 'released',
      ...(waiting && { ':waited': waiting, ':less': -1 }),
      ...(failure && { ':failure': failure }),
    };
    await insist(async () => {
      if (!(await this.#deletedAsErased(reportId, taskKey, claimId)))
        await this.#updateOwn(reportId, taskKey, claimId, change, values);
    }, this.#wait);
  }

  async settle(
    reportId: string,
    taskKey: string,
    claimId: string,
    settled: SettledCall,
  ): Promise<Settlement> {
    const now = new Date().toISOString();
    return insist(() => this.#settleOnce(reportId, taskKey, claimId, settled, now), this.#wait);
  }

  async shut(reportId: string, taskKeys: readonly string[]): Promise<void> {
    const now = new Date();
    await Promise.all(
      taskKeys.map((taskKey) =>
        this.#client.send(
          new UpdateCommand({
            TableName: this.#table,
            Key: this.#key(reportId, taskKey),
            UpdateExpression: 'SET shutAt = :now, expiresAt = if_not_exists(expiresAt, :expiresAt)',
            ExpressionAttributeValues: {
              ':now': now.toISOString(),
              ':expiresAt': expiryOf('report', now),
            },
          }),
        ),
      ),
    );
  }

  async close(reportId: string, entries: readonly LedgerEntry[]): Promise<number> {
    const closed = await Promise.all(entries.map((entry) => this.#closeRow(reportId, entry)));
    return closed.reduce((sum, row) => sum + (row?.late ? 0 : (row?.price ?? 0)), 0);
  }

  async entries(reportId: string): Promise<LedgerEntry[]> {
    return (await this.#items(reportId)).map((item) => {
      const { sk, finding, price, claimedAt, settledAt, failure } = item;
      return {
        taskKey: sk.slice(sortKeys.subCheck.length),
        ...factsOf(item),
        ...(finding && { finding }),
        ...(claimedAt && { claimedAt: new Date(claimedAt) }),
        ...(settledAt && { settledAt: new Date(settledAt) }),
        ...(typeof price === 'number' && { price }),
        ...(failure && { failure }),
      };
    });
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

  /**
   * Deletes the claim of a report that was erased. An erasure stores its tombstone before it deletes the report's rows. So
   * either it finds the claim, or the claim's run finds the tombstone: where it reads the applicant, or here.
   * @returns whether the report was erased.
   */
  async #deletedAsErased(reportId: string, taskKey: string, claimId: string): Promise<boolean> {
    if (!(await isErasedReport(this.#client, this.#table, reportId))) return false;
    await conditionHolds(
      this.#client.send(
        new DeleteCommand({
          TableName: this.#table,
          Key: this.#key(reportId, taskKey),
          ConditionExpression: 'claimId = :claimId',
          ExpressionAttributeValues: { ':claimId': claimId },
        }),
      ),
    );
    return true;
  }

  async #settleOnce(
    reportId: string,
    taskKey: string,
    claimId: string,
    { finding, billed, provider, upstreamMs, code, price }: SettledCall,
    now: string,
  ): Promise<Settlement> {
    // Nothing was called, perhaps because the report was erased: a run that called a provider has looked before.
    if (provider === undefined && (await this.#deletedAsErased(reportId, taskKey, claimId))) return 'dropped';
    const call = {
      ':billed': billed,
      ':provider': provider ?? null,
      ':upstreamMs': upstreamMs ?? null,
      ':price': price ?? null,
      ':now': now,
    };
    const keepCall =
      'billed = :billed, provider = :provider, upstreamMs = :upstreamMs, price = :price, settledAt = :now';
    const settled = await this.#updateOwn(
      reportId,
      taskKey,
      claimId,
      `SET #state = :state, finding = :finding, providerCode = :code, ${keepCall}`,
      { ...call, ':state': 'settled', ':finding': finding, ':code': code ?? null },
    );
    if (settled) return 'settled';
    const held = await this.#own(reportId, taskKey, claimId);
    if (!held) return 'dropped';
    // The response to an earlier try was lost.
    if (held.settledAt !== undefined) return held.late ? 'late' : 'settled';
    await this.#updateOwn(
      reportId,
      taskKey,
      claimId,
      `SET late = :late, ${keepCall}`,
      { ...call, ':late': true },
      'closed',
    );
    return (await this.#own(reportId, taskKey, claimId))?.late ? 'late' : 'dropped';
  }

  /** The row of a task, while its claim is this one. */
  async #own(reportId: string, taskKey: string, claimId: string): Promise<LedgerItem | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(reportId, taskKey), ConsistentRead: true }),
    );
    return Item?.claimId === claimId ? (Item as LedgerItem) : undefined;
  }

  /** @returns the row as it is from now on; undefined when it was erased meanwhile. */
  async #closeRow(reportId: string, { taskKey, billed }: LedgerEntry): Promise<LedgerItem | undefined> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(reportId, taskKey),
          // The provider's code goes with the finding: it says the same in other words.
          UpdateExpression:
            'SET #state = :closed, billed = if_not_exists(billed, :billed) REMOVE finding, providerCode',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':closed': 'closed', ':billed': billed },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes as LedgerItem;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  async #updateOwn(
    reportId: string,
    taskKey: string,
    claimId: string,
    change: string,
    values: Record<string, unknown>,
    expected: 'claimed' | 'closed' = 'claimed',
  ): Promise<boolean> {
    return conditionHolds(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(reportId, taskKey),
          UpdateExpression: change,
          ConditionExpression:
            'claimId = :claimId AND #state = :expected AND attribute_not_exists(settledAt)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ...values, ':expected': expected, ':claimId': claimId },
        }),
      ),
    );
  }

  #key(reportId: string, taskKey: string) {
    return { pk: reportId, sk: sortKeys.subCheck + taskKey };
  }
}
