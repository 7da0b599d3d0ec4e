import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { ExecutionEnvironment, LambdaError } from './execution-environment.ts';
import type { EnvironmentSetup, InternetHost } from './lambda-messages.ts';

/** The most that an invocation's event, or its result, may weigh: 6 MB, as on AWS. */
const payloadLimitBytes = 6 * 1024 * 1024;

/** How many idle environments of a function are kept for good, if no more were prewarmed. */
const keptIdle = 4;

/** How long the other ones stay, in milliseconds: a burst pays for its loading once. */
const idleForMs = 60_000;

const threadMemoryBytes = 64 * 1024 * 1024;

/**
 * How many environments a function may have: what half of the memory holds, within reason. Above it,
 * invocations wait for their turn, where AWS would throttle at its own, far higher limit.
 */
const mostEnvironments = Math.min(100, Math.max(20, Math.floor(totalmem() / 2 / threadMemoryBytes)));

/** Calls a function by its ARN and waits for its result. Throws an error named as the errorType. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>;

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
}

/** One function and its execution environments. */
class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #setup: EnvironmentSetup;
  readonly #log: Writable;
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: ((environment: ExecutionEnvironment) => void)[] = [];
  #kept = keptIdle;
  #trimming: NodeJS.Timeout | undefined;

  constructor(definition: FunctionDefinition, settings: LambdaSettings) {
    this.definition = definition;
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

  async prewarm(count: number): Promise<void> {
    this.#kept = Math.max(this.#kept, count);
    const missing = Math.max(0, count - this.#idle.length);
    const fresh = Array.from({ length: missing }, () => this.#create());
    this.#idle.push(...fresh);
    await Promise.all(fresh.map(({ ready }) => ready));
  }

  async invoke(event: string): Promise<string> {
    const environment = await this.#take();
    try {
      return await environment.invoke(randomUUID(), event, this.definition.timeoutMs);
    } finally {
      this.#giveBack(environment);
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.#trimming);
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

  #take(): ExecutionEnvironment | Promise<ExecutionEnvironment> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.alive) return idle;
      this.#discard(idle);
    }
    if (this.#all.size < mostEnvironments) return this.#create();
    return new Promise((turn) => this.#waiting.push(turn));
  }

  #giveBack(environment: ExecutionEnvironment): void {
    if (!environment.alive) this.#discard(environment);
    const next = this.#waiting.shift();
    if (next) next(environment.alive ? environment : this.#create());
    else if (environment.alive) {
      this.#idle.push(environment);
      this.#trimming ??= setTimeout(() => this.#trim(), idleForMs).unref();
    }
  }

  #trim(): void {
    this.#trimming = undefined;
    // The longest idle ones stand first.
    for (const surplus of this.#idle.splice(0, Math.max(0, this.#idle.length - this.#kept)))
      this.#discard(surplus);
  }
}

/** AWS Lambda: functions by ARN or name, each invocation in an environment of its own. */
export class Lambda {
  readonly #functions = new Map<string, LambdaFunction>();
  #stopped = false;

  constructor(definitions: readonly FunctionDefinition[], settings: LambdaSettings) {
    mkdirSync(settings.logDirectory, { recursive: true });
    for (const definition of definitions) {
      const made = new LambdaFunction(definition, settings);
      this.#functions.set(definition.arn, made).set(definition.name, made);
    }
  }

  /** Loads the function's code in this many environments. Rejects with what the loading threw. */
  prewarm(nameOrArn: string, count: number): Promise<void> {
    return this.#function(nameOrArn).prewarm(count);
  }

  /**
   * Invokes a function and waits for its result, as RequestResponse does.
   * @throws LambdaError whose name is the errorType; 'RequestTooLarge' for an event above 6 MB.
   */
  async invoke(nameOrArn: string, event: unknown): Promise<unknown> {
    if (this.#stopped) throw failure('ServiceException', 'the embedded cloud has stopped');
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > payloadLimitBytes)
      throw failure('RequestTooLarge', 'the event is larger than 6 MB');
    const result = await this.#function(nameOrArn).invoke(payload);
    if (Buffer.byteLength(result) > payloadLimitBytes)
      throw failure('Function.ResponseSizeTooLarge', 'the result is larger than 6 MB');
    return JSON.parse(result);
  }

  /** Ends every environment, whatever it is doing, and flushes the logs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...new Set(this.#functions.values())].map((made) => made.stop()));
  }

  #function(nameOrArn: string): LambdaFunction {
    const found = this.#functions.get(nameOrArn);
    if (!found) throw new Error(`there is no function ${nameOrArn}`);
    return found;
  }
}

function failure(errorType: string, errorMessage: string): LambdaError {
  return new LambdaError({ errorType, errorMessage, trace: [] });
}
