import type { ErrorObject } from 'ajv';

/** Something wrong with a description: where, as a JSON pointer, and what it must be. */
export interface DescriptionProblem {
  readonly path: string;
  readonly message: string;
}

/** A description that no provider can be made from. Its message names every faulty path. */
export class DescriptionError extends RangeError {
  override name = 'DescriptionError';
  readonly problems: readonly DescriptionProblem[];

  constructor(provider: string, problems: readonly DescriptionProblem[]) {
    const lines = problems.map(
      ({ path, message }) => `\n  ${path === '' ? '(description)' : path} ${message}`,
    );
    super(`the description of the provider ${provider} is faulty:${lines.join('')}`);
    this.problems = problems;
  }
}

/** A JSON pointer's next step. */
export function step(path: string, name: string | number): string {
  return `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function problemOf(error: ErrorObject): DescriptionProblem | undefined {
  const hint = (error.parentSchema as { hint?: string } | undefined)?.hint ?? error.message ?? 'is faulty';
  switch (error.keyword) {
    case 'if': // Its branch says more.
      return undefined;
    case 'propertyNames':
      return undefined;
    case 'additionalProperties':
      return {
        path: step(error.instancePath, String(error.params.additionalProperty)),
        message: 'is not part of a description',
      };
    case 'required':
    case 'dependentRequired':
      return {
        path: step(error.instancePath, String(error.params.missingProperty)),
        message: 'is missing',
      };
    default:
      return error.propertyName === undefined
        ? { path: error.instancePath, message: hint }
        : { path: step(error.instancePath, error.propertyName), message: hint };
  }
}

/** What the schema finds, one problem for each path. */
export function schemaProblems(errors: readonly ErrorObject[] | null | undefined): DescriptionProblem[] {
  const byPath = new Map<string, DescriptionProblem>();
  for (const error of errors ?? []) {
    const problem = problemOf(error);
    if (problem && !byPath.has(problem.path)) byPath.set(problem.path, problem);
  }
  return [...byPath.values()];
}
