import { createHash } from 'node:crypto';

/** After the failures of so many reports without an answer in between, an operation is left alone. */
const reportsToOpen = 5;

/**
 * How many of one client's failed reports count for the others. A client that sends what the provider cannot digest
 * fails alone, so the failures of two clients at least are needed to leave an operation alone for all of them.
 */
const mostOfOneClient = 3;

/** The most failures that are kept: each is a member of one item's set. */
export const mostFailures = 50;

/**
 * For how long an operation is left alone, in milliseconds; longer than any provider may take to answer. Then one call
 * tries it: of a provider that takes calls and does not answer, each of many would be lost, and may be billed.
 */
export const openForMs = 30_000;

/** How far ahead of this function's clock a time in the table may be, beyond what it was set to, in milliseconds. */
export const clockSkewMs = 1_000;

/** The circuit of one operation of a provider, as the table holds it. */
export interface CircuitItem {
  /** Each report that failed since the last answer, as `client report`; the report as a fingerprint. */
  readonly failures?: ReadonlySet<string>;
  /** When the first of them failed (ISO 8601), and the code of the last. */
  readonly failingSince?: string;
  readonly lastError?: string;
  readonly openUntil?: number;
  /** The client whose call tried the operation last. */
  readonly triedBy?: string;
}

/** A report's failure as a member of the set: of a report there is one, however often its task is tried. */
export function failureOf(clientId: string, reportId: string): string {
  return `${clientId} ${createHash('sha256').update(reportId).digest('hex').slice(0, 16)}`;
}

function failuresByClient({ failures = new Set() }: CircuitItem): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const failure of failures) {
    const clientId = failure.split(' ')[0] ?? '';
    counts.set(clientId, (counts.get(clientId) ?? 0) + 1);
  }
  return counts;
}

/** Whether any client's failures are enough to leave the operation alone, for it or for all. */
export function hasFailed(item: CircuitItem): boolean {
  const counts = [...failuresByClient(item).values()];
  return hasFailedForAll(item) || counts.some((count) => count >= reportsToOpen);
}

function hasFailedForAll(item: CircuitItem): boolean {
  const counts = [...failuresByClient(item).values()];
  return counts.reduce((sum, count) => sum + Math.min(count, mostOfOneClient), 0) >= reportsToOpen;
}

/** Whether the operation failed so often for this client, or for all, that it is not called as usual. */
export function hasFailedFor(item: CircuitItem, clientId: string): boolean {
  return hasFailedForAll(item) || (failuresByClient(item).get(clientId) ?? 0) >= reportsToOpen;
}

/** Whether it is left alone at this time. A time that no clock but a wrong one can have set does not count. */
export function isOpen({ openUntil = 0 }: CircuitItem, now: number): boolean {
  return openUntil > now && openUntil <= now + openForMs + clockSkewMs;
}

/** Returns since when the operation fails, and with which code it failed last. */
export function failingSince({ failingSince: since, lastError }: CircuitItem) {
  return {
    ...(since !== undefined && { since: new Date(since) }),
    ...(lastError !== undefined && { lastError }),
  };
}
