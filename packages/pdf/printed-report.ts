import type { Report } from '@kyc-china/core/report';
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
