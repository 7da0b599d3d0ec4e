import { boundedBody } from './bounded-body.ts';
import type { PollRequest } from './poll-schema.ts';
import { type FieldProblem, InvalidRequestError, maxProblems } from './problems.ts';
import { longestReportId, longestToken, wrappingOfToken } from './token-form.ts';
import { isPollRequest, schemaProblems } from './validate.ts';

/** The schema's lengths, without the schema: it would be in the function's bundle. */
const bounds = {
  properties: { token: { maxLength: longestToken }, reportId: { maxLength: longestReportId } },
};

/** Returns a function that names the characters to remove around a token. */
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
 * @throws InvalidRequestError if the token is missing or malformed.
 */
export function parsePollRequest(body: unknown): PollRequest {
  const { body: bounded } = boundedBody(body, bounds);
  if (isPollRequest(bounded)) return bounded;
  throw new InvalidRequestError(
    'A poll needs a body of { "token": "…" } with the token from the response to the request.',
    schemaProblems(isPollRequest.errors).slice(0, maxProblems).map(namingWrapping(bounded)),
  );
}
