import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { EnvironmentMessage, EnvironmentSetup, FunctionFailure, Invocation } from './lambda-messages.ts';

/** A function's failure, named as Step Functions and API Gateway know it: `name` is the errorType. */
export class LambdaError extends Error {
  readonly trace: readonly string[];

  constructor({ errorType, errorMessage, trace }: FunctionFailure) {
    super(errorMessage);
    this.name = errorType;
    this.trace = trace;
  }
}

interface Pending {
  readonly requestId: string;
  readonly settle: (outcome: LambdaError | string) => void;
}

/** One execution environment: a thread with the function's code loaded, serving one invocation at a time. */
export class ExecutionEnvironment {
  /** Settles once the code is loaded; rejects with what its loading threw. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  #pending: Pending | undefined;
  #ended: LambdaError | undefined;

  /**
   * @param setup what the thread loads, and its settings.
   * @param variables the whole of its process.env.
   * @param log where its output goes.
   */
  constructor(setup: EnvironmentSetup, variables: Record<string, string>, log: Writable) {
    this.#worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      name: setup.functionName,
      workerData: setup,
      env: variables,
      execArgv: [],
      stdout: true,
      stderr: true,
      // AWS bounds the whole process by the memory size; the heap alone may take as much here.
      resourceLimits: { maxOldGenerationSizeMb: Math.max(256, setup.memorySizeMb) },
    });
    this.#worker.stdout.pipe(log, { end: false });
    this.#worker.stderr.pipe(log, { end: false });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    // The invoker of the environment sees the failure. A prewarmed environment without an invoker must not crash us.
    promise.catch(() => undefined);
    this.#worker.on('message', (message: EnvironmentMessage) => {
      if (message.type === 'ready') resolve();
      else if (message.type === 'init-failed') this.#end(new LambdaError(message.failure), reject);
      else if (message.requestId === this.#pending?.requestId)
        this.#settle(message.type === 'result' ? message.result : new LambdaError(message.failure));
    });
    this.#worker.on('error', (error: Error) => {
      log.write(`${error.stack ?? error}\n`);
      const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(exitError(outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', error.message), reject);
    });
    this.#worker.on('exit', (code) => {
      this.#end(exitError('Runtime.ExitError', `Runtime exited with exit code ${code}`), reject);
    });
  }

  /** False once the thread has failed, timed out or ended: it takes no more invocations. */
  get alive(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Runs one invocation.
   * @returns the handler's result as JSON.
   * @throws LambdaError for what the handler threw, 'Sandbox.Timedout', or a 'Runtime.…' of a dead thread.
   */
  async invoke(requestId: string, event: string, timeoutMs: number): Promise<string> {
    await this.ready;
    if (this.#ended) throw this.#ended;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(() => {
      this.#end(
        exitError('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`),
      );
      void this.terminate();
    }, timeoutMs);
    this.#pending = {
      requestId,
      settle: (outcome) => (typeof outcome === 'string' ? resolve(outcome) : reject(outcome)),
    };
    const invocation: Invocation = { requestId, event, deadline: Date.now() + timeoutMs };
    this.#worker.postMessage(invocation);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(outcome: LambdaError | string): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(outcome);
  }

  #end(why: LambdaError, rejectReady?: (why: LambdaError) => void): void {
    this.#ended ??= why;
    rejectReady?.(this.#ended);
    this.#settle(this.#ended);
  }
}

function exitError(errorType: string, errorMessage: string): LambdaError {
  return new LambdaError({ errorType, errorMessage, trace: [] });
}
