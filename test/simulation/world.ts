import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scheduler } from 'fast-check';

/** What goes wrong with one call of a process to a service; `ms` is for a stall. */
export interface Fault {
  /** How the call's label starts: the command and the item's sort key. Empty: any call. */
  readonly on: string;
  /** Which of these calls it is, from 0. */
  readonly nth: number;
  readonly kind: 'refused' | 'response-lost' | 'sent-twice' | 'killed-before' | 'killed-after' | 'stalled';
  readonly ms: number;
}

/** A run of a function or a command: it has a clock of its own, and may die. */
export interface Process {
  readonly name: string;
  readonly skewMs: number;
  readonly startedAt: number;
  dead: boolean;
  readonly kill: () => void;
}

/** The process died; nothing in it runs any more. */
export class KilledError extends Error {
  override name = 'Lambda.Unknown';
}

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

const processes = new AsyncLocalStorage<Process>();

/** More than any schedule needs: one that takes more does not end. */
const mostSteps = 20_000;

/**
 * Time, processes and faults of one schedule. Calls to services happen in the order that fast-check's scheduler chooses;
 * time passes when no call is left to choose.
 */
export class World {
  now: number;
  readonly log: string[] = [];
  /** Whether any process was killed. */
  anyKilled = false;
  readonly #scheduler: Scheduler;
  readonly #faults: { readonly fault: Fault; passed: number }[];
  readonly #skews: readonly number[];
  #timers: Timer[] = [];
  #started = 0;
  #native = 0;

  constructor(scheduler: Scheduler, now: number, faults: readonly Fault[], skews: readonly number[]) {
    this.#scheduler = scheduler;
    this.now = now;
    this.#faults = faults.map((fault) => ({ fault, passed: 0 }));
    this.#skews = skews;
  }

  /** The time on the clock of the process that asks. */
  readonly clock = (): number => this.now + (processes.getStore()?.skewMs ?? 0);

  get process(): Process | undefined {
    return processes.getStore();
  }

  /** The fault of the next call, if it has one. */
  takeFault(label: string): Fault | undefined {
    let taken: Fault | undefined;
    for (const one of this.#faults) {
      if (!label.startsWith(one.fault.on)) continue;
      if (one.passed === one.fault.nth) taken ??= one.fault;
      one.passed += 1;
    }
    return taken;
  }

  /**
   * Runs a process until it ends, dies, or has run for as long as it may.
   * @throws KilledError when it dies.
   */
  run<T>(name: string, mostMs: number, work: () => Promise<T>): Promise<T> {
    const died = Promise.withResolvers<never>();
    const process: Process = {
      name,
      skewMs: this.#skews[this.#started % this.#skews.length] ?? 0,
      startedAt: this.now,
      dead: false,
      kill: () => {
        process.dead = true;
        this.anyKilled = true;
        this.note(`${name} is killed`);
        died.reject(new KilledError('killed'));
      },
    };
    this.#started += 1;
    let deadline: Timer | undefined;
    if (Number.isFinite(mostMs)) {
      deadline = { due: this.now + mostMs, fire: process.kill };
      this.#timers.push(deadline);
    }
    return processes
      .run(process, () => Promise.race([work(), died.promise]))
      .finally(() => {
        this.#timers = this.#timers.filter((timer) => timer !== deadline);
      });
  }

  /**
   * A call to a service: its effect happens at one moment, chosen by the scheduler, or something goes wrong with it.
   * @param isDown whether the service takes no calls at that moment.
   */
  async call<T>(label: string, isDown: () => boolean, effect: () => T): Promise<T> {
    const { process } = this;
    // What looks at the world from outside changes nothing, and takes no time.
    if (!process) return effect();
    const fault = this.takeFault(label);
    if (fault?.kind === 'stalled') await this.sleep(fault.ms);
    await this.#turn(`${process.name}: ${label}`);
    if (isDown()) throw throttled();
    if (!fault || fault.kind === 'stalled') return effect();
    this.note(`  ${fault.kind}`);
    if (fault.kind === 'refused') throw throttled();
    if (fault.kind === 'killed-before') return this.#die(process);
    effect();
    if (fault.kind === 'killed-after') return this.#die(process);
    if (fault.kind === 'sent-twice') return effect();
    throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
  }

  /** Looks at the world without changing it: no time passes, and nothing goes wrong. */
  outside<T>(look: () => Promise<T>): Promise<T> {
    return processes.exit(look);
  }

  /** Lets others go first, if the scheduler likes. */
  turn(label: string): Promise<void> {
    return this.#turn(label);
  }

  async sleep(ms: number): Promise<void> {
    const { process } = this;
    await new Promise<void>((fire) => this.#timers.push({ due: this.now + ms, fire }));
    if (process?.dead) await never();
  }

  note(line: string): void {
    this.log.push(`${((this.now % 86_400_000) / 1000).toFixed(3)} ${line}`);
  }

  /** Counts work that runs outside of the event loop, such as WebCrypto's: the schedule waits for it. */
  async native<T>(work: Promise<T>): Promise<T> {
    this.#native += 1;
    return work.finally(() => {
      this.#native -= 1;
    });
  }

  /** Runs until nothing is left to do. */
  async drive(): Promise<void> {
    for (let step = 0; step < mostSteps; step += 1) {
      do await new Promise((resolve) => setImmediate(resolve));
      while (this.#native > 0);
      if (this.#fireDue()) continue;
      if (this.#scheduler.count() > 0) await this.#scheduler.waitNext(1);
      else if (this.#timers.length > 0) this.now = Math.min(...this.#timers.map(({ due }) => due));
      else return;
    }
    throw new Error('the schedule does not end');
  }

  #fireDue(): boolean {
    const due = this.#timers.filter((timer) => timer.due <= this.now);
    this.#timers = this.#timers.filter((timer) => timer.due > this.now);
    for (const { fire } of due) fire();
    return due.length > 0;
  }

  async #turn(label: string): Promise<void> {
    const { process } = this;
    if (process?.dead) await never();
    await this.#scheduler.schedule(Promise.resolve(), label);
    if (process?.dead) await never();
    this.now += 2;
    this.note(label);
  }

  #die(process: Process): Promise<never> {
    process.kill();
    return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** As DynamoDB says it after the SDK's own attempts. */
function throttled(): Error {
  return Object.assign(new Error('throttled'), {
    name: 'ThrottlingException',
    $metadata: { httpStatusCode: 400 },
  });
}
