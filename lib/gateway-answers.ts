import type { ApiErrorCode } from '@kyc-china/core/contract/answer-schemas';
import { routeScopes } from '@kyc-china/core/route-scopes';
import { type ResponseType, type RestApi, ResponseType as Type } from 'aws-cdk-lib/aws-apigateway';

interface GatewayAnswer {
  readonly types: readonly ResponseType[];
  /** Undefined: the one that API Gateway has for the type. */
  readonly statusCode?: number;
  readonly message: string;
  readonly code?: ApiErrorCode | `$context.${string}`;
  readonly retryAfterSeconds?: number;
  /** RFC 9110, 15.5.16: the content codings that would have been accepted. */
  readonly acceptEncoding?: string;
}

/** When to send a call again that found the service short of capacity. */
const busySeconds = 2;

/** What API Gateway answers by itself, without, or instead of, the function behind the route. */
const answers: readonly GatewayAnswer[] = [
  {
    // A client that may not call is a 401, however API Gateway came to know it: an unknown or disabled API key
    // is one of ours whose client is no longer active.
    types: [Type.UNAUTHORIZED, Type.INVALID_API_KEY],
    statusCode: 401,
    message: 'The x-client-id and x-client-secret headers must be those of an active client.',
  },
  {
    // The client may call, its key may not: the authorizer says whether for its scopes or its networks.
    types: [Type.ACCESS_DENIED],
    statusCode: 403,
    message: '$context.authorizer.refusal',
    code: '$context.authorizer.refusalCode',
  },
  {
    types: [Type.THROTTLED],
    statusCode: 429,
    message: 'Too many requests at once: wait and send it again.',
    retryAfterSeconds: 1,
  },
  {
    // When a month ends is more than a fixed header can say: an hour keeps a patient caller from hammering.
    types: [Type.QUOTA_EXCEEDED],
    statusCode: 429,
    message: 'The monthly quota is used up. It is renewed on the first day of the next month, UTC.',
    code: 'quota-exceeded',
    retryAfterSeconds: 3600,
  },
  {
    types: [Type.REQUEST_TOO_LARGE],
    statusCode: 413,
    message: 'The body is too large: a face photo may have at most 4 MB once decoded.',
  },
  {
    // API Gateway's answer to a path that it does not know, and to a method that the path does not have.
    types: [Type.MISSING_AUTHENTICATION_TOKEN, Type.RESOURCE_NOT_FOUND],
    statusCode: 404,
    message: `There is no such route: the routes are ${Object.keys(routeScopes).join(', ')} and GET /verify/{sha256}.`,
  },
  {
    types: [Type.UNSUPPORTED_MEDIA_TYPE],
    // API Gateway's answer to a content coding that it does not decode, and to a body that is not in its coding.
    statusCode: 415,
    message:
      'The body must be JSON: send it with content-type: application/json, as it is or compressed with gzip or deflate.',
    acceptEncoding: 'gzip, deflate',
  },
  {
    types: [Type.BAD_REQUEST_BODY, Type.BAD_REQUEST_PARAMETERS],
    statusCode: 400,
    message: 'The request is not of the form that the route takes.',
  },
  {
    types: [Type.WAF_FILTERED],
    statusCode: 403,
    message: 'The request was refused before it was read.',
  },
  { types: [Type.DEFAULT_4XX], message: 'The request cannot be served as it is.' },
  {
    types: [Type.INTEGRATION_TIMEOUT],
    statusCode: 503,
    message:
      'The answer took too long. Send the request again in a few seconds, with the same Idempotency-Key if it had one.',
    retryAfterSeconds: busySeconds,
  },
  {
    // A function that failed, or one that Lambda throttled. It must not be a 502: a poll's 502 is a failed report.
    types: [Type.INTEGRATION_FAILURE],
    statusCode: 503,
    message:
      'The service failed to answer. Send the request again in a few seconds, with the same Idempotency-Key if it had one.',
    retryAfterSeconds: busySeconds,
  },
  {
    types: [Type.AUTHORIZER_FAILURE, Type.AUTHORIZER_CONFIGURATION_ERROR],
    statusCode: 503,
    message: 'The client could not be checked. Send the request again in a few seconds.',
    retryAfterSeconds: busySeconds,
  },
  {
    // By default, an answer of a function that is not in the proxy's form is a 502.
    types: [Type.API_CONFIGURATION_ERROR, Type.DEFAULT_5XX],
    statusCode: 500,
    message: 'The service could not answer. Send the request again in a few seconds.',
  },
];

/** Gives each of API Gateway's own answers the shape of every other error: `{ message, requestId }`. */
export function addGatewayAnswers(api: RestApi): void {
  for (const { types, statusCode, message, code, retryAfterSeconds, acceptEncoding } of answers)
    for (const type of types)
      api.addGatewayResponse(type.responseType, {
        type,
        ...(statusCode !== undefined && { statusCode: String(statusCode) }),
        responseHeaders: {
          'cache-control': "'no-store'",
          ...(retryAfterSeconds !== undefined && { 'retry-after': `'${retryAfterSeconds}'` }),
          ...(acceptEncoding !== undefined && { 'accept-encoding': `'${acceptEncoding}'` }),
        },
        templates: {
          'application/json': `{"message":${JSON.stringify(message)},"requestId":"$context.requestId"${code === undefined ? '' : `,"code":"${code}"`}}`,
        },
      });
}
