import { defaultKeyId } from '@kyc-china/core/client-keys';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { type ClientLimits, LimitReachedError } from '@kyc-china/core/limits';
import { InvalidTokenError } from '@kyc-china/core/report-token';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type CallContext, callContextOf } from './call-context.ts';
import { describeError, log } from './logger.ts';
import { parseStrictJson, StrictJsonError } from './strict-json.ts';

/** What a route's function answers with: the middleware turns it into API Gateway's form. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Record<string, string>;
}

/** One call by an authenticated client. */
export interface ApiCall {
  readonly clientId: string;
  /** The id of the client's key that was used. */
  readonly keyId: string;
  /** What the client may use at most. */
  readonly limits: ClientLimits;
  /** The body as it was sent. */
  readonly rawBody: string;
  /** The body, parsed as JSON. */
  readonly body: unknown;
  /** A header's value, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The route's path, with the names of its parameters: `/kyc/cn/reports/{reportId}`. */
  readonly resource: string;
  /** The parameters of the route's path. */
  readonly path: Readonly<Record<string, string | undefined>>;
  /** The query's parameters, each with every value that was sent. */
  readonly query: Readonly<Record<string, readonly string[] | undefined>>;
}

/** An answer that is an error of the contract: `{ message, requestId, code?, errors? }`. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly headers: Record<string, string>;
  /** What is wrong, as a stable word for a program. */
  readonly code: string | undefined;

  constructor(status: number, message: string, headers: Record<string, string> = {}, code?: string) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.code = code;
  }
}

/** The gateway's words for a client that may not call (lib/gateway-answers.ts). */
const unknownClient = 'The x-client-id and x-client-secret headers must be those of an active client.';

/** The same words for every invalid token: the reason is not disclosed. */
const unauthorizedToken = 'Invalid or expired token.';

function errorAnswer(error: unknown, unexpected: ApiError): Answer {
  if (error instanceof InvalidRequestError) {
    const errors = error.problems.length > 0 ? { errors: error.problems } : {};
    const code = error.code === undefined ? {} : { code: error.code };
    return { status: error.status, body: { message: error.message, ...code, ...errors } };
  }
  if (error instanceof LimitReachedError)
    return {
      status: 429,
      body: { message: error.message, code: 'limit-reached', resetsAt: error.resetsAt.toISOString() },
      headers: { 'retry-after': String(error.retryAfterSeconds) },
    };
  if (error instanceof StrictJsonError) return { status: 400, body: { message: error.message } };
  if (error instanceof InvalidTokenError) return { status: 401, body: { message: unauthorizedToken } };
  const known = error instanceof ApiError ? error : unexpected;
  const { status, message, headers, code } = known;
  return { status, body: { message, ...(code !== undefined && { code }) }, headers };
}

function toResult(answer: Answer, requestId: string): APIGatewayProxyResult {
  const isError = answer.status >= 400;
  return {
    statusCode: answer.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...answer.headers,
    },
    body: JSON.stringify(isError ? { ...answer.body, requestId } : answer.body),
  };
}

/** What API Gateway decodes before it invokes the function. */
const decodedCodings: readonly (string | undefined)[] = [undefined, '', 'identity', 'gzip', 'deflate'];

/** @throws ApiError a 415 for a body that is not JSON, or that is in a content coding which nothing has decoded. */
function refuseOtherMedia(header: ApiCall['header']): void {
  const mediaType = header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== 'application/json')
    throw new ApiError(415, 'The body must be JSON: send it with content-type: application/json.');
  if (!decodedCodings.includes(header('content-encoding')?.trim().toLowerCase()))
    throw new ApiError(
      415,
      'The content-encoding of the body is not supported: send the body as it is, or compressed with gzip or deflate.',
      { 'accept-encoding': 'gzip, deflate' },
    );
}

/** @param hasBody whether the route reads a body. */
function readCall(event: APIGatewayProxyEvent, hasBody: boolean): ApiCall {
  const headers = new Map(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const header = (name: string) => headers.get(name);
  const { clientId, keyId = defaultKeyId, limits, keyEndsAt } = event.requestContext.authorizer ?? {};
  // An authorization is cached, and a key may have expired since.
  if (typeof clientId !== 'string' || (keyEndsAt !== undefined && new Date() >= new Date(keyEndsAt)))
    throw new ApiError(401, unknownClient);
  const usageLimits = typeof limits === 'string' ? JSON.parse(limits) : {};
  const call = {
    clientId,
    keyId,
    limits: usageLimits,
    header,
    resource: event.resource,
    path: event.pathParameters ?? {},
    query: event.multiValueQueryStringParameters ?? {},
  };
  // A body of a GET means nothing (RFC 9110, 9.3.1), and some clients name a media type without one.
  if (!hasBody) return { ...call, rawBody: '', body: {} };
  refuseOtherMedia(header);
  const rawBody = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  return { ...call, rawBody, body: parseStrictJson(rawBody) };
}

/**
 * The middleware of every route: parses the call, turns errors into the contract's answers and logs the ones
 * that was not expected, by name alone.
 * @param route the route's function.
 * @param unexpected what an unexpected error is answered with.
 * @param options.hasBody whether the route reads a body; without one, a body is ignored.
 */
export function apiHandler(
  route: (call: ApiCall, context: CallContext) => Promise<Answer>,
  unexpected: ApiError,
  { hasBody = true }: { readonly hasBody?: boolean } = {},
) {
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .onError((request) => {
      const { requestId } = request.event.requestContext;
      const answer = errorAnswer(request.error, unexpected);
      if (answer.status >= 500) log.error('request failed', { requestId, ...describeError(request.error) });
      request.response = toResult(answer, requestId);
    })
    .handler(async (event) =>
      toResult(await route(readCall(event, hasBody), callContextOf(event)), event.requestContext.requestId),
    );
}
