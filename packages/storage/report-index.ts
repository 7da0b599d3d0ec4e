import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { ListedReport, ReportIndex, ReportPageQuery, ReportPosition } from '@kyc-china/core/ports';
import { countsOf } from '@kyc-china/core/read-report';
import type { Report } from '@kyc-china/core/report';
import { sortKeys } from './reports-table.ts';

/**
 * The indexes of the reports table, both by the time of the request. Their keys are attributes that rows of reports alone
 * have together: the receipt of an erased report has no `requestedAt`, so it is in neither.
 */
export const reportIndexes = {
  byClient: { name: 'byClient', partitionKey: 'clientId' },
  byReference: { name: 'byReference', partitionKey: 'referenceKey' },
} as const;

/** The sort key of both indexes: ISO 8601, UTC. */
export const indexSortKey = 'requestedAt';

/** What the indexes hold beside their keys: nothing of the person. */
export const projectedAttributes = [
  'status',
  'startedAt',
  'completedAt',
  'clientReference',
  'decision',
  'decisionOutcome',
  'counts',
] as const;

/** The partition of a client's reference. A reference has no control character, so no two pairs share one. */
export function referenceKeyOf(clientId: string, clientReference: string): string {
  return `${clientId}\n${clientReference}`;
}

/** The attributes of a completed report's row that the indexes hold. */
export function listedAttributes(report: Report) {
  const { reportMetadata, decision } = report;
  return {
    completedAt: reportMetadata.completedAt,
    // JSON, as the report itself: the order of its fields stays.
    decision: JSON.stringify(decision),
    decisionOutcome: decision.outcome,
    counts: JSON.stringify(countsOf(report)),
  };
}

/** How many rows one page looks at when a filter leaves rows out, and how many of them one query reads. */
const mostRowsRead = 1000;
const rowsPerQuery = 250;

function toListed(item: Record<string, string>): ListedReport {
  const {
    pk = '',
    requestedAt = '',
    startedAt,
    status,
    completedAt,
    clientReference,
    decision,
    counts,
  } = item;
  return {
    reportId: pk,
    requestedAt: new Date(requestedAt),
    startedAt: new Date(startedAt ?? requestedAt),
    status: status as ListedReport['status'],
    ...(completedAt !== undefined && { completedAt: new Date(completedAt) }),
    ...(clientReference !== undefined && { clientReference }),
    ...(decision !== undefined && { decision: JSON.parse(decision) }),
    ...(counts !== undefined && { counts: JSON.parse(counts) }),
  };
}

/** The condition of a status: what should have ended long ago counts as failed. Rows of the release before lack `startedAt`. */
const statusConditions = {
  completed: '#status = :completed',
  processing: '(#status = :processing AND (startedAt >= :overdue OR attribute_not_exists(startedAt)))',
  failed: '(#status = :failed OR (#status = :processing AND startedAt < :overdue))',
} as const;

function filterOf({ status, decision, overdueBefore }: ReportPageQuery) {
  const conditions = [
    ...(status ? [statusConditions[status]] : []),
    ...(decision ? ['decisionOutcome = :decision'] : []),
  ];
  if (conditions.length === 0) return undefined;
  const used = conditions.join(' AND ');
  const values = {
    ':completed': 'completed',
    ':processing': 'processing',
    ':failed': 'failed',
    ':overdue': overdueBefore.toISOString(),
    ':decision': decision,
  };
  return {
    FilterExpression: used,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => used.includes(name))),
    names: used.includes('#status') ? { '#status': 'status' } : {},
  };
}

/** The lists of reports, by indexes of the reports table. */
export class DynamoReportIndex implements ReportIndex {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async page(query: ReportPageQuery): Promise<{ reports: ListedReport[]; next?: ReportPosition }> {
    const { limit } = query;
    const filtered = filterOf(query) !== undefined;
    const found: ListedReport[] = [];
    let after = query.after;
    let rowsRead = 0;
    // One more than asked for: only then it is known that another page follows.
    while (found.length <= limit && rowsRead < mostRowsRead) {
      const read = filtered ? rowsPerQuery : limit + 1 - found.length;
      const { Items = [], ScannedCount = 0, LastEvaluatedKey } = await this.#query(query, after, read);
      found.push(...Items.filter(({ sk }) => sk === sortKeys.report).map((item) => toListed(item)));
      rowsRead += ScannedCount;
      after = LastEvaluatedKey && {
        reportId: LastEvaluatedKey.pk,
        requestedAt: new Date(LastEvaluatedKey[indexSortKey]),
      };
      if (!after) break;
    }
    const reports = found.slice(0, limit);
    const next = found.length > limit ? reports.at(-1) : after;
    return {
      reports,
      ...(next && { next: { reportId: next.reportId, requestedAt: next.requestedAt } }),
    };
  }

  #query(
    query: ReportPageQuery,
    after: ReportPosition | undefined,
    Limit: number,
  ): Promise<QueryCommandOutput> {
    const { clientId, clientReference, from, to } = query;
    const index = clientReference === undefined ? reportIndexes.byClient : reportIndexes.byReference;
    const partition = clientReference === undefined ? clientId : referenceKeyOf(clientId, clientReference);
    const filter = filterOf(query);
    return this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: index.name,
        KeyConditionExpression: `#partition = :partition AND #time ${to ? 'BETWEEN :from AND :last' : '>= :from'}`,
        ...(filter && { FilterExpression: filter.FilterExpression }),
        ExpressionAttributeNames: {
          '#partition': index.partitionKey,
          '#time': indexSortKey,
          ...filter?.names,
        },
        ExpressionAttributeValues: {
          ':partition': partition,
          ':from': from.toISOString(),
          ...(to && { ':last': new Date(to.getTime() - 1).toISOString() }),
          ...filter?.values,
        },
        ScanIndexForward: false,
        Limit,
        ...(after && {
          ExclusiveStartKey: {
            pk: after.reportId,
            sk: sortKeys.report,
            [index.partitionKey]: partition,
            [indexSortKey]: after.requestedAt.toISOString(),
          },
        }),
      }),
    );
  }
}
