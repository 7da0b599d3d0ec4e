import type { ReportEvent } from './contract/report-events-schema.ts';
import type { AcceptedReport, ReportRecord, ReportStore } from './ports.ts';
import type { Resender } from './resend-webhook.ts';

/** How a report was read: by its token or by its id, and with which key of the client. */
export interface Reading {
  readonly by: 'poll' | 'id';
  /** Undefined for a client whose secret has no id. */
  readonly keyId?: string | undefined;
}

export interface ReadTrail {
  /** Stores that a report was handed out. Reads of one hour by the same key and route are one entry with their number. */
  recordRead(report: AcceptedReport, reading: Reading, at: Date): Promise<void>;
}

/** What is stored of the events of a report beside its row. It ends with the report. */
export interface ReportTrail extends ReadTrail {
  recordResend(report: AcceptedReport, resend: number, resender: Resender, at: Date): Promise<void>;
  /** Returns the reads, the resends and the attempts at webhooks. */
  entries(reportId: string): Promise<ReportEvent[]>;
}

/** Returns the events that the report's row tells. */
function eventsOfRow(record: ReportRecord): ReportEvent[] {
  const { requestedAt, failedAt } = record;
  return [
    { type: 'requested', at: requestedAt.toISOString() },
    ...(failedAt ? [{ type: 'failed' as const, at: failedAt.toISOString() }] : []),
    ...(record.status === 'completed'
      ? [{ type: 'completed' as const, at: record.report.reportMetadata.completedAt }]
      : []),
  ];
}

/**
 * Returns what happened to a report, oldest first, to the client that requested it.
 * @returns undefined if the report is unknown, erased, expired or another client's.
 */
export async function eventsOfReport(
  { reports, trail }: { reports: Pick<ReportStore, 'find'>; trail: Pick<ReportTrail, 'entries'> },
  reportId: string,
  clientId: string,
): Promise<ReportEvent[] | undefined> {
  const record = await reports.find(reportId);
  if (record?.clientId !== clientId) return undefined;
  const events = [...eventsOfRow(record), ...(await trail.entries(reportId))];
  return events.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
