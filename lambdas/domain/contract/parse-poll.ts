import { boundedBody } from './bounded-body.ts';
import type { PollRequest } from './poll-schema.ts';
import { type FieldProblem, InvalidRequestError, mostProblems } from './problems.ts';
import { longestToken, wrappingOfToken } from './token-form.ts';
import { isPollRequest, schemaProblems } from './validate.ts';

/** Says of a token that has something around it what to leave out. */
function namingWrapping(body: unknown): (problem: FieldProblem) => FieldProblem {
  const { token } = Object(body) as { token?: unknown };
  const wrapping = typeof token === 'string' ? wrappingOfToken(token) : undefined;
  return (problem) =>
    problem.field === 'token' && wrapping !== undefined
      ? { ...problem, message: `must be the token alone, without ${wrapping} around it` }
      : problem;
}

/**
 * Checks a poll's body.
 * @throws InvalidRequestError when there is no token, or it has not the form of one.
 */
export function parsePollRequest(body: unknown): PollRequest {
  const { body: bounded } = boundedBody(body, { properties: { token: { maxLength: longestToken } } });
  if (isPollRequest(bounded)) return bounded;
  throw new InvalidRequestError(
    'A poll needs a body of { "token": "…" } with the token that the request was answered with.',
    schemaProblems(isPollRequest.errors).slice(0, mostProblems).map(namingWrapping(bounded)),
  );
}
