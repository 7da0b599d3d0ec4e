import type { EnvironmentThread } from './environment-thread.ts';
import { LambdaError, lambdaError } from './lambda-error.ts';
import type { ThreadEvent } from './lambda-messages.ts';

interface Pending {
  readonly requestId: string;
  readonly settle: (outcome: LambdaError | string) => void;
}

/** One execution environment: its own instance of the function's code, which serves one invocation at a time. */
export class ExecutionEnvironment {
  /** Settles when the code is loaded; rejects with what its loading threw. */
  readonly ready: Promise<void>;
  readonly thread: EnvironmentThread;
  readonly #number: number;
  readonly #loaded = Promise.withResolvers<void>();
  #pending: Pending | undefined;
  #ended: LambdaError | undefined;

  /** Loads the code in the thread. */
  constructor(thread: EnvironmentThread) {
    this.thread = thread;
    this.ready = this.#loaded.promise;
    // The invoker of the environment sees the failure. A prewarmed environment without an invoker must not crash us.
    this.ready.catch(() => undefined);
    this.#number = thread.load({
      receive: (event) => this.#receive(event),
      ended: (why) => this.#end(why),
    });
  }

  /** Whether it takes another invocation. */
  get usable(): boolean {
    return this.#ended === undefined && !this.thread.retired;
  }

  /**
   * Runs one invocation.
   * @returns the handler's result as JSON.
   * @throws LambdaError for what the handler threw, 'Sandbox.Timedout', or a 'Runtime.…' of a dead environment.
   */
  async invoke(requestId: string, event: string, timeoutMs: number): Promise<string> {
    await this.ready;
    if (this.#ended) throw this.#ended;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(() => {
      this.#end(
        lambdaError('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`),
      );
      this.release();
    }, timeoutMs);
    this.#pending = {
      requestId,
      settle: (outcome) => (typeof outcome === 'string' ? resolve(outcome) : reject(outcome)),
    };
    const invocation = { requestId, event, deadline: Date.now() + timeoutMs };
    this.thread.send({ type: 'invoke', environment: this.#number, invocation });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends it, whatever it is doing. */
  release(): void {
    this.thread.release(this.#number);
  }

  #receive(event: ThreadEvent): void {
    if (event.type === 'ready') this.#loaded.resolve();
    else if (event.type === 'init-failed') this.#end(new LambdaError(event.failure));
    else if (event.type === 'result' && event.requestId === this.#pending?.requestId)
      this.#settle(event.result);
    else if (event.type === 'failure' && event.requestId === this.#pending?.requestId)
      this.#settle(new LambdaError(event.failure));
  }

  #settle(outcome: LambdaError | string): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(outcome);
  }

  #end(why: LambdaError): void {
    this.#ended ??= why;
    this.#loaded.reject(this.#ended);
    this.#settle(this.#ended);
  }
}
