import type { PostedWebhook } from './ports.ts';

/**
 * How long a post may take until its client's posts are counted, in milliseconds. A client whose posts all take less
 * holds at most one environment for each post a second that its plan allows.
 */
export const promptMs = 1_000;

/** Counts the posts of each client that are under way. A lease ends when its holder must have ended. */
export interface PostLeases {
  /** Takes a lease. @returns undefined when the client has as many as it may. */
  take(clientId: string): Promise<string | undefined>;
  /** Adds a lease for a post that is under way, however many there are; from now on the client's posts are counted. */
  hold(clientId: string): Promise<string>;
  /** @param watch whether the client's posts are to be counted for the next hour, as `watch` does. */
  giveBack(clientId: string, lease: string, watch: boolean): Promise<void>;
  /** Lets the client's posts be counted for the next hour. */
  watch(clientId: string): Promise<void>;
}

export interface PostLimit {
  readonly leases: PostLeases;
  /** Resolves after this time in milliseconds; may reject when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Is given what the leases threw. The webhook is posted all the same. */
  readonly onLeaseError: (error: unknown) => void;
}

/** A post that ended. `release` gives its lease back; it never throws. */
export interface PostInLimit {
  readonly posted: PostedWebhook;
  readonly release: () => Promise<void>;
}

/**
 * Posts a webhook, unless its client is watched and has as many posts under way as it may. An error of the leases
 * prevents no post.
 * @param isWatched whether the client's posts are counted: then a post takes a lease first. Any other post takes one
 * only when it has not ended promptly.
 * @param post must not throw.
 * @returns undefined when nothing was posted, because the client has no lease left.
 */
export async function postWithinLimit(
  { leases, sleep, onLeaseError }: PostLimit,
  { clientId, isWatched }: { clientId: string; isWatched: boolean },
  post: () => Promise<PostedWebhook>,
): Promise<PostInLimit | undefined> {
  const tolerate = async <T>(work: Promise<T>): Promise<T | 'unknown'> => {
    try {
      return await work;
    } catch (error) {
      onLeaseError(error);
      return 'unknown';
    }
  };
  const taken = isWatched ? await tolerate(leases.take(clientId)) : 'unknown';
  if (taken === undefined) return undefined;

  const ended = new AbortController();
  const late = sleep(promptMs, ended.signal).then(
    async () => {
      if (ended.signal.aborted) return undefined;
      return taken === 'unknown' ? await tolerate(leases.hold(clientId)) : taken;
    },
    () => undefined,
  );
  const posted = await post();
  ended.abort();

  const release = async () => {
    const held = await late;
    const lease = held ?? taken;
    const watch = held !== undefined || posted.outcome !== 'delivered';
    if (lease !== 'unknown') await tolerate(leases.giveBack(clientId, lease, watch));
    else if (watch) await tolerate(leases.watch(clientId));
  };
  return { posted, release };
}
