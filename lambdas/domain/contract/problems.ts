/** One thing wrong with a request: the field, and what it must be. Never what it was. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * How many problems of one request are told. Far more than a body that somebody meant can have; all of a hostile one
 * would be more than a function can answer.
 */
export const mostProblems = 100;

/** A request that cannot be served as it is. `status` is the HTTP status that the contract gives it. */
export class InvalidRequestError extends Error {
  override name = 'InvalidRequestError';
  readonly status: 400 | 409 | 413;
  readonly problems: readonly FieldProblem[];

  constructor(message: string, problems: readonly FieldProblem[] = [], status: 400 | 409 | 413 = 400) {
    super(message);
    this.problems = problems;
    this.status = status;
  }
}
