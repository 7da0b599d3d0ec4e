import { boundedBody } from './bounded-body.ts';
import type { PollRequest } from './poll-schema.ts';
import { InvalidRequestError, mostProblems } from './problems.ts';
import { longestToken } from './token-form.ts';
import { isPollRequest, schemaProblems } from './validate.ts';

/**
 * Checks a poll's body.
 * @throws InvalidRequestError when there is no token, or it has not the form of one.
 */
export function parsePollRequest(body: unknown): PollRequest {
  const { body: bounded } = boundedBody(body, { properties: { token: { maxLength: longestToken } } });
  if (isPollRequest(bounded)) return bounded;
  throw new InvalidRequestError(
    'A poll needs a body of { "token": "…" } with the token that the request was answered with.',
    schemaProblems(isPollRequest.errors).slice(0, mostProblems),
  );
}
