import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { BusyMeter } from './busy-meter.ts';
import type { ConcurrencyLimit, ConcurrencyLimits } from './concurrency-limit.ts';
import { EnvironmentThread } from './environment-thread.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import { lambdaError } from './lambda-error.ts';
import type { EnvironmentSetup, InternetHost } from './lambda-messages.ts';

/** How many idle environments of a function are kept for good, if no more were prewarmed. */
const keptIdle = 4;

/** How long the other ones stay, in milliseconds: a burst pays for its loading once. */
const idleForMs = 60_000;

/**
 * How many environments of a function are started at once. Loading code keeps a core busy, and an environment
 * that is free in a moment is often there sooner than a new one.
 */
const startedAtOnce = availableParallelism();

/** How often waiting invocations look whether another environment would help, in milliseconds. */
const lookEveryMs = 50;

/** How long an invocation waits for the environments of a busy function before one more is started, in milliseconds. */
const patienceMs = 3_000;

/** A function of the stack, its references resolved. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly taskRoot: string;
  readonly handler: string;
  readonly memorySizeMb: number;
  readonly timeoutMs: number;
  /** The whole process.env of its environments. */
  readonly variables: Record<string, string>;
}

/** What all functions of the embedded cloud share. */
export interface LambdaSettings {
  readonly logDirectory: string;
  readonly compileCacheDirectory: string;
  readonly internet: readonly InternetHost[];
  readonly trustedCertificates: readonly string[];
  /** How many invocations may run at once: each in an environment, so that these are limited as well. */
  readonly concurrency: ConcurrencyLimits;
  /** Called when an invocation ends, with its function and how long its environment worked. */
  readonly onInvocation?: (invocation: { definition: FunctionDefinition; durationMs: number }) => void;
}

/** The thread of the gateway, the state machine and most emulated services. */
const ownThread = new BusyMeter(() => performance.eventLoopUtilization());

const stopped = () => lambdaError('ServiceException', 'the embedded cloud has stopped');

