import type { ListQuery } from './contract/parse-list.ts';
import type { StoredReport } from './contract/stored-report-schema.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import type { ListedReport, ReportIndex } from './ports.ts';
import { failedReport, longestProcessingMs } from './read-report.ts';
import { retentionSeconds } from './retention.ts';

/** Returns the first request time, in milliseconds, whose report has not expired. */
function earliestLive(now: Date): number {
  // The row's expiry is in whole seconds, rounded down.
  return (Math.floor(now.getTime() / 1000) - retentionSeconds('report') + 1) * 1000;
}

function toStoredReport(listed: ListedReport, now: Date): StoredReport {
  const { reportId, requestedAt, startedAt, completedAt, clientReference, decision, counts } = listed;
  const overdue = listed.status === 'processing' && now.getTime() - startedAt.getTime() > longestProcessingMs;
  const status = overdue ? 'failed' : listed.status;
  return {
    reportId,
    status,
    requestedAt: requestedAt.toISOString(),
    ...(completedAt && { completedAt: completedAt.toISOString() }),
    ...(clientReference !== undefined && { clientReference }),
    ...(decision && { decision }),
    ...(counts && { counts }),
    ...(status === 'failed' && failedReport),
  };
}

/**
 * Lists a client's reports, newest first.
 * @throws InvalidRequestError for a cursor of another client or query.
 */
export async function listReports(
  index: ReportIndex,
  clientId: string,
  { filters, limit, cursor }: ListQuery,
  now: Date,
): Promise<{ reports: StoredReport[]; nextCursor?: string }> {
  const after = cursor === undefined ? undefined : readCursor(cursor, clientId, filters);
  const from = Math.max(filters.from ?? 0, earliestLive(now));
  const newest = after ? after.requestedAt.getTime() : Number.POSITIVE_INFINITY;
  if (from >= (filters.to ?? Number.POSITIVE_INFINITY) || newest < from) return { reports: [] };
  const { from: _, to, ...rest } = filters;
  const { reports, next } = await index.page({
    clientId,
    ...rest,
    from: new Date(from),
    ...(to !== undefined && { to: new Date(to) }),
    overdueBefore: new Date(now.getTime() - longestProcessingMs),
    limit,
    after,
  });
  return {
    reports: reports.map((listed) => toStoredReport(listed, now)),
    ...(next && { nextCursor: writeCursor(next, clientId, filters) }),
  };
}
