import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Turns of the event loop in which nothing happens before time passes: enough for what was read to be acted on. */
const idleTurns = 8;

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** How many exchanges the other side keeps waiting on purpose. */
export interface Holder {
  readonly held: number;
  /** Whether it is about to do something by itself. */
  readonly isBusy: boolean;
  /** Lets go of what it holds: no timer will end it. */
  releaseAll(): void;
}

const isOfClient = (stack = '') => /client\/(src|cli)\//.test(stack.split('\n').slice(2, 6).join());

/**
 * Replaces the time of the client's own code: its waits and time-outs. Time passes only when nothing else can happen, which is
 * when no exchange is under way or every one of them is held; then it jumps to the next timer. Outcomes do
 * not depend on the speed of the machine, and no test sleeps.
 */
export class VirtualTime {
  /** Milliseconds since the start. */
  now = 0;
  /** Whether something was held that no timer of the client would have ended. */
  isStuck = false;
  readonly #holder: Holder;
  readonly #timers = new Set<Timer>();
  readonly #underWay = new Set<unknown>();
  readonly #real = { setTimeout, clearTimeout, timeout: AbortSignal.timeout, now: performance.now };
  #isOn = true;
  #idle = 0;

  constructor(holder: Holder) {
    this.#holder = holder;
    subscribe('undici:request:create', this.#began);
    subscribe('undici:request:trailers', this.#ended);
    subscribe('undici:request:error', this.#ended);
    const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = this.#real;
    // biome-ignore lint/suspicious/noExplicitAny: the many forms of setTimeout.
    const set = (callback: any, ms = 0, ...values: unknown[]): any =>
      isOfClient(new Error().stack)
        ? this.#add(ms, () => callback(...values))
        : realSetTimeout(callback, ms, ...values);
    // biome-ignore lint/suspicious/noExplicitAny: a timer of either kind.
    const clear = (timer: any) => {
      if (!this.#timers.delete(timer)) realClearTimeout(timer);
    };
    globalThis.setTimeout = set as typeof setTimeout;
    globalThis.clearTimeout = clear;
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      this.#add(ms, () => controller.abort(new DOMException('The operation timed out', 'TimeoutError')));
      return controller.signal;
    };
    performance.now = () => this.now;
    this.#turn();
  }

  /** Puts the real time back. */
  stop(): void {
    this.#isOn = false;
    unsubscribe('undici:request:create', this.#began);
    unsubscribe('undici:request:trailers', this.#ended);
    unsubscribe('undici:request:error', this.#ended);
    globalThis.setTimeout = this.#real.setTimeout;
    globalThis.clearTimeout = this.#real.clearTimeout;
    AbortSignal.timeout = this.#real.timeout;
    performance.now = this.#real.now;
  }

  #began = (message: unknown) => {
    this.#underWay.add((message as { request: unknown }).request);
    this.#idle = 0;
  };

  #ended = (message: unknown) => {
    this.#underWay.delete((message as { request: unknown }).request);
    this.#idle = 0;
  };

  #add(ms: number, fire: () => void): Timer {
    const timer = { at: this.now + ms, fire };
    this.#timers.add(timer);
    return timer;
  }

  #turn = () => {
    if (!this.#isOn) return;
    const isIdle = this.#underWay.size === this.#holder.held && !this.#holder.isBusy;
    this.#idle = isIdle ? this.#idle + 1 : 0;
    if (this.#idle >= idleTurns) this.#pass();
    setImmediate(this.#turn);
  };

  #pass(): void {
    this.#idle = 0;
    const next = [...this.#timers].toSorted((a, b) => a.at - b.at)[0];
    if (next) {
      this.#timers.delete(next);
      this.now = Math.max(this.now, next.at);
      next.fire();
    } else if (this.#holder.held > 0) {
      this.isStuck = true;
      this.#holder.releaseAll();
    }
  }
}
