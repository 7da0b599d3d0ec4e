import type { ApiKeyStore } from './api-key-store.ts';
import type { UsagePlanModel } from './api-model.ts';
import { GatewayError } from './gateway-responses.ts';
import { TokenBucket } from './token-bucket.ts';

/** The UTC calendar month of a time, such as 2026-01. */
function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

/** Throttles and counts the calls of each API key by the usage plan that it belongs to. */
export class UsagePlans {
  readonly #plans: readonly UsagePlanModel[];
  readonly #keys: ApiKeyStore;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(plans: readonly UsagePlanModel[], keys: ApiKeyStore, now: () => number) {
    this.#plans = plans;
    this.#keys = keys;
    this.#now = now;
  }

  /**
   * Lets a call through, or not. One that is throttled does not count towards the quota.
   * @param keyValue the value of the caller's API key; undefined: it came with none.
   * @throws GatewayError INVALID_API_KEY, THROTTLED or QUOTA_EXCEEDED.
   */
  admit(keyValue: string | undefined): void {
    const key = keyValue === undefined ? undefined : this.#keys.withValue(keyValue);
    const plan = key?.enabled && this.#plans.find(({ id }) => this.#keys.isAttached(id, key.id));
    if (!key || !plan) throw new GatewayError('INVALID_API_KEY');
    if (plan.throttle && !this.#bucketOf(plan.throttle, `${plan.id}/${key.id}`).take())
      throw new GatewayError('THROTTLED');
    if (plan.callsPerMonth === undefined) return;
    const month = monthOf(this.#now());
    if (this.#keys.callsIn(month, plan.id, key.id) >= plan.callsPerMonth)
      throw new GatewayError('QUOTA_EXCEEDED');
    this.#keys.count(month, plan.id, key.id);
  }

  #bucketOf(throttle: NonNullable<UsagePlanModel['throttle']>, whose: string): TokenBucket {
    const known = this.#buckets.get(whose) ?? new TokenBucket(throttle, this.#now);
    this.#buckets.set(whose, known);
    return known;
  }
}