/** One function and its execution environments. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #setup: EnvironmentSetup;
  readonly #log: Writable;
  readonly #limit: ConcurrencyLimit;
  readonly #mostEnvironments: number;
  readonly #onInvocation: LambdaSettings['onInvocation'];
  readonly #threads = new Set<EnvironmentThread>();
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle = new Set<ExecutionEnvironment>();
  /** Environments whose code did not load: each fails one invocation, as on AWS. */
  readonly #broken: ExecutionEnvironment[] = [];
  #kept = keptIdle;
  #starting = 0;
  #trimming: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  /** When an environment was last taken or started. */
  #lastProgress = performance.now();
  #stopped = false;

  constructor(definition: FunctionDefinition, settings: LambdaSettings, limit: ConcurrencyLimit) {
    this.definition = definition;
    this.#limit = limit;
    this.#mostEnvironments = Math.min(settings.concurrency.perFunction, settings.concurrency.account);
    this.#onInvocation = settings.onInvocation;
    const { taskRoot, handler, name, arn, memorySizeMb } = definition;
    const { compileCacheDirectory, internet, trustedCertificates } = settings;
    this.#setup = {
      taskRoot,
      handler,
      memorySizeMb,
      functionName: name,
      functionArn: arn,
      compileCacheDirectory,
      internet,
      trustedCertificates,
    };
    this.#log = createWriteStream(path.join(settings.logDirectory, `${name}.log`), { flags: 'a' });
    // Every thread pipes its output here, and there may be more of them than Node takes for a leak.
    this.#log.setMaxListeners(0);
  }

  /** How many environments it has, idle ones included. */
  get environments(): number {
    return this.#all.size;
  }

  /** Loads the code until this many environments are idle. Rejects with what the loading threw. */
  async prewarm(count: number): Promise<void> {
    this.#kept = Math.max(this.#kept, Math.min(count, this.#mostEnvironments));
    const missing = Math.max(0, this.#kept - this.#idle.size);
    const fresh = Array.from({ length: Math.min(missing, count) }, () => this.#create());
    for (const environment of fresh) this.#idle.add(environment);
    await Promise.all(fresh.map(({ ready }) => ready));
  }

  /** Waits for a turn and an environment that is idle, then runs one invocation. */
  async invoke(event: string): Promise<string> {
    const { definition } = this;
    if (this.#stopped) throw stopped();
    const environment = await this.#limit.take(definition.name, (startable) => this.#reserve(startable));
    const startedAt = performance.now();
    try {
      return await environment.invoke(randomUUID(), event, definition.timeoutMs);
    } finally {
      this.#onInvocation?.({ definition, durationMs: performance.now() - startedAt });
      this.#putBack(environment);
      this.#limit.giveBack(definition.name);
    }
  }

  /** Ends every environment, whatever it is doing, and flushes the log. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#trimming);
    clearInterval(this.#looking);
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
    await new Promise<void>((done) => this.#log.end(done));
  }

  #create(): ExecutionEnvironment {
    const withRoom = [...this.#threads].find(({ hasRoom }) => hasRoom);
    const thread = withRoom ?? new EnvironmentThread(this.#setup, this.definition.variables, this.#log);
    this.#threads.add(thread);
    const environment = new ExecutionEnvironment(thread);
    this.#all.add(environment);
    return environment;
  }

  #discard(environment: ExecutionEnvironment): void {
    this.#idle.delete(environment);
    this.#all.delete(environment);
    environment.release();
    for (const thread of this.#threads) if (thread.empty) this.#threads.delete(thread);
  }

  /** Takes an environment that is idle. Without one, starts another if that helps. */
  #reserve(startable: number): ExecutionEnvironment | undefined {
    const found = this.#broken.shift() ?? this.#takeIdle();
    if (found) {
      this.#lastProgress = performance.now();
      return found;
    }
    if (this.#starting < startable && this.#mayStart()) void this.#startOne();
    this.#looking ??= setInterval(() => this.#look(), lookEveryMs);
    return undefined;
  }

  #look(): void {
    this.#limit.look();
    if (this.#limit.waits(this.definition.name)) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #takeIdle(): ExecutionEnvironment | undefined {
    for (const environment of this.#all) {
      // The oldest that is idle: its thread is the warmest, and the threads of a burst become idle.
      if (!this.#idle.delete(environment)) continue;
      if (environment.usable) return environment;
      this.#discard(environment);
    }
    return undefined;
  }

  /**
   * Whether one more environment helps. Environments that wait for a provider leave their thread idle. Those that compute
   * share a processor, and those that wait for the emulated services share this thread: one more would slow all of them down.
   */
  #mayStart(): boolean {
    if (this.#stopped || this.#starting >= startedAtOnce || this.#all.size >= this.#mostEnvironments)
      return false;
    if (this.#all.size < startedAtOnce) return true;
    if (performance.now() - this.#lastProgress > patienceMs) return true;
    return this.#starting === 0 && !ownThread.busy && ![...this.#threads].every(({ busy }) => busy);
  }

  #putBack(environment: ExecutionEnvironment): void {
    this.#idle.add(environment);
    for (const idle of this.#idle) if (!idle.usable) this.#discard(idle);
    if (this.#stopped) return;
    this.#trimming ??= setTimeout(() => this.#trim(), idleForMs).unref();
  }

  async #startOne(): Promise<void> {
    this.#starting += 1;
    this.#lastProgress = performance.now();
    const environment = this.#create();
    const loaded = await environment.ready.then(
      () => true,
      () => false,
    );
    this.#starting -= 1;
    if (loaded) this.#idle.add(environment);
    else this.#broken.push(environment);
    this.#limit.look();
  }

  /** Ends threads that a burst has left idle, if enough environments remain. */
  #trim(): void {
    this.#trimming = undefined;
    for (const thread of [...this.#threads].reverse()) {
      const ofThread = [...this.#all].filter((environment) => environment.thread === thread);
      const idle = ofThread.every((environment) => this.#idle.has(environment));
      if (!idle || this.#all.size - ofThread.length < this.#kept) continue;
      for (const environment of ofThread) this.#discard(environment);
    }
  }
}
