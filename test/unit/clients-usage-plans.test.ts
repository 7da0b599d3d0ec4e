import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiKeyStore } from '../../packages/emulator/api-key-store.ts';
import { TokenBucket } from '../../packages/emulator/token-bucket.ts';
import { UsagePlans } from '../../packages/emulator/usage-plans.ts';

const start = Date.parse('2026-01-31T23:00:00Z');
let time: number;
let directory: string;
const stores: ApiKeyStore[] = [];
beforeEach(() => {
  time = start;
  directory = mkdtempSync(path.join(tmpdir(), 'kyc-china-keys-'));
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  rmSync(directory, { recursive: true, force: true });
});

function openStore(): ApiKeyStore {
  const store = new ApiKeyStore(directory);
  stores.push(store);
  return store;
}

const now = () => time;
const value = 'a-value-that-is-long-enough';
const key = { id: 'k1', name: 'acme', value, enabled: true, createdDate: 0, lastUpdatedDate: 0 };
const slow = { id: 'slow', name: 'slow', throttle: { ratePerSecond: 2, burst: 3 } };
const counted = { id: 'counted', name: 'counted', callsPerMonth: 2 };

function plansWith(planId: string, store = openStore()) {
  store.put(key);
  store.attach(planId, key.id);
  return new UsagePlans([slow, counted], store, now);
}

/** What a call is answered with. */
function call(plans: UsagePlans, keyValue: string | undefined = value): string {
  try {
    plans.admit(keyValue);
    return 'ok';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a token bucket', () => {
  it('token bucket allows a burst, then the rate', () => {
    const bucket = new TokenBucket({ ratePerSecond: 2, burst: 3 }, now);
    const take = (times: number) => Array.from({ length: times }, () => bucket.take());
    expect(take(4)).toEqual([true, true, true, false]);
    time += 499;
    expect(take(1)).toEqual([false]);
    time += 1;
    expect(take(2)).toEqual([true, false]);
    time += 3_600_000;
    expect(take(4)).toEqual([true, true, true, false]);
  });

  it('token bucket tolerates a clock that is set back', () => {
    const bucket = new TokenBucket({ ratePerSecond: 1, burst: 1 }, now);
    expect(bucket.take()).toBe(true);
    time -= 60_000;
    expect(bucket.take()).toBe(false);
    time += 1000;
    expect(bucket.take()).toBe(true);
  });
});

describe('a usage plan', () => {
  it('usage plan throttles each key', () => {
    const plans = plansWith('slow');
    expect(Array.from({ length: 4 }, () => call(plans))).toEqual(['ok', 'ok', 'ok', 'THROTTLED']);
    time += 500;
    expect([call(plans), call(plans)]).toEqual(['ok', 'THROTTLED']);
  });

  it('usage plan counts each key by calendar month', () => {
    const plans = plansWith('counted');
    expect([call(plans), call(plans), call(plans)]).toEqual(['ok', 'ok', 'QUOTA_EXCEEDED']);
    time = Date.parse('2026-01-31T23:59:59.999Z');
    expect(call(plans)).toBe('QUOTA_EXCEEDED');
    time = Date.parse('2026-02-01T00:00:00Z');
    expect(call(plans)).toBe('ok');
  });

  it('usage plan keeps its counts across restarts, encrypted', () => {
    const store = openStore();
    const plans = plansWith('counted', store);
    expect([call(plans), call(plans)]).toEqual(['ok', 'ok']);
    store.close();
    const again = new UsagePlans([slow, counted], openStore(), now);
    expect(call(again)).toBe('QUOTA_EXCEEDED');
    for (const file of readdirSync(directory))
      expect(readFileSync(path.join(directory, file), 'latin1')).not.toContain(value);
  });

  it('usage plan refuses a key that is unknown, missing, disabled, deleted or without a plan', () => {
    const store = openStore();
    const plans = plansWith('slow', store);
    expect(call(plans, 'another-value-of-that-length')).toBe('INVALID_API_KEY');
    expect(call(plans, '')).toBe('INVALID_API_KEY');
    store.put({ ...key, enabled: false });
    expect(call(plans)).toBe('INVALID_API_KEY');
    store.put(key);
    expect(call(plans)).toBe('ok');
    store.put({ ...key, id: 'k2', value: 'of-no-plan-of-that-length' });
    expect(call(plans, 'of-no-plan-of-that-length')).toBe('INVALID_API_KEY');
    store.delete(key.id);
    expect(call(plans)).toBe('INVALID_API_KEY');
  });
});
