import type { DecisionOutcome, ReportPage, ReportStatus, StoredReport } from './generated/contract.ts';
import { pathOfReport, ReportActions, type ReportCallOptions } from './report-actions.ts';
import { isObject } from './safe-text.ts';
import type { ApiAnswer } from './transport.ts';

/** What a list of reports is narrowed to. */
export interface ReportFilters {
  /** The reference that the request was sent with. */
  readonly clientReference?: string | undefined;
  readonly status?: ReportStatus | undefined;
  readonly decision?: DecisionOutcome | undefined;
  /** The earliest time of the request: a Date, or ISO 8601 text with an offset. */
  readonly from?: Date | string | undefined;
  /** The first time of the request that is too late. */
  readonly to?: Date | string | undefined;
}

/** Which page of a list to read. */
export interface ReportPageQuery extends ReportFilters {
  /** The most reports of the page: 1 to 100. The API returns 20 if it is not given. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the page before. It is valid for the same filters only. */
  readonly cursor?: string | undefined;
}

export interface ReportListQuery extends ReportFilters {
  /** The most reports that one call reads: 1 to 100, 100 if it is not given. */
  readonly pageSize?: number | undefined;
}

const largestPage = 100;

/** The answer to a read by id: 200 with this report and no other one. */
function storedReportIn({ status, body }: ApiAnswer, reportId: string): StoredReport | undefined {
  if (status !== 200 || body.reportId !== reportId || typeof body.status !== 'string') return undefined;
  return body as unknown as StoredReport;
}

/** The answer to a list: 200 with a page. A page whose cursor leads back to itself would be read for ever. */
function pageIn({ status, body }: ApiAnswer, cursor: string | undefined): ReportPage | undefined {
  const { reports, nextCursor } = body;
  if (status !== 200 || !Array.isArray(reports) || !reports.every(isObject)) return undefined;
  if (nextCursor !== undefined && (typeof nextCursor !== 'string' || nextCursor === cursor)) return undefined;
  return body as unknown as ReportPage;
}

/** Returns a query string with a question mark, or nothing if no value is set. */
function queryString(query: ReportPageQuery): string {
  const { clientReference, status, decision, from, to, limit, cursor } = query;
  const values = { clientReference, status, decision, from, to, limit, cursor };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined)
      parameters.set(name, value instanceof Date ? value.toISOString() : String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The client's own reports, by id and as a list. Every call is repeated as `KycClient.request` is. */
export class Reports extends ReportActions {
  /**
   * Reads a report by its id, for as long as it exists.
   * @returns the report in any status. `report` is set when it is completed.
   * @throws KycRequestError with status 404 when the id is unknown, erased, expired or another client's. KycError, or the
   * signal's reason. TypeError when the id cannot be one.
   * @example
   * const { status, report } = await client.reports.get('3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41');
   * if (status === 'completed') console.log(report?.decision.outcome);
   */
  async get(reportId: string, { signal }: ReportCallOptions = {}): Promise<StoredReport> {
    const read = (answer: ApiAnswer) => storedReportIn(answer, reportId);
    return this.call({ method: 'GET', path: pathOfReport(reportId), signal, withheld: [], read });
  }

  /**
   * Reads one page of the client's reports, newest first. Keep `nextCursor` to go on later.
   * @returns the page. With a status or decision it may hold fewer reports than `limit`, or none, although more follow: only a
   * page without `nextCursor` is the last one.
   * @throws KycRequestError when the query is refused; `errors` names every parameter. KycError, or the signal's reason.
   * @example
   * const { reports, nextCursor } = await client.reports.page({ decision: 'review', limit: 50 });
   * const next = nextCursor && (await client.reports.page({ decision: 'review', limit: 50, cursor: nextCursor }));
   */
  async page(query: ReportPageQuery = {}, { signal }: ReportCallOptions = {}): Promise<ReportPage> {
    const { clientReference, cursor } = query;
    const sent = clientReference === undefined ? [] : [clientReference, encodeURIComponent(clientReference)];
    return this.call({
      method: 'GET',
      path: `/kyc/cn/reports${queryString(query)}`,
      signal,
      withheld: sent.filter((text) => text.trim().length > 1),
      read: (answer) => pageIn(answer, cursor),
    });
  }

  /**
   * Iterates over all of the client's reports that match, newest first. It reads a page when the loop needs one, so a loop that
   * ends early reads no further.
   * @throws as `page`, in the loop.
   * @example
   * for await (const { reportId, decision } of client.reports.list({ clientReference: 'order-4711' }))
   *   console.log(reportId, decision?.outcome);
   */
  async *list(
    query: ReportListQuery = {},
    options: ReportCallOptions = {},
  ): AsyncGenerator<StoredReport, void> {
    const { pageSize: limit = largestPage, ...filters } = query;
    let cursor: string | undefined;
    do {
      const page = await this.page({ ...filters, limit, cursor }, options);
      yield* page.reports;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}
