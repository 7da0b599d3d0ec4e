import { mkdirSync } from 'node:fs';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { lambdaError } from './lambda-error.ts';
import { type FunctionDefinition, LambdaFunction, type LambdaSettings } from './lambda-function.ts';

/** The most that an invocation's event, or its result, may weigh: 6 MB, as on AWS. */
const payloadLimitBytes = 6 * 1024 * 1024;

/** Calls a function by its ARN and waits for its result. Throws an error named as the errorType. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>;

/** AWS Lambda: functions by ARN or name, each invocation in an environment of its own. */
export class Lambda {
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #limit: ConcurrencyLimit;
  #stopped = false;

  constructor(definitions: readonly FunctionDefinition[], settings: LambdaSettings) {
    mkdirSync(settings.logDirectory, { recursive: true });
    this.#limit = new ConcurrencyLimit(settings.concurrency);
    for (const definition of definitions) {
      const made = new LambdaFunction(definition, settings, this.#limit);
      this.#functions.set(definition.arn, made).set(definition.name, made);
    }
  }

  /** Loads the function's code in this many environments. Rejects with what the loading threw. */
  prewarm(nameOrArn: string, count: number): Promise<void> {
    return this.#function(nameOrArn).prewarm(count);
  }

  /** How many environments the function has, idle ones included. */
  environmentsOf(nameOrArn: string): number {
    return this.#function(nameOrArn).environments;
  }

  /**
   * Invokes a function and waits for its result, as RequestResponse does.
   * @throws LambdaError whose name is the errorType; 'RequestTooLarge' for an event above 6 MB.
   */
  async invoke(nameOrArn: string, event: unknown): Promise<unknown> {
    if (this.#stopped) throw lambdaError('ServiceException', 'the embedded cloud has stopped');
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > payloadLimitBytes)
      throw lambdaError('RequestTooLarge', 'the event is larger than 6 MB');
    const result = await this.#function(nameOrArn).invoke(payload);
    if (Buffer.byteLength(result) > payloadLimitBytes)
      throw lambdaError('Function.ResponseSizeTooLarge', 'the result is larger than 6 MB');
    return JSON.parse(result);
  }

  /** Ends every environment, whatever it is doing, and flushes the logs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#limit.stop();
    await Promise.all([...new Set(this.#functions.values())].map((made) => made.stop()));
  }

  /** @param nameOrArn also the ARN of a version: there is one code, which is every version's. */
  #function(nameOrArn: string): LambdaFunction {
    const found = this.#functions.get(unqualified(nameOrArn));
    if (!found) throw new Error(`there is no function ${nameOrArn}`);
    return found;
  }
}

/** A function's ARN without the version or alias behind it; a name, and any other ARN, as it is. */
export function unqualified(nameOrArn: string): string {
  return /^arn:[^:]+:lambda:[^:]+:[^:]+:function:[^:]+/.exec(nameOrArn)?.[0] ?? nameOrArn;
}
