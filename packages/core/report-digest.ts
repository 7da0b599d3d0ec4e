import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { pdfFileNameOf } from './ports.ts';
import type { DeliveredReport, Report } from './report.ts';

/**
 * A report's JSON in the one form that is hashed: the body of a poll's 200 or of a webhook without `pdfUrl`, which
 * changes from poll to poll, as canonical JSON (RFC 8785: keys sorted, no space between, UTF-8).
 * @param report as it is stored, or as it was delivered.
 */
export function canonicalReport(report: Report | DeliveredReport): string {
  const { pdfUrl: _changing, ...lasting }: Partial<DeliveredReport> = {
    ...report,
    pdfFileName: pdfFileNameOf(report.reportMetadata.reportId),
  };
  return canonicalize(lasting) as string;
}

/** SHA-256 of a report's canonical JSON, in hex: what the PDF states, and what any consumer can compute. */
export function reportSha256(report: Report | DeliveredReport): string {
  return createHash('sha256').update(canonicalReport(report), 'utf8').digest('hex');
}

/** What identifies a report, and its content, in a URI (RFC 8141): the text of the PDF's QR code. */
export function reportUrn(reportId: string, sha256: string): string {
  return `urn:uuid:${reportId}?=sha256=${sha256}`;
}
