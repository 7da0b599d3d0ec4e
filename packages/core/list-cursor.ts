import { createHash } from 'node:crypto';
import type { ReportFilters } from './contract/parse-list.ts';
import { InvalidRequestError } from './contract/problems.ts';
import { isReportId } from './contract/report-id-schema.ts';
import type { ReportPosition } from './ports.ts';

/** Ties a cursor to its client and its filters: of another one it would leave reports out without a word. */
function digestOf(clientId: string, { clientReference, status, decision, from, to }: ReportFilters): string {
  const query = JSON.stringify([clientId, clientReference, status, decision, from, to]);
  return createHash('sha256').update(query).digest('base64url').slice(0, 22);
}

/** Returns the cursor of the page that follows a position. It holds a time, an id and a digest. */
export function writeCursor(position: ReportPosition, clientId: string, filters: ReportFilters): string {
  const content = [position.requestedAt.getTime(), position.reportId, digestOf(clientId, filters)];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** A later time than any that a filter can name. */
const endOfTimes = Date.UTC(10_000, 0);

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * Reads a cursor of this client and these filters.
 * @throws InvalidRequestError for any other text, also a cursor of another client or query.
 */
export function readCursor(cursor: string, clientId: string, filters: ReportFilters): ReportPosition {
  const content = parsed(cursor);
  const [time, reportId, digest] = Array.isArray(content) ? content : [];
  const { from = 0, to = endOfTimes } = filters;
  if (
    Number.isSafeInteger(time) &&
    time >= from &&
    time < to &&
    typeof reportId === 'string' &&
    isReportId(reportId) &&
    digest === digestOf(clientId, filters)
  )
    return { requestedAt: new Date(time), reportId };
  throw new InvalidRequestError('The list cannot be read as asked.', [
    {
      field: 'cursor',
      message:
        'must be the nextCursor of the page before, with the same client, clientReference, status, decision, from and to',
    },
  ]);
}
