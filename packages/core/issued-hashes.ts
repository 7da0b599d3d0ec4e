import { createHash } from 'node:crypto';
import type { Report } from './report.ts';
import { reportSha256 } from './report-digest.ts';

/** What is kept of an issued hash: nothing of the report, its client or the person. */
export interface IssuedHash {
  readonly issuedAt: Date;
  /** When the report was erased, if it was. */
  readonly erasedAt?: Date;
}

/** The hashes of issued reports. They outlive the reports, so that a PDF can be checked for years. */
export interface IssuedHashes {
  /** Records hashes. Repeated, it changes nothing. */
  record(hashes: readonly string[], issuedAt: Date): Promise<void>;
  /** Marks hashes that are recorded. The first time stays. */
  markErased(hashes: readonly string[], erasedAt: Date): Promise<void>;
  /** @returns undefined for a hash that was never issued, or is not kept any more. */
  find(sha256: string, now: Date): Promise<IssuedHash | undefined>;
}

/**
 * Returns the hashes that a report is verified by: of its JSON, which the PDF prints and its QR code holds (a file cannot contain
 * its own hash), and of the PDF file.
 */
export function hashesOf(report: Report, pdfSha256: string): readonly string[] {
  return [reportSha256(report), pdfSha256];
}

/** Returns SHA-256 of a file, in hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Returns the public address that verifies a hash. @param baseUrl the API's, without a slash at its end. */
export function verificationUrlOf(baseUrl: string, sha256: string): string {
  return `${baseUrl}/verify/${sha256}`;
}
