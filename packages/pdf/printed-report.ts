import type { Report } from '@kyc-china/core/report';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { TaskSource } from '@kyc-china/core/task-source';

/** What a PDF says that is not in its report. */
export interface PrintContext {
  /** The id of the client that requested the report. */
  readonly requestedBy?: string;
  /** Where anybody can check that the report was issued: the text of the QR code. By default it holds the report's URN. */
  readonly verificationUrl?: string;
}

/** The content of a PDF: the report, the sources of its results, and the hash of its JSON. */
export interface PrintedReport extends PrintContext {
  readonly report: Report;
  readonly sources: readonly TaskSource[];
  readonly sha256: string;
}

/** What a report says of an earlier one whose results it carries over. */
export interface EarlierReport {
  readonly rerunOf?: string;
  readonly carried?: readonly { readonly check: SubCheckId; readonly answeredAt: string }[];
}

/** Returns what a report says of an earlier one. */
export function earlierReportOf({ reportMetadata }: Report): EarlierReport {
  return reportMetadata as Report['reportMetadata'] & EarlierReport;
}
