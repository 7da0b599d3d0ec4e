import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { BusyMeter } from './busy-meter.ts';
import { type LambdaError, lambdaError } from './lambda-error.ts';
import type { EnvironmentSetup, ThreadCommand, ThreadEvent } from './lambda-messages.ts';

/** How many environments a thread loads in its life. They share V8's heap and the compiled code of Node's own modules. */
export const environmentsPerThread = 16;

/** How long a thread may take to end an environment, in milliseconds. A busy loop never does. */
const endWithinMs = 1_000;

/** An environment, as its thread sees it. */
export interface ThreadTenant {
  receive(event: ThreadEvent): void;
  /** The thread has ended, or the environment has crashed. */
  ended(why: LambdaError): void;
}

/** A thread with execution environments of one function. */
export class EnvironmentThread {
  readonly #worker: Worker;
  readonly #meter: BusyMeter;
  readonly #tenants = new Map<number, ThreadTenant>();
  readonly #ending = new Map<number, NodeJS.Timeout>();
  #loaded = 0;
  #retired = false;
  /** The environment whose code has ended the thread. */
  #culprit: number | undefined;

  /**
   * @param setup what its environments load, and their settings.
   * @param variables the whole process.env of its environments.
   * @param log receives their output.
   */
  constructor(setup: EnvironmentSetup, variables: Record<string, string>, log: Writable) {
    this.#worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      name: setup.functionName,
      workerData: setup,
      env: variables,
      execArgv: [],
      stdout: true,
      stderr: true,
      // AWS limits the whole process of one environment. Here this is the heap of all environments of the thread.
      resourceLimits: { maxOldGenerationSizeMb: Math.max(256, setup.memorySizeMb) },
    });
    this.#meter = new BusyMeter(() => this.#worker.performance.eventLoopUtilization());
    this.#worker.stdout.pipe(log, { end: false });
    this.#worker.stderr.pipe(log, { end: false });
    this.#worker.on('message', (event: ThreadEvent) => this.#receive(event));
    this.#worker.on('error', (error: Error) => {
      log.write(`${error.stack ?? error}\n`);
      const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(lambdaError(outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', error.message));
    });
    this.#worker.on('exit', (code) =>
      this.#end(lambdaError('Runtime.ExitError', `Runtime exited with exit code ${code}`)),
    );
  }

  /** Whether it computes most of the time, instead of waiting. */
  get busy(): boolean {
    return this.#meter.busy;
  }

  /** Whether it can load one more environment. */
  get hasRoom(): boolean {
    return !this.#retired && this.#loaded < environmentsPerThread;
  }

  /** Whether it takes no more invocations: an environment of it has ended, and its memory is freed with the thread only. */
  get retired(): boolean {
    return this.#retired;
  }

  /** Whether all of its environments were released. */
  get empty(): boolean {
    return this.#tenants.size === 0;
  }

  /** Loads an environment. @returns its number in this thread. */
  load(tenant: ThreadTenant): number {
    this.#loaded += 1;
    const environment = this.#loaded;
    this.#tenants.set(environment, tenant);
    this.send({ type: 'load', environment });
    return environment;
  }

  send(command: ThreadCommand): void {
    this.#worker.postMessage(command);
  }

  /** Ends one environment. The thread ends with its last one. */
  release(environment: number): void {
    if (!this.#tenants.delete(environment)) return;
    this.#retired = true;
    if (this.#tenants.size === 0) {
      void this.terminate();
      return;
    }
    this.#ending.set(
      environment,
      setTimeout(() => {
        this.#culprit = environment;
        void this.terminate();
      }, endWithinMs),
    );
    this.send({ type: 'end', environment });
  }

  async terminate(): Promise<void> {
    this.#retired = true;
    for (const timer of this.#ending.values()) clearTimeout(timer);
    await this.#worker.terminate();
  }

  #receive(event: ThreadEvent): void {
    const { environment, type } = event;
    if (type === 'ended') {
      clearTimeout(this.#ending.get(environment));
      this.#ending.delete(environment);
    } else if (type === 'exiting') this.#culprit = environment;
    else if (type === 'crashed')
      this.#tenants.get(environment)?.ended(lambdaError('Runtime.ExitError', event.message));
    else this.#tenants.get(environment)?.receive(event);
  }

  /** Only the environment that ended the thread has failed. For the others it is the service that failed: worth a retry. */
  #end(why: LambdaError): void {
    this.#retired = true;
    const lost = lambdaError('Lambda.ServiceException', 'the thread of the execution environment has ended');
    for (const [environment, tenant] of this.#tenants)
      tenant.ended(this.#culprit === undefined || this.#culprit === environment ? why : lost);
  }
}
