/** One thing wrong with a request: the field, and what it must be. Never what it was. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

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
