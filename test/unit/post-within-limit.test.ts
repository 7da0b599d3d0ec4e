import { describe, expect, it } from '@jest/globals';
import type { PostedWebhook } from '@kyc-china/core/ports';
import { postWithinLimit, promptMs } from '@kyc-china/core/post-within-limit';

const delivered: PostedWebhook = { outcome: 'delivered', status: 200, timedOut: false };
const failed: PostedWebhook = { outcome: 'failed', reason: 'r', error: 'ECONNREFUSED', timedOut: false };

/** A post whose end the test decides, and what the leases were asked for meanwhile. */
function posting(isWatched: boolean, leases: { taken?: string | undefined; fail?: boolean } = {}) {
  const [ended, late] = [Promise.withResolvers<PostedWebhook>(), Promise.withResolvers<void>()];
  const calls: string[] = [];
  const errors: unknown[] = [];
  const called = <T>(call: string, value: T): Promise<T> => {
    calls.push(call);
    return leases.fail ? Promise.reject(new Error(call)) : Promise.resolve(value);
  };
  let slept: number | undefined;
  const result = postWithinLimit(
    {
      leases: {
        take: () => called('take', leases.taken),
        hold: () => called('hold', 'held'),
        giveBack: (_client, lease, watch) =>
          called(`give back ${lease}${watch ? ' and watch' : ''}`, undefined),
        watch: () => called('watch', undefined),
      },
      sleep: (ms) => {
        slept = ms;
        return late.promise;
      },
      onLeaseError: (error) => errors.push(error),
    },
    { clientId: 'c', isWatched },
    () => {
      calls.push('post');
      return ended.promise;
    },
  );
  return {
    calls,
    errors,
    /** Ends the post, after it has taken longer than it may to be prompt or before. */
    end: async (posted: PostedWebhook, when: 'prompt' | 'late') => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(slept).toBe(promptMs);
      if (when === 'late') late.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      ended.resolve(posted);
      const inLimit = await result;
      late.resolve();
      expect(inLimit?.posted).toBe(posted);
      await inLimit?.release();
    },
    result,
  };
}

describe('a post of a client that is not watched', () => {
  it.each([
    ['nothing when it is delivered promptly', delivered, 'prompt', ['post']],
    ['a watch when it fails promptly', failed, 'prompt', ['post', 'watch']],
    ['a lease while it is late', delivered, 'late', ['post', 'hold', 'give back held and watch']],
    ['a lease while it is late, and fails', failed, 'late', ['post', 'hold', 'give back held and watch']],
  ] as const)('asks the leases for %s', async (_title, posted, when, calls) => {
    const one = posting(false);
    await one.end(posted, when);
    expect(one.calls).toEqual(calls);
  });
});

describe('a post of a watched client', () => {
  it.each([
    ['gives its lease back', delivered, 'prompt', 'give back l'],
    ['is watched on when it fails', failed, 'prompt', 'give back l and watch'],
    ['is watched on when it is late', delivered, 'late', 'give back l and watch'],
  ] as const)('takes a lease first and %s', async (_title, posted, when, last) => {
    const one = posting(true, { taken: 'l' });
    await one.end(posted, when);
    expect(one.calls).toEqual(['take', 'post', last]);
  });

  it('is not made when there is no lease', async () => {
    const one = posting(true, { taken: undefined });
    expect(await one.result).toBeUndefined();
    expect(one.calls).toEqual(['take']);
  });
});

it.each([
  [true, 'prompt', ['take', 'post', 'watch']],
  [true, 'late', ['take', 'post', 'hold']],
  [false, 'late', ['post', 'hold']],
] as const)(
  'a post is made when the leases fail (watched: %s, %s), and each error is handed on',
  async (isWatched, when, calls) => {
    const one = posting(isWatched, { fail: true });
    await one.end(failed, when);
    expect(one.calls.filter((call) => !call.startsWith('give back'))).toEqual(
      expect.arrayContaining([...calls]),
    );
    expect(one.errors).toEqual(one.calls.filter((call) => call !== 'post').map((call) => new Error(call)));
  },
);
