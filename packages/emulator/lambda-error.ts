import type { FunctionFailure } from './lambda-messages.ts';

/** A function's failure, named as Step Functions and API Gateway know it: `name` is the errorType. */
export class LambdaError extends Error {
  readonly trace: readonly string[];

  constructor({ errorType, errorMessage, trace }: FunctionFailure) {
    super(errorMessage);
    this.name = errorType;
    this.trace = trace;
  }
}

/** A failure that the service itself reports, not the function's code. */
export function lambdaError(errorType: string, errorMessage: string): LambdaError {
  return new LambdaError({ errorType, errorMessage, trace: [] });
}
