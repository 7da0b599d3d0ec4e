/**
 * How long the service keeps what it stores, in days. Storage, lifecycle rules, tokens, links, PDF, OpenAPI, commands and
 * documentation read these numbers; `npm run contract` writes them into the documents.
 */
export const retentionDays = {
  /** A report, its PDF, the hash of the PDF and what is recorded of provider calls; from the request on. */
  report: 30,
  /** The sealed applicant, if the report has not deleted it before. */
  applicant: 1,
  /** The record that makes a repetition of a request the same request. */
  idempotencyRecord: 1,
  /** A token can be polled with; from the request on. */
  token: 7,
  /** A link to a PDF, from its signature on. A presigned URL of S3 lives 7 days at most. */
  pdfLink: 7,
  /** What a client used in a month: 13 months, from the month's last request on. No personal data. */
  usage: 397,
} as const;

/** What has a retention period. */
export type Retained = keyof typeof retentionDays;

/** Returns the retention period in seconds. */
export function retentionSeconds(retained: Retained): number {
  return retentionDays[retained] * 24 * 60 * 60;
}

/** Returns the retention period in words: "30 days", and "24 hours" for one day. */
export function retentionText(retained: Retained): string {
  const days = retentionDays[retained];
  return days === 1 ? '24 hours' : `${days} days`;
}
