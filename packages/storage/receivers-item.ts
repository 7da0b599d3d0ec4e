import { webhookFunctionSeconds } from '@kyc-china/core/webhook-schedule';
import { clockSkewMs } from './provider-circuit.ts';

/** How long what is known of a client's receivers is kept after the last change, in seconds. */
export const receiversKeptForSeconds = 24 * 60 * 60;

/** For how long after a post that was not delivered promptly a client's posts are counted, in milliseconds. */
export const watchedForMs = 60 * 60 * 1000;

/** How long a lease is valid, in milliseconds: until its holder has ended, by any clock that is not wrong. */
export const leaseMs = webhookFunctionSeconds * 1000 + clockSkewMs;

/** The item of a client's receivers, which the timeouts and the leases share: a delivery reads both at once. */
export function receiversKey(clientId: string): { readonly pk: string; readonly sk: string } {
  return { pk: `RECEIVERS#${clientId}`, sk: 'TIMEOUTS' };
}

/** Returns whether a time lies ahead, and no further than it can have been set to by a clock that is not wrong. */
function liesAhead(time: number, mostMs: number, now: number): boolean {
  return time > now && time <= now + mostMs + clockSkewMs;
}

/** Returns whether the client's posts are counted at this time. */
export function isWatched({ watchedUntil = 0 }: { readonly watchedUntil?: number }, now: number): boolean {
  return liesAhead(watchedUntil, watchedForMs, now);
}

/** Returns a lease that is taken now, as a member of the item's set: its end in milliseconds, and a random id. */
export function leaseFrom(now: number, id: string): string {
  return `${now + leaseMs} ${id}`;
}

/** Returns the leases whose holders have died: they are past their end, or it lies further ahead than any can. */
export function endedLeases({ leases }: { readonly leases?: ReadonlySet<string> }, now: number): string[] {
  return [...(leases ?? [])].filter((lease) => !liesAhead(Number(lease.split(' ')[0]), leaseMs, now));
}
