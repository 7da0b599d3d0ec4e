/** How many items of each kind were deleted. An interrupted run does not count what it was deleting at that moment. */
export interface ErasedCounts {
  readonly reports: number;
  /** All other rows of the report: results of sub-checks, webhook attempts, the applicant's encrypted fields. */
  readonly otherRows: number;
  readonly idempotencyRecords: number;
  readonly dataKeys: number;
  /** Includes every version. */
  readonly photos: number;
  readonly pdfs: number;
}

/** Proof that a report was erased. It contains nothing about the person. */
export interface ErasureReceipt {
  readonly reportId: string;
  /** Undefined if nothing that was left of the request named the client. */
  readonly clientId?: string;
  readonly erasedAt: string;
  readonly erasedBy: string;
  readonly erased: ErasedCounts;
  /** Whether the request stated the consent of the person. What it said is erased. */
  readonly consentGiven?: true;
}

export const nothing: ErasedCounts = {
  reports: 0,
  otherRows: 0,
  idempotencyRecords: 0,
  dataKeys: 0,
  photos: 0,
  pdfs: 0,
};

export function sumOf(one: ErasedCounts, other: ErasedCounts): ErasedCounts {
  const kinds = Object.keys(nothing) as (keyof ErasedCounts)[];
  return Object.fromEntries(kinds.map((kind) => [kind, one[kind] + other[kind]])) as unknown as ErasedCounts;
}
