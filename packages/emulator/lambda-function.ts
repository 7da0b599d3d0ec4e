import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { ExecutionEnvironment, LambdaError } from './execution-environment.ts';
import type { EnvironmentSetup, InternetHost } from './lambda-messages.ts';

/** How many idle environments of a function are kept for good, if no more were prewarmed. */
const keptIdle = 4;

/** How long the other ones stay, in milliseconds: a burst pays for its loading once. */
const idleForMs = 60_000;

const threadMemoryBytes = 64 * 1024 * 1024;

/**
 * How many environments of a function are started at once. Loading code keeps a core busy, and an environment
 * that is free in a moment is often there sooner than a new one.
 */
const startedAtOnce = availableParallelism();

/**
 * How many environments fit a quarter of the memory, within reason. Above it, invocations wait for their turn,
 * where AWS would throttle at its own, far higher limit.
 */
function environmentsThatFit(): number {
  return Math.min(100, Math.max(20, Math.floor(totalmem() / 4 / threadMemoryBytes)));
}

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
  /** How many environments a function may have at once; by default, what half of the memory holds. */
  readonly mostEnvironments?: number;
  /** Called when an invocation ends, with its function and how long its environment worked. */
  readonly onInvocation?: (invocation: { definition: FunctionDefinition; durationMs: number }) => void;
}

/** One function and its execution environments. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #setup: EnvironmentSetup;
  readonly #log: Writable;
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: PromiseWithResolvers<ExecutionEnvironment>[] = [];
  readonly #mostEnvironments: number;
  readonly #onInvocation: LambdaSettings['onInvocation'];
  #kept = keptIdle;
  #starting = 0;
  #trimming: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(definition: FunctionDefinition, settings: LambdaSettings) {
    this.definition = definition;
    this.#mostEnvironments = settings.mostEnvironments ?? environmentsThatFit();
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
    // Every environment pipes its output here, and there may be more of them than Node takes for a leak.
    this.#log.setMaxListeners(0);
  }

  /** Loads the code until this many environments are idle. Rejects with what the loading threw. */
  async prewarm(count: number): Promise<void> {
    this.#kept = Math.max(this.#kept, count);
    const missing = Math.max(0, count - this.#idle.length);
    const fresh = Array.from({ length: missing }, () => this.#create());
    this.#idle.push(...fresh);
    await Promise.all(fresh.map(({ ready }) => ready));
  }

  /** Runs one invocation in an environment that is idle, or becomes so, or is started for it. */
  async invoke(event: string): Promise<string> {
    const environment = await this.#take();
    const startedAt = performance.now();
    try {
      return await environment.invoke(randomUUID(), event, this.definition.timeoutMs);
    } finally {
      this.#onInvocation?.({ definition: this.definition, durationMs: performance.now() - startedAt });
      this.#giveBack(environment);
    }
  }

  /** Ends every environment, whatever it is doing, and what waits for one, and flushes the log. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#trimming);
    const errorMessage = 'the embedded cloud has stopped';
    for (const turn of this.#waiting.splice(0))
      turn.reject(new LambdaError({ errorType: 'ServiceException', errorMessage, trace: [] }));
    await Promise.all([...this.#all].map((environment) => environment.terminate()));
    await new Promise<void>((done) => this.#log.end(done));
  }

  #create(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.#setup, this.definition.variables, this.#log);
    this.#all.add(environment);
    return environment;
  }

  #discard(environment: ExecutionEnvironment): void {
    this.#all.delete(environment);
    void environment.terminate();
  }

  #take(): Promise<ExecutionEnvironment> {
    const turn = Promise.withResolvers<ExecutionEnvironment>();
    this.#waiting.push(turn);
    this.#dispatch();
    return turn.promise;
  }

  #giveBack(environment: ExecutionEnvironment): void {
    if (environment.alive) this.#idle.push(environment);
    else this.#discard(environment);
    if (this.#stopped) return;
    this.#dispatch();
    this.#trimming ??= setTimeout(() => this.#trim(), idleForMs).unref();
  }

  /** Gives idle environments to who waits, and starts more of them for the rest: a few at a time. */
  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#idle.length > 0) {
      const environment = this.#idle.pop();
      if (environment?.alive) this.#waiting.shift()?.resolve(environment);
      else if (environment) this.#discard(environment);
    }
    while (
      this.#waiting.length > this.#starting &&
      this.#starting < startedAtOnce &&
      this.#all.size < this.#mostEnvironments
    )
      void this.#startOne();
  }

  async #startOne(): Promise<void> {
    this.#starting += 1;
    const environment = this.#create();
    const loaded = await environment.ready.then(
      () => true,
      () => false,
    );
    this.#starting -= 1;
    // Code that does not load fails an invocation, as on AWS: the one that would have had the environment.
    if (loaded) this.#idle.push(environment);
    else {
      const turn = this.#waiting.shift();
      if (turn) turn.resolve(environment);
      else this.#discard(environment);
    }
    this.#dispatch();
  }

  #trim(): void {
    this.#trimming = undefined;
    // The longest idle ones stand first.
    for (const surplus of this.#idle.splice(0, Math.max(0, this.#idle.length - this.#kept)))
      this.#discard(surplus);
  }
}
