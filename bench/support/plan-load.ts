import { setTimeout as wait } from 'node:timers/promises';
import type { EmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';

/** How many requests and resends may have no answer yet before nothing more is begun. */
const mostUnanswered = 4;

/** Counts the reports that are being made: started, and not yet readable. */
export function watchReports({ executions }: Pick<EmbeddedCloud, 'executions'>): {
  readonly inProgress: number;
  stop(): void;
} {
  const inProgress = new Set<string>();
  const stop = executions.subscribe((execution, event) => {
    if (event.type === 'ExecutionStarted') inProgress.add(execution);
    const readable = event.type === 'StateEntered' && event.state.name === 'HasCallback';
    if (readable || event.type === 'ExecutionFailed') inProgress.delete(execution);
  });
  return {
    get inProgress() {
      return inProgress.size;
    },
    stop,
  };
}

/** A client that uses the whole rate of its usage plan. */
export interface PlanLoad {
  /** The requests that were answered 200. */
  readonly requests: number;
  /** The webhooks that were sent again. */
  readonly resends: number;
  /** The requests and resends that failed, as those of any client do where the machine has too much to do. */
  readonly failed: number;
  readonly seconds: number;
  /** Begins nothing more. Resolves when all that was begun has ended. */
  stop(): Promise<void>;
}

/**
 * Sends a request at each turn of a plan’s rate, without waiting for answers; where the machine has more in progress than
 * it can serve, a webhook of an earlier report instead: its receivers get the plan’s rate all the same.
 * @param options `request` and `resend` begin one; `isBusy` is given how many of them have not returned.
 */
export function loadPlan(options: {
  readonly ratePerSecond: number;
  readonly request: () => Promise<void>;
  /** Resolves with false when no webhook can be sent again yet. */
  readonly resend: () => Promise<boolean>;
  readonly isBusy: (unanswered: number) => boolean;
}): PlanLoad {
  const { ratePerSecond, isBusy } = options;
  const startedAt = performance.now();
  const begun: Promise<void>[] = [];
  const count = { request: 0, resend: 0, failed: 0 };
  let [unanswered, stopped] = [0, false];
  let endedAt: number | undefined;
  const begin = async (kind: 'request' | 'resend') => {
    unanswered += 1;
    await options[kind]().then(
      (done) => {
        if (done !== false) count[kind] += 1;
      },
      () => {
        count.failed += 1;
      },
    );
    unanswered -= 1;
  };
  const sending = (async () => {
    while (!stopped) {
      const sentAt = performance.now();
      if (!isBusy(unanswered)) begun.push(begin('request'));
      else if (unanswered < mostUnanswered) begun.push(begin('resend'));
      await wait(Math.max(0, sentAt + 1000 / ratePerSecond - performance.now()));
    }
    endedAt = performance.now();
  })();
  return {
    get requests() {
      return count.request;
    },
    get resends() {
      return count.resend;
    },
    get failed() {
      return count.failed;
    },
    get seconds() {
      return ((endedAt ?? performance.now()) - startedAt) / 1000;
    },
    stop: async () => {
      stopped = true;
      await sending;
      await Promise.all(begun);
    },
  };
}
