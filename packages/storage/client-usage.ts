import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ClientLimits, dayOf, type LimitName, limitNames, monthOf } from '@kyc-china/core/limits';
import type { Charge, MonthlyCounts, UsageReader } from '@kyc-china/core/monthly-usage';
import type { ChargedReport, ClientUsage, CountedReport } from '@kyc-china/core/ports';
import { insist, type Wait, waitForReal } from './insist.ts';
import { conditionHolds, expiryOf, isLive, sortKeys } from './reports-table.ts';
import { type CounterUpdate, countersFor, countsIn } from './usage-counters.ts';

/**
 * What a client used in a month: one item, so that one conditional update counts a verification by all limits, with a
 * number for each day (`day01`). Costs are whole millionths, because sums of fractions are not exact.
 */
interface UsageItem {
  readonly verifications?: number;
  /** What the reports cost that are settled, and the most that the open ones can cost. */
  readonly costMillionths?: number;
  /** The reports that were counted and whose cost is not settled. */
  readonly openReports?: ReadonlySet<string>;
}

/** Returns the attribute that counts the verifications of a day of the month. */
function dayAttribute(at: Date): string {
  return `day${dayOf(at).slice(8)}`;
}

/** Returns an amount in whole millionths. */
function millionths(amount: number): number {
  return Math.round(amount * 1e6);
}

/** A limit's counter, and the most that it may hold for one more report to fit. */
interface Bound {
  readonly limit: LimitName;
  readonly counter: string;
  readonly most: number;
}

function boundsOf(limits: ClientLimits, { requestedAt, highestCost }: CountedReport): Bound[] {
  const counters: Record<LimitName, { counter: string; most: (limit: number) => number }> = {
    verificationsPerDay: { counter: dayAttribute(requestedAt), most: (limit) => limit - 1 },
    verificationsPerMonth: { counter: 'verifications', most: (limit) => limit - 1 },
    upstreamCostPerMonth: {
      counter: 'costMillionths',
      most: (limit) => millionths(limit) - millionths(highestCost),
    },
  };
  return limitNames.flatMap((limit) => {
    const value = limits[limit];
    const { counter, most } = counters[limit];
    return value === undefined ? [] : [{ limit, counter, most: most(value) }];
  });
}

const partitionOf = (clientId: string) => `USAGE#${clientId}`;

const noCounters: CounterUpdate = { actions: [], names: {}, values: {} };

/** How often a count is tried that finds room only after it was refused. */
const mostTries = 5;

/** The usage of clients in DynamoDB: an item for each client and UTC month. */
export class DynamoClientUsage implements ClientUsage, UsageReader {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #wait: Wait;

  constructor(client: DynamoDBDocumentClient, table: string, wait: Wait = waitForReal) {
    this.#client = client;
    this.#table = table;
    this.#wait = wait;
  }

