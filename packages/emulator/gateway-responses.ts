import type { GatewayResponseModel } from './api-model.ts';

/** An answer that API Gateway gives itself, without, or instead of, the function behind the method. */
export class GatewayError extends Error {
  readonly responseType: string;
  /** Overrides the type's usual status, where API Gateway has several for one type. */
  readonly status: number | undefined;
  /** What the authorizer said about the caller, if it denied the call. */
  readonly authorizer: Readonly<Record<string, string>>;

  constructor(responseType: string, status?: number, authorizer: Readonly<Record<string, string>> = {}) {
    super(responseType);
    this.responseType = responseType;
    this.status = status;
    this.authorizer = authorizer;
  }
}

/** An HTTP answer of the gateway. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** Status, message and error type of each response type, as API Gateway has them without overrides. */
const defaults: Record<string, { status: number; message: string; errorType: string }> = {
  UNAUTHORIZED: { status: 401, message: 'Unauthorized', errorType: 'UnauthorizedException' },
  ACCESS_DENIED: {
    status: 403,
    message: 'User is not authorized to access this resource',
    errorType: 'AccessDeniedException',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'Request Too Long',
    errorType: 'RequestEntityTooLargeException',
  },
  INVALID_API_KEY: { status: 403, message: 'Forbidden', errorType: 'ForbiddenException' },
  THROTTLED: { status: 429, message: 'Too Many Requests', errorType: 'TooManyRequestsException' },
  QUOTA_EXCEEDED: { status: 429, message: 'Limit Exceeded', errorType: 'LimitExceededException' },
  AUTHORIZER_FAILURE: {
    status: 500,
    message: 'Internal server error',
    errorType: 'InternalServerErrorException',
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: 'Internal server error',
    errorType: 'AuthorizerConfigurationException',
  },
  INTEGRATION_FAILURE: {
    status: 504,
    message: 'Internal server error',
    errorType: 'InternalServerErrorException',
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'Unsupported Media Type',
    errorType: 'UnsupportedMediaTypeException',
  },
  DEFAULT_4XX: { status: 400, message: 'Bad Request', errorType: 'BadRequestException' },
  DEFAULT_5XX: {
    status: 500,
    message: 'Internal server error',
    errorType: 'InternalServerErrorException',
  },
};

const unknown = { status: 500, message: 'Internal server error', errorType: 'InternalServerErrorException' };

/**
 * The answer to a gateway error: the template's override of its type, else of DEFAULT_4XX or DEFAULT_5XX,
 * else API Gateway's own.
 */
export function gatewayAnswer(
  { responseType, status: forced, authorizer }: GatewayError,
  requestId: string,
  overrides: ReadonlyMap<string, GatewayResponseModel>,
): GatewayAnswer {
  const usual = defaults[responseType] ?? unknown;
  const usualStatus = forced ?? usual.status;
  const override =
    overrides.get(responseType) ?? overrides.get(usualStatus >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
  const variables: Record<string, string> = {
    'context.requestId': requestId,
    'context.error.message': usual.message,
    'context.error.messageString': JSON.stringify(usual.message),
    'context.error.responseType': responseType,
    ...Object.fromEntries(
      Object.entries(authorizer).map(([name, value]) => [`context.authorizer.${name}`, value]),
    ),
  };
  const template = override?.template ?? '{"message":$context.error.messageString}';
  const headers = Object.entries(override?.parameters ?? {}).map(([parameter, value]) => [
    parameter.replace('gatewayresponse.header.', '').toLowerCase(),
    /^'(.*)'$/.exec(value)?.[1] ?? variables[value] ?? '',
  ]);
  return {
    status: override?.statusCode ?? usualStatus,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': usual.errorType,
      ...Object.fromEntries(headers),
    },
    body: template.replace(/\$(context(?:\.\w+)+)/g, (_whole, name: string) => variables[name] ?? ''),
  };
}
