import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { stages } from '../../lib/stage-configuration.ts';
import { type ApiCalls, apiCalls } from '../../local/support/api-calls.ts';
import { credentialsIn, runClient } from '../../local/support/client-commands.ts';
import {
  type Reply,
  type StubbornReceiver,
  startStubbornReceiver,
} from '../../local/support/stubborn-receiver.ts';
import { connectToEmbedded } from '../../operations/stage-connection.ts';
import { WebhookDeliveries } from '../../operations/webhook-deliveries.ts';
import { type BenchStack, startBenchStack } from './bench-stack.ts';
import { loadPlan, watchReports } from './plan-load.ts';

/** What the receivers of the loading client do: there is no such client, they answer at once, or never. */
export type Receivers = 'none' | 'answer' | 'hang';

/** What one round saw. */
export interface Round {
  /** Milliseconds from the other client’s POST until a poll returned its report. */
  readonly reports: readonly number[];
  /** Milliseconds from its POST until its webhook arrived; those that had not when the round ended are left out. */
  readonly webhooks: readonly number[];
  /** How many posts waited for their answer when each report was requested. */
  readonly open: readonly number[];
  /** The loading client’s requests a second. */
  readonly requestsPerSecond: number;
  /** Its webhooks a second that were begun: those of its requests, and resends. */
  readonly webhooksPerSecond: number;
  /** Its requests and resends that failed. */
  readonly failed: number;
  /** How many posts reached its receivers before the round ended, retries included. */
  readonly posts: number;
}

/** The usage plan of the loading client. */
export const loadingPlan = 'standard';

/** The reports that may be in progress before the loading client waits: more at once are not made any faster. */
const mostInProgress = availableParallelism();

/**
 * The environments that each function may have, set for this benchmark: the rest of the webhooks wait for them. Few, so
 * that all of them are loaded before the measuring, which costs processor time that AWS does not take from others.
 */
export const environments = 20;

/** How many of them the webhooks of one client may hold, as the stage says. */
export const postsPerClient = stages.sandbox.webhookPostsPerClient;

/** How long the loading client has to fill them at most, in milliseconds, after the time before each measuring. */
const longestFillMs = 60_000;

/** More than a receiver gets in a round: ten attempts, and those of resends. */
const mostPosts = 1000;

/** One embedded stack and two clients of it. */
export class TwoClients {
  readonly #stack: BenchStack;
  readonly #receiver: StubbornReceiver;
  readonly #loading: ApiCalls;
  readonly #other: ApiCalls;
  readonly #deliveries: WebhookDeliveries;
  readonly #watched: ReturnType<typeof watchReports>;
  #paths = 0;

  private constructor(
    stack: BenchStack,
    receiver: StubbornReceiver,
    { loading, other }: Record<'loading' | 'other', ApiCalls>,
  ) {
    this.#stack = stack;
    this.#receiver = receiver;
    this.#loading = loading;
    this.#other = other;
    this.#deliveries = new WebhookDeliveries(connectToEmbedded(stack.cloud));
    this.#watched = watchReports(stack.cloud);
  }

  static async start(environmentOverrides: Readonly<Record<string, string>>): Promise<TwoClients> {
    const receiver = await startStubbornReceiver();
    const stack = await startBenchStack({
      environmentOverrides,
      mostEnvironments: environments,
      ...receiver.fakeHosts,
    });
    const newClient = async (clientId: string, plan: string) => {
      const created = await runClient(stack.dataDirectory, 'create', clientId, '--plan', plan);
      return apiCalls(() => stack.cloud.url, credentialsIn(created), 50);
    };
    const loading = await newClient('loading', loadingPlan);
    // It polls more often than the loading client’s plan allows.
    return new TwoClients(stack, receiver, { loading, other: await newClient('other', 'load-test') });
  }

  /**
   * Makes reports of the other client, one after another, while the loading client sends requests at its plan’s rate.
   * Ends when every execution has: nothing of a round slows the next.
   * @param options `leadMs`: how long the loading client sends before the first of them.
   */
  async round(receivers: Receivers, options: { leadMs: number; reports: number }): Promise<Round> {
    const released = Promise.withResolvers<void>();
    const paths: string[] = [];
    const load = receivers === 'none' ? undefined : this.#load(receivers, released.promise, paths);
    const seen = { reports: [] as number[], webhooks: [] as number[], open: [] as number[] };
    const requested: { path: string; at: number }[] = [];
    try {
      if (load) await wait(options.leadMs);
      const fillEnd = performance.now() + longestFillMs;
      while (receivers === 'hang' && this.#receiver.open < postsPerClient && performance.now() < fillEnd)
        await wait(50);
      for (let report = 0; report < options.reports; report += 1) {
        const path = this.#newPath();
        requested.push({ path, at: Date.now() });
        seen.open.push(this.#receiver.open);
        seen.reports.push(await this.#timeToReport(this.#receiver.script(path, [])));
      }
    } finally {
      await load?.stop();
      for (const { path, at } of requested) {
        const arrivedAt = this.#receiver.posts(path)[0]?.receivedAt.getTime();
        if (arrivedAt !== undefined) seen.webhooks.push(arrivedAt - at);
      }
      released.resolve();
    }
    const posts = paths.reduce((sum, path) => sum + this.#receiver.posts(path).length, 0);
    const { executions } = this.#stack.cloud;
    while (executions.all().some(({ status }) => status === 'RUNNING')) await wait(100);
    const { requests = 0, resends = 0, failed = 0, seconds = 1 } = load ?? {};
    return {
      ...seen,
      posts,
      failed,
      requestsPerSecond: requests / seconds,
      webhooksPerSecond: (requests + resends) / seconds,
    };
  }

  async stop(): Promise<void> {
    this.#watched.stop();
    this.#deliveries.close();
    await this.#stack.stop();
    await this.#receiver.stop();
  }

  #load(receivers: Receivers, released: Promise<void>, paths: string[]) {
    const sent: { reportId: string; path: string }[] = [];
    return loadPlan({
      ratePerSecond: stages.sandbox.usagePlans[loadingPlan]?.ratePerSecond ?? Number.NaN,
      isBusy: (unanswered) => unanswered + this.#watched.inProgress >= mostInProgress,
      request: async () => {
        // Every other one sends a byte a second.
        const hang: Reply = { status: 204, after: released, drips: paths.length % 2 === 1 };
        const path = this.#newPath();
        paths.push(path);
        const callbackUrl = this.#receiver.script(
          path,
          receivers === 'hang' ? Array(mostPosts).fill(hang) : [],
        );
        const token = await this.#loading.request({ mobile: '13800138000', callbackUrl });
        sent.push({ reportId: decodeJwt(token).sub ?? '', path });
      },
      resend: async () => {
        const next = sent.find(({ path }) => this.#receiver.posts(path).length > 0);
        if (!next) return false;
        sent.push(...sent.splice(sent.indexOf(next), 1));
        await this.#deliveries.resend(next.reportId);
        return true;
      },
    });
  }

  async #timeToReport(callbackUrl: string): Promise<number> {
    const startedAt = performance.now();
    const { answer } = await this.#other.pollToEnd(
      await this.#other.request({ mobile: '13800138000', callbackUrl }),
    );
    if (answer.status !== 200) throw new Error(`poll answered ${answer.status}`);
    return performance.now() - startedAt;
  }

  #newPath(): string {
    this.#paths += 1;
    return `webhook-${this.#paths}`;
  }
}