  async count(report: CountedReport, limits: ClientLimits): Promise<LimitName | undefined> {
    const bounds = boundsOf(limits, report);
    const impossible = bounds.find(({ most }) => most < 0);
    if (impossible) return impossible.limit;
    for (let tries = 0; tries < mostTries; tries += 1) {
      if (await this.#add(report, bounds)) return undefined;
      const item = await this.#item(report);
      // The response was lost, and the SDK sent the update again: it is counted.
      if (item.openReports?.has(report.reportId)) return undefined;
      const reached = bounds.find(
        ({ counter, most }) => Number(item[counter as keyof UsageItem] ?? 0) > most,
      );
      if (reached) return reached.limit;
      // Between the two calls another report was settled or taken back: there may be room now.
    }
    throw new Error('the usage of the client changes whenever it is read');
  }

  /** @returns whether the report was counted: every bound has room for it, and it was not counted before. */
  #add(report: CountedReport, bounds: readonly Bound[]): Promise<boolean> {
    return this.#update(
      report,
      'SET expiresAt = :expiresAt ADD verifications :one, #day :one, costMillionths :cost, openReports :report',
      [
        'NOT contains(openReports, :id)',
        ...bounds.map((_, index) => `(attribute_not_exists(#c${index}) OR #c${index} <= :most${index})`),
      ].join(' AND '),
      {
        ':expiresAt': expiryOf('usage', report.requestedAt),
        ':one': 1,
        ':cost': millionths(report.highestCost),
        ...Object.fromEntries(bounds.map(({ most }, index) => [`:most${index}`, most])),
      },
      {
        '#day': dayAttribute(report.requestedAt),
        ...Object.fromEntries(bounds.map(({ counter }, index) => [`#c${index}`, counter])),
      },
    );
  }

  async takeBack(report: CountedReport): Promise<void> {
    await insist(
      () =>
        this.#update(
          report,
          'ADD verifications :minusOne, #day :minusOne, costMillionths :cost DELETE openReports :report',
          'contains(openReports, :id)',
          { ':minusOne': -1, ':cost': -millionths(report.highestCost) },
          { '#day': dayAttribute(report.requestedAt) },
        ),
      this.#wait,
    );
  }

  async settle(report: CountedReport, upstreamCost: number, charges: readonly Charge[]): Promise<void> {
    const { actions, names, values } = countersFor(charges);
    // One write: the run that removes the report from the open ones counts it, and no other run does.
    await insist(
      () =>
        this.#update(
          report,
          `ADD costMillionths :difference, ${actions.join(', ')} DELETE openReports :report`,
          'contains(openReports, :id)',
          { ':difference': millionths(upstreamCost) - millionths(report.highestCost), ...values },
          names,
        ),
      this.#wait,
    );
  }

  /**
   * Ends the count of a report that is erased before its cost was settled: the most that it can cost stays counted. A failed
   * call is not repeated, because an erasure that fails is run again.
   * @param charges those of a report that was complete: it counts like any other. Undefined: it was not.
   */
  async forget(report: ChargedReport, charges?: readonly Charge[]): Promise<void> {
    const { actions, names, values } = charges ? countersFor(charges) : noCounters;
    await this.#update(
      { ...report, highestCost: 0 },
      `${actions.length > 0 ? `ADD ${actions.join(', ')} ` : ''}DELETE openReports :report`,
      'contains(openReports, :id)',
      values,
      names,
    );
  }

  async read(clientId: string, month: string): Promise<MonthlyCounts> {
    const Key = { pk: partitionOf(clientId), sk: sortKeys.usage + month };
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    return countsIn(isLive(Item, new Date()) ? Item : {});
  }

  async addLateCost(report: ChargedReport, taskKey: string, price: number): Promise<void> {
    const task = `${report.reportId}/${taskKey}`;
    await insist(
      () =>
        conditionHolds(
          this.#client.send(
            new UpdateCommand({
              TableName: this.#table,
              Key: this.#key(report),
              UpdateExpression: 'SET expiresAt = :expiresAt ADD costMillionths :price, lateTasks :task',
              ConditionExpression: 'NOT contains(lateTasks, :key)',
              ExpressionAttributeValues: {
                ':expiresAt': expiryOf('usage', report.requestedAt),
                ':price': millionths(price),
                ':task': new Set([task]),
                ':key': task,
              },
            }),
          ),
        ),
      this.#wait,
    );
  }

  #update(
    report: CountedReport,
    change: string,
    condition: string,
    values: Readonly<Record<string, number>>,
    names: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    return conditionHolds(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: this.#key(report),
          UpdateExpression: change,
          ConditionExpression: condition,
          ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
          ExpressionAttributeValues: {
            ...values,
            ':report': new Set([report.reportId]),
            ':id': report.reportId,
          },
        }),
      ),
    );
  }

  async #item(report: CountedReport): Promise<UsageItem> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: this.#key(report), ConsistentRead: true }),
    );
    return (Item ?? {}) as UsageItem;
  }

  #key({ clientId, requestedAt }: ChargedReport) {
    return { pk: partitionOf(clientId), sk: sortKeys.usage + monthOf(requestedAt) };
  }
}
