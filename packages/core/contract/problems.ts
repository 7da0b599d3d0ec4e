import type { ApiErrorCode } from './answer-schemas.ts';

/** A problem of a request: the field and what it must be. It never holds the value that was sent. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * The most problems of one request that are reported. It is far more than a well-meant body can have. All problems of a
 * hostile body would exceed the size of a response.
 */
export const maxProblems = 100;

/** A request that cannot be served as it is. `status` is the HTTP status that the contract gives it. */
export class InvalidRequestError extends Error {
  override name = 'InvalidRequestError';
  readonly status: 400 | 404 | 409 | 413;
  readonly problems: readonly FieldProblem[];
  /** What is wrong, as a stable word for a program. */
  readonly code: ApiErrorCode | undefined;

  constructor(
    message: string,
    problems: readonly FieldProblem[] = [],
    status: 400 | 404 | 409 | 413 = 400,
    code?: ApiErrorCode,
  ) {
    super(message);
    this.code = code;
    this.problems = problems;
    this.status = status;
  }
}
